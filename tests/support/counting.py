"""Tablets on which no scan may cost more than ten statements, whatever it is answered with, on either engine."""

from __future__ import annotations

from models.db import db
from tests.conftest import count_statements
from tests.support.tablets import TabletAt
from workflow.scanning.commands import Command
from workflow.scanning.protocol import Taken

BUDGET = 10


class FrugalTablet(TabletAt):
    """A tablet that counts what each of its scans costs. `most`: what one may; ten, but for what a test names."""

    most = BUDGET

    def take(self, code: str | Command, **more: object) -> Taken:
        counting = count_statements(db.engine)
        ran = next(counting)
        try:
            taken = super().take(code, **more)
        finally:
            next(counting, None)
        said = f"{len(ran)} for {code}: {taken.answer.title}. {taken.answer.next}\n"
        assert len(ran) <= self.most, said + "\n".join(" ".join(text.split())[:140] for text in ran)
        return taken
