"""Where an outgoing box goes: looked at by the packer, put right when needed, each change an act."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState
from models.orders import Order
from models.parcels import Parcel
from models.records import split
from models.rma import Rma
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act, reading

P, R, ORD = Parcel.__table__, Rma.__table__, Order.__table__
NOT_LEFT_YET = (ParcelState.PACKING, ParcelState.CLOSED)


@dataclass(frozen=True)
class Address:
    """Where the customer wants it. `country` is ISO 3166 alpha-2."""

    name: str
    street: str
    city: str
    region: str
    postcode: str
    country: str


def of_box(number: str) -> tuple[Any, Address]:
    """An outgoing box and its address. Raises NotFound when there is no such box, Refused when it has no address."""
    with reading() as connection:
        parcel, order = _read(connection, P.c.number == number)
    return parcel, _address(order)


def destination(connection: sa.Connection, parcel_id: int) -> tuple[str, str]:
    """Country and postcode of a box: enough to compare labels by, and no name stands in a stored card."""
    row = connection.execute(sa.select(ORD.c.ship_country, ORD.c.ship_postcode).select_from(
        P.join(R, R.c.id == P.c.rma_id).join(ORD, ORD.c.id == R.c.order_id)).where(P.c.id == parcel_id)).first()
    return (row.ship_country, row.ship_postcode) if row else ("", "")


def _read(connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Any, Any]:
    row = connection.execute(sa.select(P, ORD).select_from(
        P.outerjoin(R, R.c.id == P.c.rma_id).outerjoin(ORD, ORD.c.id == R.c.order_id))
        .where(which, P.c.direction == Direction.OUT)).first()
    if row is None:
        raise NotFound(say("There is no such box. Scan it, or choose one from the list."))
    parcel, order = split(row, Parcel, Order)
    if order is None:
        raise Refused(say("No order stands behind this RMA, so no address is known. Ask an agent."))
    return parcel, order


def _address(order: Any) -> Address:
    return Address(order.ship_name, order.ship_street, order.ship_city, order.ship_region, order.ship_postcode,
                   order.ship_country)


def _check_not_left(parcel: Any) -> None:
    if parcel.state not in NOT_LEFT_YET:
        raise Refused(say("This box has left already. Ask the carrier to redirect it."))


@act("address.confirmed")
def confirm(doing: Doing, *, number: str, by: Actor) -> None:
    """Somebody has looked at the address and it is right."""
    parcel, _order = _read(doing.connection, P.c.number == number)
    _check_not_left(parcel)
    moves.note_parcel(doing, parcel, what="address.confirmed", address_confirmed_at=doing.now)


@act("address.changed")
def change(doing: Doing, *, number: str, address: Address, by: Actor) -> None:
    """Put the address right. It counts as confirmed; the log says who changed it, not what it said.

    Raises:
        Refused: the box has left, or name, street, city or country is empty.
    """
    parcel, order = _read(doing.connection, P.c.number == number)
    _check_not_left(parcel)
    for needed in ("name", "street", "city", "country"):
        if not getattr(address, needed).strip():
            raise Refused(say("Fill this in, the carrier needs it."), field=needed)
    doing.update(Order, order, **{f"ship_{part}": words.strip() for part, words in asdict(address).items()})
    moves.note_parcel(doing, parcel, what="address.changed", address_confirmed_at=doing.now)
