"""The customer takes the request back, as long as nothing has been sent."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import NEVER_CAME, OPEN_SETTLEMENTS, Direction, ParcelState, Stage
from models.parcels import Parcel
from models.rma import Unit
from models.work import Settlement
from workflow import moves, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import act

U, P, S = Unit.__table__, Parcel.__table__, Settlement.__table__
NOT_SENT = (Stage.REQUESTED, Stage.EXPECTED)
ENDED = (*sorted(NEVER_CAME), Stage.VOIDED)


def check_can_cancel(connection: sa.Connection, rma_id: int) -> None:
    """Nothing was sent, seen or paid: every live unit is only requested or expected, every box only announced."""
    stages = set(connection.scalars(sa.select(U.c.stage).where(U.c.rma_id == rma_id, U.c.stage.not_in(ENDED))))
    if not stages:
        raise Refused(say("This return has ended already."))
    if stages - set(NOT_SENT):
        raise Refused(say("This return is with us already and cannot be cancelled. Write us a message."))
    if connection.scalar(sa.select(P.c.id).where(
            P.c.rma_id == rma_id, P.c.direction == Direction.IN, P.c.state != ParcelState.ANNOUNCED,
            P.c.state != ParcelState.REFUSED).limit(1)):
        raise Refused(say("A parcel is on its way to us. Write us a message."))
    if connection.scalar(sa.select(S.c.id).where(S.c.rma_id == rma_id, S.c.state.in_(sorted(OPEN_SETTLEMENTS)))
                         .limit(1)):
        raise Refused(say("A payment is under way for this return. Write us a message."))


@act("rma.cancelled")
def cancel(doing: Doing, *, rma_id: int, by: Actor) -> None:
    """Take the whole request back; its labels are void.

    Raises:
        Refused: something has been sent, or it has ended.
    """
    rows.rma(doing, rma_id)
    units = doing.all(sa.select(U).where(U.c.rma_id == rma_id, U.c.stage.not_in(ENDED)).order_by(U.c.id)
                      .with_for_update())
    check_can_cancel(doing.connection, rma_id)
    moves.move_units(doing, units, Stage.CANCELLED, what="unit.cancelled")
    for box in doing.all(sa.select(P).where(P.c.rma_id == rma_id, P.c.direction == Direction.IN,
                                            P.c.state == ParcelState.ANNOUNCED)):
        moves.move_parcel(doing, box, ParcelState.REFUSED, what="parcel.cancelled")
    doing.letters = True
    doing.data = {"letter": "cancelled", "rma_id": rma_id, "unit_ids": [unit.id for unit in units]}
