"""Picking what was promised: the thing from the shelf becomes the unit, with its tag and its serial number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.lifecycle import LIVE, PlaceKind, Role, Stage
from models.numbers import Prefix, draw
from models.records import split
from models.rma import Rma, Unit
from workflow import leaving, moves
from workflow.actors import Actor
from workflow.crates import Content, Crate
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act

U, D, DS, Q, R = (m.__table__ for m in (Unit, Device, DeviceSerial, Product, Rma))
LONGEST_SERIAL = 64


def promised_of(crate: Crate, product_id: int) -> Content | None:
    """The promised unit that a thing of this product is for: one nobody has picked yet comes first."""
    fitting = [content for content in crate.contents
               if content.unit.stage is Stage.PROMISED and content.unit.product_id == product_id]
    return next((content for content in fitting if content.unit.tag is None), next(iter(fitting), None))


def check_can_pick(content: Content) -> None:
    """It is promised, and nothing brakes it."""
    if content.unit.stage is not Stage.PROMISED:
        raise Refused(say("This unit is not waiting to be picked. Scan its tag."))
    leaving.check_no_hold(content.facts)
    leaving.check_paid(content.facts)


@act("unit.picked")
def pick(doing: Doing, *, content: Content, by: Actor) -> str:
    """Somebody holds a thing of the promised product: it gets a tag. Returns the tag's number."""
    check_can_pick(content)
    tag = draw(Prefix.TAG)
    moves.note_unit(doing, content.unit, what="unit.picked", tag=tag)
    return tag


@act("unit.picked_known")
def pick_known(doing: Doing, *, content: Content, serial: str, device_id: int, by: Actor) -> str:
    """The same, by the serial number of a device that we know. Returns the tag's number."""
    check_can_pick(content)
    tag = content.unit.tag or draw(Prefix.TAG)
    stocked = doing.one(sa.select(U).where(U.c.device_id == device_id, U.c.stage == Stage.STOCKED))
    picked = moves.Change(content.unit, "unit.picked", codes=f"device:{device_id}", values={
        "tag": tag, "device_id": device_id, "serial_seen": serial})
    moves.change_each(doing, [*_released(doing, stocked), picked])
    return tag


def _released(doing: Doing, stocked: Any) -> list[moves.Change]:
    """A thing of ours that goes to a customer has left the stock: its old trip ends, and a lead says so."""
    if stocked is None:
        return []
    if not doing.by.has(Role.LEAD):
        raise Refused(say("This one is booked in stock. A lead has to take it out, or pick another."))
    return [moves.Change(stocked, "unit.used", Stage.DISPOSED, (PlaceKind.GONE, None))]


@act("unit.serial_bound")
def bind(doing: Doing, *, unit_id: int, serial: str, by: Actor) -> None:
    """Say which thing a picked unit is. A serial number that we never saw is a new device.

    The log's row stands with the goods check that follows, which names the device.

    Raises:
        Refused: another product carries this number, or another open unit is this device.
    """
    row = doing.one(_with_device(unit_id, serial))
    if row is None:
        raise NotFound(say("There is no such unit."))
    unit, device, stocked, customer_id, taken = split(row, Unit, Device, Unit)
    if not 0 < len(serial) <= LONGEST_SERIAL:
        raise Refused(say("A serial number has 1 to 64 characters. Scan the right barcode."))
    _check_fits(unit, device, taken)
    released = _released(doing, stocked)
    device_id = device.id if device else _new_device(doing, unit, customer_id, serial)
    moves.change_each(doing, [*released, moves.Change(unit, None, values={
        "device_id": device_id, "serial_seen": serial})])


def _with_device(unit_id: int, serial: str) -> sa.Select[Any]:
    """The unit, the device with this serial, the unit as which that is booked in stock, the unit's customer, and
    whether another open unit is that device.
    """
    stocked, other = U.alias("stocked"), U.alias("other")
    taken = sa.exists().where(other.c.device_id == D.c.id, other.c.stage.in_(sorted(LIVE)), other.c.id != U.c.id)
    return sa.select(U, D, stocked, R.c.customer_id, taken.label("taken")).select_from(
        U.join(R, R.c.id == U.c.rma_id).outerjoin(D, D.c.id == _device_of(serial))
        .outerjoin(stocked, sa.and_(stocked.c.device_id == D.c.id, stocked.c.stage == Stage.STOCKED))
    ).where(U.c.id == unit_id)


def _device_of(serial: str) -> sa.ColumnElement[Any]:
    """The device of the unit's product with this serial, else any other that carries it."""
    known = sa.select(sa.func.min(DS.c.device_id)).where(DS.c.serial == serial)
    of_product = known.where(DS.c.product_id == U.c.product_id).correlate(U).scalar_subquery()
    return sa.func.coalesce(of_product, known.scalar_subquery())


def _check_fits(unit: Any, device: Any, taken: bool) -> None:
    if unit.stage is not Stage.PROMISED:
        raise Refused(say("This unit is not waiting to be picked. Scan its tag."))
    if device is None:
        return
    if device.product_id != unit.product_id:
        raise Refused(say("This serial number belongs to another product. Pick the right one."))
    if taken:
        raise Refused(say("Another open unit is this very thing. Pick another one, and ask your lead."))


def _new_device(doing: Doing, unit: Any, customer_id: int, serial: str) -> int:
    device_id = doing.insert(Device, product_id=unit.product_id, order_line_id=unit.order_line_id,
                             owner_customer_id=customer_id)
    doing.insert(DeviceSerial, device_id=device_id, product_id=unit.product_id, serial=serial)
    return device_id
