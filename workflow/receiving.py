"""The dock: parcels at the door, opened, emptied. It records, holds and asks; it decides nothing.

A physical fact is never refused: a parcel nobody expects is put aside, a unit nobody expects arrives and is held.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import LIVE, Direction, Owner, ParcelState, PlaceKind, Stage
from models.log import Act, Movement
from models.numbers import Prefix, draw, grouped
from models.parcels import Parcel
from models.people import Staff
from models.rma import Hold, Rma, Unit
from workflow import boxes, carrier_claims, merging, moves
from workflow.actors import Actor
from workflow.boxes import Box
from workflow.doing import Doing
from workflow.errors import AlreadyDone, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

P, U = (m.__table__ for m in (Parcel, Unit))
HERE_ALREADY = {ParcelState.RECEIVED, ParcelState.OPENED, ParcelState.EMPTIED}
INSPECTION_DAYS = 2


class ReceivedBefore(AlreadyDone):
    """It is in the house: by whom, since when, and the box as it was read, so that nobody reads it twice."""

    def __init__(self, box: Box, sentence: Sentence, **when: Any) -> None:
        super().__init__(sentence, **when)
        self.box = box


@act("parcel.received")
def receive(doing: Doing, *, parcel_id: int, by: Actor) -> Box:
    """Take a parcel in at the door.

    Raises:
        ReceivedBefore: says who did it and when.
    """
    box = boxes.read(doing.connection, parcel_id, facts=True)
    if box.facts:
        doing.facts[box.facts.id] = box.facts
    if box.parcel.state in HERE_ALREADY:
        raise _received_before(doing, box)
    moves.move_parcel(doing, box.parcel, ParcelState.RECEIVED, what="parcel.received", place=moves.at_station(by),
                      received_at=doing.now, site_id=by.site_id or box.parcel.site_id)
    if box.parcel.rma_id:
        doing.letters = True
        ours = box.parcel.direction is Direction.OUT  # what we sent comes back to its sender
        doing.data = {"letter": "returned_to_us" if ours else "received", "rma_id": box.parcel.rma_id,
                      "parcel_id": parcel_id}
    return box


def _received_before(doing: Doing, box: Box) -> ReceivedBefore:
    m, a, s = Movement.__table__, Act.__table__, Staff.__table__
    row = doing.one(sa.select(m.c.at, s.c.id).join(a, a.c.id == m.c.act_id).outerjoin(s, s.c.id == a.c.staff_id)
                    .where(m.c.parcel_id == box.parcel.id, m.c.what.in_(("parcel.received", "parcel.put_aside")),
                           m.c.unit_id.is_(None)).order_by(m.c.id.desc()).limit(1))
    return ReceivedBefore(box, say("This parcel is in the house. Scan what you take out of it."),
                          by=row.id if row else None, at=row.at if row else box.parcel.received_at)


@act("parcel.put_aside")
def put_aside(doing: Doing, *, code: str, by: Actor, tracking: str | None = None, carrier: str | None = None) -> int:
    """A parcel that nobody announced: it gets a number and waits on the unidentified shelf. Returns its id.

    Args:
        code: what stands on it; `tracking` the carrier's number in it, None the code itself, empty if it is none;
            `carrier` whose, if that is certain.
    """
    return moves.new_parcel(
        doing, state=ParcelState.RECEIVED, what="parcel.put_aside", place=moves.at_station(by),
        number=draw(Prefix.PARCEL), direction=Direction.IN, site_id=by.site_id,
        tracking=(code if tracking is None else tracking)[:64] or None, carrier=carrier, raw_code=code[:400] or None,
        unidentified=True, received_at=doing.now)


@act("unit.arrived")
def take_out(doing: Doing, *, box: Box | None, unit: Any, by: Actor, serial: str | None = None,
             device_id: int | None = None) -> str:
    """A unit is seen out of the box: it arrives and gets a tag. Returns the tag's number.

    Raises:
        AlreadyDone: it is here already.
    """
    if unit.stage not in boxes.STILL_TO_COME:
        raise AlreadyDone(say("This unit is in the house already. Scan the next one."))
    _open(doing, box)
    tag = unit.tag or draw(Prefix.TAG)
    arrives = moves.Change(unit, "unit.arrived", Stage.ARRIVED, moves.at_station(by),
                           values=_arrival(doing, box, unit, tag, serial, device_id))
    if box and box.parcel.unidentified and unit.rma_id:
        _match_by(doing, box, arrives)
    else:
        moves.change_each(doing, [arrives])
    return tag


def _match_by(doing: Doing, box: Box, arrives: moves.Change) -> None:
    """What is in a box that nobody announced says whose it is."""
    line, rma_id = box.line_of(arrives.unit.id), arrives.unit.rma_id
    if line is None or any(other.unit.rma_id is None for other in box.units):
        merging.belongs_to(doing, merging.read(doing.connection, box.parcel.id, rma_id), taken=arrives)
    else:
        merging.match_box(doing, box.parcel, rma_id, line.brought_by)
        moves.change_each(doing, [arrives])


def _arrival(doing: Doing, box: Box | None, unit: Any, tag: str, serial: str | None,
             device_id: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {"tag": tag, "arrived_at": doing.now,
                              "due_at": doing.now + timedelta(days=INSPECTION_DAYS)}
    line = box.line_of(unit.id) if box else None
    if box:
        values["came_in_id"] = box.parcel.id
    if unit.stage is not Stage.EXPECTED:
        values["unexpected"] = unit.stage.value
    elif line is None or line.line is None:
        values["unexpected"] = "other_box"
    if serial:
        values["serial_seen"] = serial
    if device_id and unit.device_id is None:
        values["device_id"] = device_id
    return values


def _open(doing: Doing, box: Box | None) -> None:
    """The first thing taken out opens the box; a box that was never scanned at the door is received with it."""
    if box is None or doing.parcel_now(box.parcel, "state") is ParcelState.OPENED:
        return
    if box.parcel.state not in HERE_ALREADY:
        moves.move_parcel(doing, box.parcel, ParcelState.RECEIVED, what="parcel.received",
                          place=moves.at_station(doing.by), received_at=doing.now)
    moves.move_parcel(doing, box.parcel, ParcelState.OPENED, what="parcel.opened", place=moves.at_station(doing.by))


@act("unit.arrived_together")
def take_all_out(doing: Doing, *, box: Box, by: Actor) -> list[str]:
    """All units that are still to come are in the worker's hands. Returns their tags, in the order of the box.

    However many they are, they are written in one statement. Of a box of nobody nothing is to come.
    """
    coming = box.waited_for
    if not coming:
        raise Refused(say("Nothing more is expected from this box. Scan “Box done”."))
    _open(doing, box)
    tags = {line.unit.id: line.unit.tag or draw(Prefix.TAG) for line in coming}
    moves.change_each(doing, [moves.Change(
        line.unit, "unit.arrived", Stage.ARRIVED, moves.at_station(by),
        values=_arrival(doing, box, line.unit, tags[line.unit.id], None, None)) for line in coming])
    return list(tags.values())


@act("unit.extra")
def take_out_extra(doing: Doing, *, box: Box | None, product_id: int | None, by: Actor, serial: str | None = None,
                   device_id: int | None = None) -> tuple[int, str]:
    """Something nobody declared is in the box: it arrives, held until an agent has decided. Returns id and tag."""
    _open(doing, box)
    tag = draw(Prefix.TAG)
    rma_id = box.parcel.rma_id if box else None
    unit_id = moves.new_unit(
        doing, stage=Stage.ARRIVED, what="unit.extra", place=moves.at_station(by), tag=tag, rma_id=rma_id,
        parcel_id=box.parcel.id if box else None, product_id=product_id, device_id=_free(doing, device_id),
        owner=Owner.CUSTOMER, declared=False, unexpected="extra", serial_seen=serial, arrived_at=doing.now,
        came_in_id=box.parcel.id if box else None, due_at=doing.now + timedelta(days=INSPECTION_DAYS))
    hold_unit(doing, unit_id, "extra_unit")
    return unit_id, tag


def _free(doing: Doing, device_id: int | None) -> int | None:
    """The device, unless another open unit is that device already (the hold asks which is right)."""
    if device_id is None:
        return None
    taken = doing.scalar(sa.select(U.c.id).where(U.c.device_id == device_id, U.c.stage.in_(sorted(LIVE))))
    return None if taken else device_id


def hold_unit(doing: Doing, unit_id: int, reason: str) -> None:
    """Put a brake on a unit that only an agent releases."""
    hold_id = doing.insert(Hold, unit_id=unit_id, reason=reason, note="", placed_by_id=doing.by.staff_id,
                           placed_at=doing.now)
    moves.note_hold(doing, unit_id=unit_id, hold_id=hold_id, reason=reason)


@act("parcel.emptied")
def box_done(doing: Doing, *, box: Box, by: Actor) -> tuple[int, int]:
    """Nothing more is in the box. Units of an RMA are missing once its last announced box is empty.

    Args:
        box: read with `another`: which of its units may still come in another box.

    Returns how many were taken out and how many are missing.
    """
    if box.parcel.state is ParcelState.EMPTIED:
        raise AlreadyDone(say("This box is done already. Scan the next parcel."))
    if box.parcel.state not in HERE_ALREADY:
        raise Refused(say("Scan the parcel at the door first."))
    found = [line for line in box.units if line.unit.stage not in boxes.STILL_TO_COME]
    missing = [line.unit for line in box.waited_for if line.unit.stage is Stage.EXPECTED and not line.asked]
    moves.move_parcel(doing, box.parcel, ParcelState.EMPTIED, what="parcel.emptied", place=moves.at_station(by))
    moves.move_units(doing, missing, Stage.MISSING, what="unit.missing", parcel_id=box.parcel.id)
    if missing:
        doing.letters = True
        doing.data = {"letter": "missing", "rma_id": missing[0].rma_id, "unit_ids": [unit.id for unit in missing]}
    if not found and box.parcel.rma_id:
        doing.insert(Hold, rma_id=box.parcel.rma_id, reason="empty_box", note="", placed_by_id=by.staff_id,
                     placed_at=doing.now)
        doing.touch(box.parcel.rma_id)
    return len(found), len(missing)


@act("parcel.handed_back")
def hand_back(doing: Doing, *, box: Box, by: Actor) -> None:
    """Not ours: the carrier takes it again, also when it was opened before anybody saw that.

    Raises:
        Refused: something that was taken out of it is on our books; names it.
    """
    ours = [line for line in box.units if line.unit.stage not in boxes.STILL_TO_COME]
    if ours:
        raise Refused(say("This was taken out of it: %(things)s. Undo that, or call your lead, and put it back into "
                          "the box.", things=", ".join(_named(line) for line in ours[:5])))
    moves.move_parcel(doing, box.parcel, ParcelState.HANDED_BACK, what="parcel.handed_back",
                      place=(PlaceKind.GONE, None))


def _named(line: boxes.Line) -> str:
    return f"{grouped(line.unit.tag or '')} {line.name}"


@act("parcel.damaged")
def mark_damaged(doing: Doing, *, box: Box, by: Actor) -> None:
    """The box came damaged: a fact, and a claim against the carrier is opened."""
    if box.parcel.damaged:
        raise AlreadyDone(say("This box is marked as damaged already."))
    moves.note_parcel(doing, box.parcel, what="parcel.damaged", damaged=True)
    carrier_claims.open_for(doing, box)


@act("parcel.matched")
def match(doing: Doing, *, parcel_id: int, rma_id: int, by: Actor) -> None:
    """Say whose an unidentified parcel is: its units and the RMA's open units meet in it (workflow/merging.py).

    Raises:
        Refused: the parcel belongs to an RMA already.
    """
    meeting = merging.read(doing.connection, parcel_id, rma_id)
    if meeting.parcel.rma_id is not None:
        raise Refused(say("This parcel belongs to an RMA already."))
    merging.belongs_to(doing, meeting)


def parcels_of(connection: sa.Connection, *, rma_id: int | None = None, order_id: int | None = None) -> list[sa.Row]:
    """Boxes on their way for this RMA, or for any RMA of this order, and those that are in the house already."""
    r = Rma.__table__
    of = P.c.rma_id == rma_id if rma_id is not None else r.c.order_id == order_id
    return list(connection.execute(
        sa.select(P).join(r, r.c.id == P.c.rma_id)
        .where(of, P.c.direction == Direction.IN, P.c.state.in_(
            [ParcelState.ANNOUNCED, ParcelState.MOVING, ParcelState.DELIVERED, *sorted(HERE_ALREADY)]))
        .order_by(P.c.id)))


def put_aside_with(connection: sa.Connection, code: str) -> sa.Row | None:
    """The box that was put aside because of this code, which is no tracking number, and still waits for an owner."""
    return connection.execute(sa.select(P).where(
        sa.text("parcel.unidentified"), P.c.raw_code == code[:400]).order_by(P.c.received_at).limit(1)).first()


def product_of(connection: sa.Connection, product_id: int) -> sa.Row:
    return connection.execute(sa.select(Product.__table__).where(Product.__table__.c.id == product_id)).one()
