"""The way out: labelled, handed over, delivered; or coming back to us, or lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, PlaceKind, Stage
from models.parcels import Parcel
from reference import carriers
from workflow import boxes, clock, crates, dangerous_goods, installation, leaving, moves
from workflow.actors import SYSTEM, Actor
from workflow.announcing import clean_tracking
from workflow.boxes import Box
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused, Stale
from workflow.sentences import say
from workflow.transaction import act, reading

P = Parcel.__table__


@act("parcel.labelled")
def label(doing: Doing, *, parcel: Any, tracking: str, carrier: str, by: Actor) -> None:
    """Note carrier and tracking number of a closed box.

    Args:
        carrier: a code of reference carriers.

    Raises:
        Refused: the box is not closed, something in it may not travel, the number is no number, or another box of
            ours carries it.
    """
    check_can_label(parcel)
    dangerous_goods.check_box_may_travel(doing.connection, parcel.id)
    if carrier not in carriers.carriers():
        raise Refused(say("Choose a carrier from the list."), field="carrier")
    number = clean_tracking(tracking)
    other = doing.scalar(sa.select(P.c.id).where(P.c.tracking == number, P.c.id != parcel.id).limit(1))
    if other is not None:
        raise Refused(say("This number is on another box already. Scan the label of this box."), field="tracking")
    moves.note_parcel(doing, parcel, what="parcel.labelled", codes=f"carrier:{carrier}", tracking=number,
                      carrier=carrier)


@act("parcel.labelled")
def label_box(doing: Doing, *, number: str, tracking: str, carrier: str, by: Actor) -> None:
    """The same for a box by its own number, as it is typed on the page of boxes."""
    parcel = doing.one(sa.select(P).where(P.c.number == number))
    if parcel is None:
        raise NotFound(say("There is no such box. Scan it, or choose one from the list."))
    label(parcel=parcel, tracking=tracking, carrier=carrier, by=by)


def carrier_names() -> dict[str, str]:
    """The carriers to choose from, by code."""
    return {code: carrier.name for code, carrier in carriers.carriers().items()}


def check_can_label(parcel: Any) -> None:
    """It is an outgoing box that is closed and has not left."""
    if parcel.direction is not Direction.OUT or parcel.state not in (ParcelState.PACKING, ParcelState.CLOSED):
        raise Refused(say("This box has left already. Its number cannot be changed any more."))
    if parcel.state is ParcelState.PACKING:
        raise Refused(say("Close the box first, then scan its carrier label."))


def check_can_hand_over(crate: crates.Crate) -> None:
    """Closed, with carrier and number, and nothing in it is held or unpaid meanwhile."""
    box = crate.box
    if box.state is ParcelState.HANDED_OVER:
        raise AlreadyDone(say("This box is handed over already. Scan the next one."), at=box.handed_over_at)
    if box.state is not ParcelState.CLOSED:
        raise Refused(say("Close the box first, then scan its carrier label."))
    if not box.carrier or not box.tracking:
        raise Refused(say("The carrier's number is missing. Scan the carrier label first."))
    for content in crate.packed:
        leaving.check_can_pack(content.unit, content.facts)


@act("parcel.handed_over", undoable=False)
def hand_over(doing: Doing, *, parcel_id: int, by: Actor) -> crates.Crate:
    """The carrier has it: its units are shipped, the customer is told. It cannot be undone."""
    crate = crates.of_box(doing.connection, parcel_id, by=by.staff_id)
    if crate is None or crate.box is None:
        raise Refused(say("Scan the box first that the carrier takes."))
    check_can_hand_over(crate)
    units = [content.unit for content in crate.packed]
    moves.move_parcel(doing, crate.box, ParcelState.HANDED_OVER, what="parcel.handed_over",
                      place=(PlaceKind.GONE, None), handed_over_at=doing.now)
    moves.move_units(doing, units, Stage.SHIPPED, what="unit.shipped", parcel_id=parcel_id, due_at=None)
    _write(doing, "shipped", crate.rma_id, parcel_id, units)
    return crate


def _write(doing: Doing, letter: str, rma_id: int | None, parcel_id: int, units: list[Any]) -> None:
    if rma_id is not None:
        doing.letters = True
        doing.data = {"letter": letter, "rma_id": rma_id, "parcel_id": parcel_id, "unit_ids": [u.id for u in units]}


def _sent(doing: Doing, parcel_id: int) -> Box:
    """An outgoing box that a carrier has. Raises Refused for every other."""
    box = boxes.read(doing.connection, parcel_id)
    if box.parcel.direction is not Direction.OUT or box.parcel.state is not ParcelState.HANDED_OVER:
        raise Refused(say("No carrier has this box. Load the page again."))
    return box


def _shipped(box: Box) -> list[Any]:
    return [line.unit for line in box.units if line.unit.stage is Stage.SHIPPED]


@act("parcel.delivered")
def mark_delivered(doing: Doing, *, parcel_id: int, by: Actor) -> None:
    """The carrier says that the customer has it; or nobody said otherwise for long enough."""
    box = _sent(doing, parcel_id)
    units, there = _shipped(box), (PlaceKind.CUSTOMER, None)
    moves.move_parcel(doing, box.parcel, ParcelState.DELIVERED, what="parcel.delivered", place=there)
    moves.move_units(doing, units, Stage.DELIVERED, what="unit.delivered", place=there, parcel_id=parcel_id)
    _write(doing, "delivered", box.parcel.rma_id, parcel_id, units)


def deliver_overdue(now: datetime | None = None, *, days: int | None = None) -> int:
    """Boxes handed over `days` ago (a setting) of which no carrier said anything count as delivered. Returns how many.

    Each is an act of its own, so that one that was moved meanwhile stops none of the others.
    """
    waited = installation.settings().delivered_after_days if days is None else days
    before = (now or clock.now()) - timedelta(days=waited)
    with reading() as connection:
        ids = connection.execute(sa.select(P.c.id).where(
            P.c.direction == Direction.OUT, P.c.state == ParcelState.HANDED_OVER,
            P.c.handed_over_at <= before).order_by(P.c.id).limit(200)).scalars().all()
    return sum(_deliver_one(parcel_id) for parcel_id in ids)


def _deliver_one(parcel_id: int) -> bool:
    try:
        mark_delivered(parcel_id=parcel_id, by=SYSTEM)
    except (Refused, Stale):
        return False
    return True


@act("parcel.returning")
def mark_returning(doing: Doing, *, parcel_id: int, by: Actor) -> None:
    """The carrier brings it back to us: undeliverable, refused, not collected. Its units are still shipped."""
    moves.move_parcel(doing, _sent(doing, parcel_id).parcel, ParcelState.RETURNING, what="parcel.returning")


@act("parcel.lost")
def mark_lost(doing: Doing, *, parcel_id: int, by: Actor) -> None:
    """The carrier has lost it: its units are lost; what the customer gets is decided apart."""
    box = _sent(doing, parcel_id)
    moves.move_parcel(doing, box.parcel, ParcelState.LOST, what="parcel.lost")
    moves.move_units(doing, _shipped(box), Stage.LOST, what="unit.lost", parcel_id=parcel_id)
