"""Boxes that will come: announced when units are approved, added when one box is not enough, traced by tracking.

What a carrier could not deliver comes back by itself: its box is on its way from the start, and has no label of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, PlaceKind, Stage
from models.numbers import Prefix, draw
from models.orders import Shipment
from models.parcels import Parcel, ParcelLine
from reference import carriers, reasons
from workflow import moves, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.recognising.recognising import tracking_value
from workflow.sentences import say
from workflow.transaction import act

P, L, SH = Parcel.__table__, ParcelLine.__table__, Shipment.__table__
MOST_BOXES = 20
NOT_HERE_YET = (ParcelState.ANNOUNCED, ParcelState.MOVING, ParcelState.DELIVERED, ParcelState.LOST)


def announce(doing: Doing, *, rma_id: int, unit_ids: Sequence[int], boxes: int = 1) -> list[int]:
    """Announce the boxes in which these units will come. Returns the ids of all announced boxes, box 1 first.

    A box of this RMA that is announced already takes the units too: one label is enough. Units are announced in
    box 1; what is found in another box is noted at the dock.
    """
    _check_boxes(boxes)
    waiting = _announced(doing, rma_id)
    if len(waiting) < boxes:
        _add(doing, rma_id, len(waiting), boxes)
        waiting = _announced(doing, rma_id)
    _put_in(doing, waiting[0].id, unit_ids)
    return [box.id for box in waiting]


def announce_from_carrier(doing: Doing, *, rma_id: int, unit_ids: Sequence[int]) -> int:
    """Expect these units in the parcel that a carrier brings back undelivered. Returns the id of that box.

    It comes under the number with which the order went out, if that was one parcel and none came under it yet.
    """
    box = doing.one(sa.select(P.c.id).where(P.c.rma_id == rma_id, P.c.direction == Direction.IN,
                                            P.c.state == ParcelState.MOVING, P.c.place_kind == PlaceKind.GONE))
    box_id = box.id if box else _on_its_way_back(doing, rows.rma(doing, rma_id))
    _put_in(doing, box_id, unit_ids)
    return box_id


def _on_its_way_back(doing: Doing, rma: sa.Row) -> int:
    went_out = doing.all(sa.select(SH.c.tracking, SH.c.carrier).where(SH.c.order_id == rma.order_id).limit(2))
    carrier, tracking = (went_out[0].carrier, went_out[0].tracking) if len(went_out) == 1 else (None, None)
    if tracking and doing.scalar(sa.select(P.c.id).where(P.c.tracking == tracking).limit(1)):
        tracking = None  # it stands here already, or another RMA of the order waits for it
    return moves.new_parcel(
        doing, state=ParcelState.MOVING, what="parcel.moving", place=(PlaceKind.GONE, None),
        number=draw(Prefix.PARCEL), direction=Direction.IN, rma_id=rma.id, site_id=rma.site_id, box_no=1, box_count=1,
        carrier=carrier, tracking=tracking)


def sent_by_customer(units: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a unit is the customer's to send: a clause for statements about what goes into their box."""
    return sa.or_(units.c.reason.is_(None), units.c.reason.not_in(reasons.not_with_customer()))


def _check_boxes(boxes: int) -> None:
    if not 1 <= boxes <= MOST_BOXES:
        raise Refused(say("An RMA may have 1 to %(most)s boxes.", most=MOST_BOXES), field="boxes")


def _announced(doing: Doing, rma_id: int) -> list[sa.Row]:
    return doing.all(sa.select(P).where(P.c.rma_id == rma_id, P.c.direction == Direction.IN,
                                        P.c.state == ParcelState.ANNOUNCED).order_by(P.c.box_no, P.c.id))


def _add(doing: Doing, rma_id: int, present: int, boxes: int) -> None:
    site_id = rows.rma(doing, rma_id).site_id
    for number in range(present + 1, boxes + 1):
        moves.new_parcel(
            doing, state=ParcelState.ANNOUNCED, what="parcel.announced", place=(PlaceKind.CUSTOMER, None),
            number=draw(Prefix.PARCEL), direction=Direction.IN, rma_id=rma_id, site_id=site_id, box_no=number,
            box_count=boxes)
    for box in _announced(doing, rma_id)[:present]:
        doing.update(Parcel, box, box_count=boxes)


def _put_in(doing: Doing, parcel_id: int, unit_ids: Iterable[int]) -> None:
    inside = {row.unit_id for row in doing.all(sa.select(L.c.unit_id).where(L.c.parcel_id == parcel_id))}
    doing.insert_all(ParcelLine, [{"parcel_id": parcel_id, "unit_id": unit_id, "quantity": 1}
                                  for unit_id in unit_ids if unit_id not in inside])


@act("parcel.box_added")
def add_box(doing: Doing, *, rma_id: int, by: Actor) -> list[int]:
    """One box is not enough: announce another. Returns the ids of all announced boxes.

    Raises:
        Refused: nothing of the RMA is expected any more, or there are too many boxes.
    """
    if not any(reasons.is_sent_by_customer(unit) for unit in rows.units_at(doing, rma_id, Stage.EXPECTED)):
        raise Refused(say("Nothing of this RMA is expected. Approve an item first."))
    return announce(doing, rma_id=rma_id, unit_ids=[], boxes=len(_announced(doing, rma_id)) + 1)


@act("parcel.tracking_set")
def set_tracking(doing: Doing, *, parcel_id: int, tracking: str, carrier: str | None = None, by: Actor) -> None:
    """Note the carrier's number of a box on its way to us, as the customer or agent typed it.

    Raises:
        Refused: the number is empty or too long, nobody knows the carrier, or the box is here already.
    """
    if carrier and carrier not in carriers.carriers():
        raise Refused(say("Choose a carrier from the list."), field="carrier")
    parcel = doing.one(sa.select(P).where(P.c.id == parcel_id, P.c.direction == Direction.IN))
    if parcel is None:
        raise NotFound(say("There is no such parcel."))
    if parcel.state not in NOT_HERE_YET:
        raise Refused(say("This box is here already; its tracking number does not matter any more."))
    moves.note_parcel(doing, parcel, what="parcel.tracking_set", tracking=clean_tracking(tracking),
                      carrier=carrier or parcel.carrier)


def clean_tracking(typed: str) -> str:
    """A tracking number as every barcode of its label leads to it: no spaces, capitals, nothing around it."""
    number = tracking_value("".join(typed.split()).upper())
    if not 4 <= len(number) <= 64:
        raise Refused(say("A tracking number has 4 to 64 letters and digits."), field="tracking")
    return number
