"""After UNDO, the card that stood before what was undone stands again, with its buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from models.log import Act, Scan
from workflow.scanning import answers, common
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.transaction import acted

SC, A = Scan.__table__, Act.__table__


def undo(here: Here, meaning: Meaning, shown_again: Callable[[Here, Answer], Answer]) -> Answer:
    """Take back the last act, and ask again what was asked before it.

    Args:
        shown_again: draws what is in hand, where the card before had no buttons.
    """
    undone = common.undo_last(here, meaning)
    before = _card_before(here) if undone.open_now else None
    if before is None or not before.choices:
        return shown_again(here, undone)
    return replace(before, result=undone.result, title=undone.title, icon=undone.icon, open_now=undone.open_now,
                   act_id=None, meaning="")


def _card_before(here: Here) -> Answer | None:
    """The card of this tablet before the scan whose act was just undone."""
    taken_back = sa.select(SC.c.tablet_no - 1).join(A, A.c.id == SC.c.act_id).where(
        SC.c.tablet_id == here.by.tablet_id, A.c.undone_by_id == acted.get()).scalar_subquery()
    data = here.connection.execute(sa.select(SC.c.answer).where(
        SC.c.tablet_id == here.by.tablet_id, SC.c.tablet_no == taken_back)).scalar()
    return answers.from_data(data) if data else None
