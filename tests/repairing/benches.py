"""Units brought to the bench by the scans of dock and inspection, and parts in its drawers."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from models.lifecycle import Resolution
from models.numbers import Prefix, draw
from models.work import Part, PartStock
from tests.inspecting.units import BROKEN, Tablet, answer_all, arrived
from tests.support import goods
from workflow import working
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning.commands import Command
from workflow.transaction import act, reading

_numbers = itertools.count(1)


def at_bench(*, units: int = 1, **about: object) -> list[sa.Row]:
    """Units with a covered fault that the customer wants repaired: inspected, signed, queued."""
    rows = arrived(wanted=Resolution.REPAIR, units=units, **about)
    inspector = Tablet("ina")
    for row in rows:
        inspector.scan(row.tag)
        answer_all(inspector, row.id, BROKEN)
        inspector.scan(Command.SIGN)
    return [goods.unit(row.id) for row in rows]


def work(unit_id: int) -> working.Work:
    with reading() as connection:
        return working.read(connection, working.U.c.id == unit_id)[0]


def part(on_hand: int = 1, *, price_minor: int = 450, currency: str = "EUR") -> sa.Row:
    """A kind of part, with so many in the drawer."""
    part_id = _add_part(on_hand=on_hand, price_minor=price_minor, currency=currency, by=SYSTEM)
    with reading() as connection:
        return connection.execute(sa.select(Part.__table__).where(Part.__table__.c.id == part_id)).one()


@act("test.part")
def _add_part(doing: Doing, *, on_hand: int, price_minor: int, currency: str, by: Actor) -> int:
    number = next(_numbers)
    part_id = doing.insert(Part, code=draw(Prefix.PART), sku=f"PART-{number}", name=f"Heating element {number}",
                           price_minor=price_minor, currency=currency)
    doing.insert(PartStock, part_id=part_id, site_id=1, on_hand=on_hand)
    return part_id


def in_drawer(part_id: int) -> int:
    with reading() as connection:
        return connection.execute(sa.select(PartStock.__table__.c.on_hand).where(
            PartStock.__table__.c.part_id == part_id)).scalar_one()
