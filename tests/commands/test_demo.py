"""`flask demo`, made small: what lies about in the house came there by the real steps, and something is left to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from demo import company, weeks
from demo.hands import Crew
from migrations.upgrading import upgrade
from models.all_tables import TABLES
from models.db import db
from models.lifecycle import PlaceKind
from tests.conftest import make_app
from workflow import carrier_claims, clock, exceptions, paper_values, printing, shelf_pages, verifying
from workflow.errors import Refused
from workflow.transaction import reading


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    with app.app_context():
        upgrade(db.engine)
        yield app
        db.engine.dispose()


def lying(table: str) -> int:
    thing = TABLES[table]
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(thing).where(
            thing.c.place_kind == PlaceKind.SHELF)).scalar_one()


def test_shelves_a_count_a_claim_and_an_exception(empty: Flask, tmp_path: Path) -> None:
    now, rng = clock.now(), Random(7)
    with clock.at(now - timedelta(weeks=weeks.WEEKS)):
        company.found(company="Harbour & Lane", folder=tmp_path, today=(now - timedelta(days=1)).date(), rng=rng,
                      order_lines=500)
    weeks.live(Crew(), rng, now, rmas=60)
    assert lying("unit") > 5 and lying("parcel") == weeks.UNIDENTIFIED
    last = next(shelf.last for shelf in shelf_pages.everywhere() if shelf.last)
    assert last.ended_at and last.missing == 1 and last.foreign <= 1
    claims = carrier_claims.listed()
    assert [now < row.claim.due_at < now + timedelta(days=3) for row in claims] == [True]
    assert len(exceptions.waiting()) == 1
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
    # These need a unit that is held, and a drill with its pack beside it: tests/shelving and test_battery_mark.py.
    assert set(paper_values.KINDS) - papers_of_all_things() == {"unit_holding_label", "battery_mark"}


def papers_of_all_things() -> set[str]:
    """Asks every kind of paper of every thing, in whatever state it is. Returns the kinds that there were some of."""
    made = set()
    for kind in paper_values.KINDS:
        for thing_id in range(1, 121):
            try:
                made |= {kind for _sheet in printing.sheets(kind, thing_id, "en")}
            except Refused:
                continue
    return made
