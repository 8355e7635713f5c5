"""Packing: a box for one RMA's customer, filled unit by unit, closed when all that must hold holds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, PlaceKind, Role, Stage
from models.numbers import Prefix, draw
from models.parcels import Parcel, ParcelLine
from models.records import split
from models.rma import Accessory, Rma, Unit
from workflow import crates, goods_checking, leaving, moves
from workflow.actors import Actor
from workflow.crates import Content, Crate
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

P, U, A, R = (m.__table__ for m in (Parcel, Unit, Accessory, Rma))
MAY_SEND_LESS = (Role.AGENT, Role.LEAD)
WHY_WITHOUT: dict[str, Sentence] = {
    "follows": say("It follows in another box"), "agreed": say("The customer has agreed"),
    "never_came": say("It never came with it"), "unsafe": say("It is broken or not safe"),
    "lost": say("We have lost it"),
}


@act("parcel.packing")
def open_box(doing: Doing, *, crate: Crate, by: Actor) -> tuple[int, str]:
    """Begin a box for what is ready or promised of one RMA. Returns its id and number.

    Raises:
        Refused: nothing of the RMA is to be packed.
    """
    if not crate.waiting:
        raise Refused(say("Nothing of this RMA is ready to be packed. Scan another unit."))
    number = draw(Prefix.PARCEL)
    parcel_id = moves.new_parcel(
        doing, state=ParcelState.PACKING, what="parcel.packing", place=moves.at_station(by), number=number,
        direction=Direction.OUT, rma_id=crate.rma_id, site_id=by.site_id or 1)
    return parcel_id, number


def check_can_put_in(crate: Crate, content: Content) -> None:
    """The box is open and this RMA's, the unit is ready, checked, paid and not on hold."""
    if not crate.is_open:
        raise Refused(say("Open a box first: scan a unit's tag or the RMA's number."))
    if content.unit.rma_id != crate.rma_id:
        raise Refused(say("This unit belongs to another RMA. Put it back where it was."))
    if content.unit.stage is not Stage.READY:
        raise Refused(say("This unit is not ready to be packed. Bring it where it belongs."))
    leaving.check_can_pack(content.unit, content.facts)


@act("unit.packed")
def put_in(doing: Doing, *, crate: Crate, content: Content, by: Actor) -> None:
    """A unit lies in the box. What was answered about its accessories for an earlier box is asked anew."""
    check_can_put_in(crate, content)
    doing.insert(ParcelLine, parcel_id=crate.box.id, unit_id=content.unit.id)
    doing.update_all(Accessory, content.belongings, packed=None)
    moves.move_units(doing, [content.unit], Stage.PACKED, what="unit.packed", place=(PlaceKind.PARCEL, crate.box.id),
                     parcel_id=crate.box.id)


@act("unit.checked_and_packed")
def check_and_put_in(doing: Doing, *, crate: Crate, content: Content, question: str, by: Actor) -> Content:
    """The last question of the goods check is answered with yes, and the unit goes into the box at once."""
    checked = goods_checking.sign(content=content, question=question, by=by)
    put_in(crate=crate, content=checked, by=by)
    return checked


@act("accessory.asked_again")
def ask_again(doing: Doing, *, unit_id: int, by: Actor) -> None:
    """What was not there is looked for once more: its question stands open again."""
    left_out = doing.all(sa.select(A).where(A.c.unit_id == unit_id, A.c.packed.is_(False)))
    doing.update_all(Accessory, left_out, packed=None)


@act("unit.unpacked")
def take_out(doing: Doing, *, crate: Crate, content: Content, by: Actor) -> None:
    """A unit is taken out of the open box again: it is ready, as before."""
    if not crate.is_open or not crate.is_in(content):
        raise Refused(say("This unit is in no open box. Scan the box, open it again, then scan the unit."))
    doing.delete(ParcelLine, content.line.id)
    moves.move_units(doing, [content.unit], Stage.READY, what="unit.unpacked", place=moves.at_station(by),
                     parcel_id=crate.box.id)


@act("accessory.packed")
def answer_accessory(doing: Doing, *, accessory_id: int, is_in: bool, by: Actor) -> None:
    """Say whether a charger, a cable or the like lies in the box with its unit."""
    row = doing.one(sa.select(A, U).join(U, U.c.id == A.c.unit_id).where(A.c.id == accessory_id))
    if row is None:
        raise NotFound(say("There is no such accessory any more. Scan the unit again."))
    accessory, unit = split(row, Accessory, Unit)
    if unit.stage is not Stage.PACKED:
        raise Refused(say("Its unit is not in the box any more. Scan the unit again."))
    doing.update(Accessory, accessory, packed=is_in, **(_seen(unit) if is_in else {}))
    moves.note_unit(doing, unit, what="accessory.packed" if is_in else "accessory.left_out",
                    codes=f"accessory:{accessory_id}")


@act("accessory.all_packed")
def pack_all_accessories(doing: Doing, *, unit_id: int, by: Actor) -> int:
    """Everything that goes along with a unit lies in the box. Returns how many things were not answered for yet.

    Raises:
        AlreadyDone: there was nothing left to answer.
    """
    rows = [split(row, Accessory, Unit) for row in doing.all(
        sa.select(A, U).join(U, U.c.id == A.c.unit_id).where(U.c.id == unit_id, A.c.packed.is_(None),
                                                             crates.goes_along()).order_by(A.c.id))]
    if not rows:
        raise AlreadyDone(say("Each of its accessories is answered for. Scan the next unit."))
    if rows[0][1].stage is not Stage.PACKED:
        raise Refused(say("Its unit is not in the box any more. Scan the unit again."))
    doing.update_all(Accessory, [accessory for accessory, _unit in rows], packed=True, **_seen(rows[0][1]))
    for accessory, unit in rows:
        moves.note_unit(doing, unit, what="accessory.packed", codes=f"accessory:{accessory.id}")
    return len(rows)


def _seen(unit: Any) -> dict[str, bool]:
    """What lies in the box has come with its unit, whoever passed it over before; with a new one nothing came."""
    return {} if unit.out_reason in leaving.NOT_INSPECTED_HERE else {"received": True}


def missing_from(crate: Crate) -> int:
    """How many units and accessories that should go along are not in the box."""
    return len(crate.waiting) + sum(content.left_out for content in crate.packed)


@act("parcel.less_agreed")
def agree_to_less(doing: Doing, *, parcel_id: int, without: str, by: Actor) -> None:
    """Who may decide it says, at the packer's table, that this box goes without what is missing now, and why."""
    crate = crates.of_box(doing.connection, parcel_id, by=None)
    if crate is None or not crate.is_open or without not in WHY_WITHOUT:
        raise Refused(say("No decision is asked for here. Scan “Close the box” again."))
    if not by.has(*MAY_SEND_LESS):
        raise NotAllowed(say("Only an agent or a lead decides this. Ask one of them for badge and PIN."))
    missing = missing_from(crate)
    if not missing:
        raise AlreadyDone(say("Nothing is missing any more. Scan “Close the box”."))
    doing.reason = f"without.{without}"
    moves.note_parcel(doing, crate.box, what=crates.LESS_AGREED, codes=f"reason:{without} missing:{missing}")


def why_agreed(crate: Crate) -> str:
    """Why somebody has let this box go without what is missing; empty where more is missing now than then."""
    said = dict(part.split(":") for part in (crate.agreed or "").split())
    return said["reason"] if int(said.get("missing", 0)) >= missing_from(crate) > 0 else ""


def check_can_send_less(crate: Crate, by: Actor) -> None:
    """All is in the box; or somebody who may decide it sends it without the rest, or has let the packer do so."""
    count = missing_from(crate)
    if count and not by.has(*MAY_SEND_LESS) and not why_agreed(crate):
        raise NotAllowed(say("%(count)s more belong in this box. Look for them, or let a lead send it without.",
                             count=count))


def check_can_close(crate: Crate, by: Actor, *, without: str = "") -> None:
    """Something is in it, all of it may leave, every accessory is answered for, nothing is missing."""
    if crate.box.state is ParcelState.CLOSED:
        raise AlreadyDone(say("This box is closed already. Scan its carrier label."))
    if not crate.is_open:
        raise Refused(say("This box has left already. Scan the next unit."))
    if not crate.packed:
        raise Refused(say("Nothing is in this box. Scan each unit as you put it in."))
    for content in crate.packed:
        leaving.check_can_pack(content.unit, content.facts)
        if content.accessory:
            raise Refused(say("An accessory is not answered for. Scan the unit's tag again."))
    check_can_send_less(crate, by)
    if missing_from(crate) and without not in WHY_WITHOUT:
        raise Refused(say("More belong in this box. Put them in, or say why it goes without them."))


@act("parcel.closed")
def close(doing: Doing, *, crate: Crate, without: str = "", address_is_right: bool = False, by: Actor) -> None:
    """All is in the box and the address was looked at: it is closed.

    Args:
        without: why an agent or lead sends it without what is missing, a code of `WHY_WITHOUT`.
        address_is_right: the packer has just confirmed the address.
    """
    check_can_close(crate, by, without=without)
    if not crate.box.address_confirmed_at and not address_is_right:
        raise Refused(say("Look at the address first and say that it is right."))
    if missing_from(crate):
        doing.reason = f"without.{without}"
        moves.note_parcel(doing, crate.box, what="parcel.sent_without", codes=f"reason:{without}")
    moves.move_parcel(doing, crate.box, ParcelState.CLOSED, what="parcel.closed",
                      address_confirmed_at=crate.box.address_confirmed_at or doing.now)


@act("parcel.reopened")
def reopen(doing: Doing, *, parcel: Any, by: Actor) -> None:
    """A closed box is opened again, to add, take out or look. What it weighed is not known any more."""
    if parcel.direction is not Direction.OUT or parcel.state is not ParcelState.CLOSED:
        raise Refused(say("Only a closed box that has not left can be opened again."))
    moves.move_parcel(doing, parcel, ParcelState.PACKING, what="parcel.reopened", place=moves.at_station(by),
                      weight_g=None)


def parcel(connection: sa.Connection, parcel_id: int) -> Any:
    """A parcel's row. Raises NotFound when there is none."""
    row = connection.execute(sa.select(P).where(P.c.id == parcel_id)).first()
    if row is None:
        raise NotFound(say("There is no such parcel."))
    return row


def boxes_here(site_id: int | None) -> list[sa.Row[Any]]:
    """Boxes that are being packed or wait for their carrier, oldest first: number, state, RMA, carrier, tracking."""
    with reading() as connection:
        return list(connection.execute(
            sa.select(P.c.id, P.c.number, P.c.state, P.c.carrier, P.c.tracking, P.c.address_confirmed_at,
                      P.c.created_at, R.c.number.label("rma_number")).join(R, R.c.id == P.c.rma_id)
            .where(P.c.direction == Direction.OUT, P.c.state.in_([ParcelState.PACKING, ParcelState.CLOSED]),
                   P.c.site_id == (site_id or 1)).order_by(P.c.id).limit(100)))
