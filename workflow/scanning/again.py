"""UNDO: this tablet's last act is taken back, and the card that stood before it stands again, with its buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from models.log import Act, Scan
from workflow import undoing
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say
from workflow.transaction import acted

SC, A = Scan.__table__, Act.__table__
AS_BEFORE = say("It is as it was before. Scan what comes next.")
# Only when the network was slow: the minute between the scans was kept, and the letter's was over.
LETTER_WENT = say("It is as it was before, but the customer's letter has gone. A lead was told.")


def undo_last(here: Here, _meaning: Meaning) -> Answer:
    """Take back this tablet's last act; what was open before it is open again."""
    row = here.connection.execute(
        sa.select(SC).join(A, A.c.id == SC.c.act_id)
        .where(SC.c.tablet_id == here.by.tablet_id, A.c.undoes_id.is_(None), A.c.undone_by_id.is_(None))
        .order_by(SC.c.tablet_no.desc()).limit(1)).first()
    if row is None:
        raise Refused(say("There is nothing to undo on this tablet."))
    here.to_settle = undoing.undo(act_id=row.act_id, by=here.by, passed=_passed(here, row))
    before = here.connection.execute(
        sa.select(SC.c.open_now).where(SC.c.tablet_id == here.by.tablet_id, SC.c.tablet_no == row.tablet_no - 1)
    ).scalar()
    return answers.ok(say("Undone"), thing=row.answer.get("thing", ""), icon="arrow-back-up",
                      next=LETTER_WENT if here.to_settle else AS_BEFORE, open_now=before or {})


def _passed(here: Here, scan: sa.Row) -> timedelta:
    """From that scan to this one: both may have waited on the tablet, and not equally long."""
    return here.moment - (scan.received_at - timedelta(seconds=scan.answer.get("late", 0)))


def undo(here: Here, meaning: Meaning, shown_again: Callable[[Here, Answer], Answer]) -> Answer:
    """Take back the last act, and ask again what was asked before it.

    Args:
        shown_again: draws what is in hand, where the card before had no buttons.
    """
    undone = undo_last(here, meaning)
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
