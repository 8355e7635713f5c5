"""Orders, products and RMAs for tests, through the same doors as the product's own data."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.lifecycle import Direction, Owner, ParcelState, PlaceKind, RmaKind, RmaStatus, Stage
from models.numbers import Prefix, draw
from models.orders import Customer, Order, OrderLine, Shipment
from models.parcels import Parcel, ParcelLine
from models.rma import Rma, Unit
from workflow import moves
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.transaction import act, reading

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Announced:
    """An approved RMA whose box is on its way."""

    rma_id: int
    rma: str
    order_id: int
    parcel_id: int
    parcel: str
    unit_ids: list[int]
    skus: list[str]


@act("test.order")
def order(doing: Doing, *, units: int = 1, serials: bool = False, price_minor: int = 1000, currency: str = "EUR",
          country: str = "DE", name: str = "Jörg Müller-Lüdenscheidt", email: str = "joerg@example.com",
          category: str = "toy", repairable: bool = True, by: Actor) -> tuple[int, list[int]]:
    """An order of `units` different products, delivered ten days ago. Returns its id and the lines' ids."""
    customer = doing.insert(Customer, name=name, email=email, email_key=email.casefold(), created_at=doing.now)
    number = f"BH-{next(_numbers):06d}"
    order_id = doing.insert(
        Order, number=number, number_key=number, channel="shop", market=country, customer_id=customer,
        placed_at=doing.now - timedelta(days=14), delivered_at=doing.now - timedelta(days=10), currency=currency,
        paid_minor=price_minor * units, ship_name=name, ship_street="Torstraße 1", ship_city="Berlin",
        ship_postcode="10119", ship_country=country)
    shipment = doing.insert(Shipment, order_id=order_id, tracking=f"OUT{number}", carrier="dhl")
    lines = [_line(doing, order_id, shipment, no, serials, price_minor, category, repairable)
             for no in range(1, units + 1)]
    return order_id, lines


def _line(doing: Doing, order_id: int, shipment: int, no: int, serials: bool, price: int, category: str,
          repairable: bool) -> int:
    sku = f"SKU-{next(_numbers):06d}"
    product = doing.insert(Product, sku=sku, name=f"Kettle {no} 电热水壶", category=category, serialised=serials,
                           repairable=repairable, price_minor=price)
    line = doing.insert(OrderLine, order_id=order_id, line_no=no, product_id=product, shipment_id=shipment,
                        quantity=1, unit_price_minor=price)
    if serials:
        device = doing.insert(Device, product_id=product, order_line_id=line)
        doing.insert(DeviceSerial, device_id=device, product_id=product, serial=f"SN{sku}")
    return line


def announced(*, units: int = 1, boxes: int = 1, **about: object) -> Announced:
    """An approved RMA with its announced box(es), made directly for tests of what comes after."""
    return _announce(units=units, boxes=boxes, about=about, by=SYSTEM)


@act("test.announced")
def _announce(doing: Doing, *, units: int, boxes: int, about: dict[str, object], by: Actor) -> Announced:
    order_id, lines = order(units=units, by=SYSTEM, **about)
    customer = doing.scalar(sa.select(Order.__table__.c.customer_id).where(Order.__table__.c.id == order_id))
    number = draw(Prefix.RMA)
    rma_id = doing.insert(
        Rma, number=number, kind=RmaKind.RETURN, status=RmaStatus.REQUESTED, customer_id=customer, order_id=order_id,
        site_id=1, channel="shop", opened_through="portal", language="de", currency="EUR", policy={},
        postage_paid_by="seller", created_at=doing.now)
    unit_ids = [_unit(doing, rma_id, line) for line in lines]
    parcels = [_parcel(doing, rma_id, number_of, boxes, unit_ids) for number_of in range(1, boxes + 1)]
    skus = doing.all(sa.select(Product.__table__.c.sku).join(
        Unit.__table__, Unit.__table__.c.product_id == Product.__table__.c.id)
        .where(Unit.__table__.c.rma_id == rma_id).order_by(Unit.__table__.c.id))
    return Announced(rma_id, number, order_id, parcels[0][0], parcels[0][1], unit_ids, [row.sku for row in skus])


def _unit(doing: Doing, rma_id: int, line_id: int) -> int:
    line = doing.one(sa.select(OrderLine.__table__).where(OrderLine.__table__.c.id == line_id))
    return moves.new_unit(doing, stage=Stage.EXPECTED, what="unit.expected", place=(PlaceKind.CUSTOMER, None),
                          rma_id=rma_id, product_id=line.product_id, order_line_id=line_id, owner=Owner.CUSTOMER,
                          price_minor=line.unit_price_minor)


def _parcel(doing: Doing, rma_id: int, box: int, boxes: int, unit_ids: list[int]) -> tuple[int, str]:
    number = draw(Prefix.PARCEL)
    parcel_id = moves.new_parcel(
        doing, state=ParcelState.ANNOUNCED, what="parcel.announced", place=(PlaceKind.CUSTOMER, None), number=number,
        direction=Direction.IN, rma_id=rma_id, site_id=1, box_no=box, box_count=boxes)
    for unit_id in unit_ids if box == 1 else ():
        doing.insert(ParcelLine, parcel_id=parcel_id, unit_id=unit_id)
    return parcel_id, number


def unit(unit_id: int) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(Unit.__table__).where(Unit.__table__.c.id == unit_id)).one()


def parcel(parcel_id: int) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(Parcel.__table__).where(Parcel.__table__.c.id == parcel_id)).one()


def rma(rma_id: int) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(Rma.__table__).where(Rma.__table__.c.id == rma_id)).one()
