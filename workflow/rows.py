"""One row by its id, or the sentence that there is none. For use inside an act."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from models.lifecycle import Stage
from models.rma import Rma, Unit
from models.work import Settlement
from workflow.doing import Doing
from workflow.errors import NotFound
from workflow.sentences import say

R, U, S = Rma.__table__, Unit.__table__, Settlement.__table__


def rma(doing: Doing, rma_id: int) -> sa.Row:
    return _found(doing.one(sa.select(R).where(R.c.id == rma_id)))


def unit(doing: Doing, unit_id: int) -> sa.Row:
    """The unit, locked until the act ends (SQLite has one writer anyway): two decisions at once wait in line."""
    return _found(doing.one(sa.select(U).where(U.c.id == unit_id).with_for_update()))


def units(doing: Doing, rma_id: int, unit_ids: Iterable[int]) -> list[sa.Row]:
    """These units of this RMA, locked. Raises NotFound when one is not there or belongs to another RMA."""
    wanted = set(unit_ids)
    found = doing.all(sa.select(U).where(U.c.rma_id == rma_id, U.c.id.in_(wanted)).order_by(U.c.id).with_for_update())
    if not wanted or len(found) != len(wanted):
        raise NotFound(say("There is no such item in this RMA. Load the page again."))
    return found


def units_at(doing: Doing, rma_id: int, stage: Stage) -> list[sa.Row]:
    """The RMA's units at one stage, locked."""
    return doing.all(sa.select(U).where(U.c.rma_id == rma_id, U.c.stage == stage).order_by(U.c.id).with_for_update())


def settlement(doing: Doing, settlement_id: int) -> sa.Row:
    return _found(doing.one(sa.select(S).where(S.c.id == settlement_id).with_for_update()))


def _found(row: sa.Row | None) -> sa.Row:
    if row is None:
        raise NotFound(say("There is no such thing any more. Load the page again."))
    return row
