"""A second label on a box that is in the house already: its carrier's number is noted, and it is no second box."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, PlaceKind
from models.parcels import Parcel
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act

P = Parcel.__table__


def may_have_another_label(connection: sa.Connection, parcel_id: int | None) -> bool:
    """Whether this box stands as it came, and nobody knows its carrier's number."""
    return parcel_id is not None and connection.execute(sa.select(P.c.id).where(
        P.c.id == parcel_id, P.c.direction == Direction.IN, P.c.state == ParcelState.RECEIVED,
        sa.func.coalesce(P.c.tracking, "") == "")).first() is not None


@act("parcel.same_box")
def note_label(doing: Doing, *, parcel_id: int, tracking: str, carrier: str | None, by: Actor) -> Any:
    """The label's number is that of a box that was received by another one. Returns the box as it was.

    Raises:
        AlreadyDone: another number was noted meanwhile.
    """
    box = _one(doing, parcel_id)
    if box.tracking:
        raise AlreadyDone(say("The carrier's number of this box is known. Scan what is in it."))
    moves.note_parcel(doing, box, what="parcel.tracking_set", tracking=tracking, carrier=carrier or box.carrier)
    return box


@act("parcel.same_box")
def is_same(doing: Doing, *, parcel_id: int, put_aside_id: int, by: Actor) -> Any:
    """What was put aside by its label is a box that was received before. Returns that one as it was.

    Raises:
        Refused: something was taken out of it meanwhile.
    """
    aside = _one(doing, put_aside_id)
    if aside.state is not ParcelState.RECEIVED or not aside.unidentified:
        raise Refused(say("Something was done with it already. Call your lead."))
    box = note_label(parcel_id=parcel_id, tracking=aside.tracking or "", carrier=aside.carrier, by=by)
    moves.move_parcel(doing, aside, ParcelState.REFUSED, what="parcel.same_box", place=(PlaceKind.GONE, None),
                      tracking=None, raw_code=None, unidentified=False)
    return box


def _one(doing: Doing, parcel_id: int) -> Any:
    row = doing.one(sa.select(P).where(P.c.id == parcel_id))
    if row is None:
        raise NotFound(say("There is no such parcel."))
    return row
