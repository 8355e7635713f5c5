"""Units brought to where an agent decides, by the steps of the road itself."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Grade, Owner, PlaceKind, RmaKind, RmaStatus, Stage
from models.log import Act, Movement
from models.numbers import Prefix, draw
from models.orders import Order, OrderLine
from models.rma import Hold, Rma
from models.work import Inspection, Settlement
from tests.support import goods
from tests.support.people import actor
from workflow import boxes, moves, receiving, rows
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.transaction import act, reading


def requested(*, units: int = 1, reason: str = "stopped_working", **about: object) -> goods.Announced:
    """An RMA whose units wait for a decision."""
    return _request(units=units, about=about, reason=reason, by=SYSTEM)


@act("test.requested")
def _request(doing: Doing, *, units: int, about: dict[str, object], reason: str, by: Actor) -> goods.Announced:
    order_id, lines = goods.order(units=units, by=SYSTEM, **about)
    order = doing.one(sa.select(Order.__table__).where(Order.__table__.c.id == order_id))
    number = draw(Prefix.RMA)
    rma_id = doing.insert(
        Rma, number=number, kind=RmaKind.RETURN, status=RmaStatus.REQUESTED, customer_id=order.customer_id,
        order_id=order_id, site_id=1, channel="shop", opened_through="portal", language="de",
        currency=order.currency, policy={}, postage_paid_by="seller", created_at=doing.now)
    return goods.Announced(rma_id, number, order_id, 0, "", [_unit(doing, rma_id, line, reason) for line in lines], [])


def _unit(doing: Doing, rma_id: int, line_id: int, reason: str) -> int:
    line = doing.one(sa.select(OrderLine.__table__).where(OrderLine.__table__.c.id == line_id))
    return moves.new_unit(doing, stage=Stage.REQUESTED, what="unit.requested", place=(PlaceKind.CUSTOMER, None),
                          rma_id=rma_id, product_id=line.product_id, order_line_id=line_id, owner=Owner.CUSTOMER,
                          price_minor=line.unit_price_minor, reason=reason)


def arrived(*, units: int = 1, **about: object) -> goods.Announced:
    """All units taken out of their box by Walt."""
    made = goods.announced(units=units, **about)
    take_out(made)
    return made


def take_out(made: goods.Announced) -> None:
    for unit_id in made.unit_ids:
        _take_out(parcel_id=made.parcel_id, unit_id=unit_id, by=actor("walt"))


@act("test.taken_out")
def _take_out(doing: Doing, *, parcel_id: int, unit_id: int, by: Actor) -> None:
    box = boxes.read(doing.connection, parcel_id)
    receiving.take_out(box=box, unit=rows.unit(doing, unit_id), by=by)


def inspected(*, units: int = 1, **about: object) -> goods.Announced:
    """All units arrived, and looked at and signed by Ina."""
    made = arrived(units=units, **about)
    for unit_id in made.unit_ids:
        inspect(unit_id=unit_id, by=actor("ina"))
    return made


@act("test.inspected")
def inspect(doing: Doing, *, unit_id: int, by: Actor) -> None:
    doing.insert(Inspection, unit_id=unit_id, staff_id=by.staff_id, category="toy", answers={}, fault_code="NO_POWER",
                 grade=Grade.C, started_at=doing.now, signed_at=doing.now)
    moves.move_units(doing, [rows.unit(doing, unit_id)], Stage.INSPECTED, what="unit.inspected")


def settlements(unit_id: int) -> list[sa.Row]:
    table = Settlement.__table__
    return read_all(sa.select(table).where(table.c.unit_id == unit_id).order_by(table.c.id))


def holds(unit_id: int) -> list[sa.Row]:
    table = Hold.__table__
    return read_all(sa.select(table).where(table.c.unit_id == unit_id).order_by(table.c.id))


def order(order_id: int) -> sa.Row:
    return read_all(sa.select(Order.__table__).where(Order.__table__.c.id == order_id))[0]


def last_act() -> sa.Row:
    table = Act.__table__
    return read_all(sa.select(table).order_by(table.c.id.desc()).limit(1))[0]


def log_of(unit_id: int) -> list[tuple[str, str]]:
    """What happened to a unit and by whom, as the log has it."""
    table = Movement.__table__
    return [(row.what, row.by) for row in
            read_all(sa.select(table.c.what, table.c.by).where(table.c.unit_id == unit_id).order_by(table.c.id))]


def read_all(select: sa.Select) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(select).all())


def rows_of(model: type, **about: object) -> list[sa.Row]:
    """The rows of a table that have these values, oldest first."""
    table = model.__table__
    return read_all(sa.select(table).where(*[table.c[name] == value for name, value in about.items()])
                    .order_by(table.c.id))
