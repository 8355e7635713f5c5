"""A unit whose replacement has reached the customer, through the moves that the stations make."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import OutReason, Owner, PlaceKind, Resolution, Role, Stage
from models.rma import Unit
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.transaction import act

EVERYBODY = Actor("system", frozenset(Role))
ROAD = (Stage.READY, Stage.PACKED, Stage.SHIPPED, Stage.DELIVERED)


def replaced(rma_id: int, unit: sa.Row) -> int:
    """Returns the replacement's id."""
    return _replaced(rma_id=rma_id, unit=unit, by=EVERYBODY)


@act("test.replaced")
def _replaced(doing: Doing, *, rma_id: int, unit: sa.Row, by: Actor) -> int:
    u = Unit.__table__
    moves.note_unit(doing, unit, what="unit.resolved", resolution=Resolution.REPLACEMENT)
    new = moves.new_unit(
        doing, stage=Stage.PROMISED, what="unit.promised", place=(PlaceKind.WAREHOUSE, 1), rma_id=rma_id,
        product_id=unit.product_id, order_line_id=unit.order_line_id, owner=Owner.CUSTOMER, replaces_id=unit.id,
        out_reason=OutReason.REPLACEMENT)
    for stage in ROAD:
        moves.move_units(doing, [doing.one(sa.select(u).where(u.c.id == new))], stage, what="test.moved")
    return new
