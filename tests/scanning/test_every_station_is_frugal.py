"""Every command and every kind of thing at every kind of station: no scan costs more than ten statements.

Each command is scanned after each of several things, and what it asks is answered: so most of what a station can say is
said. It is counted on the tablet (tests/support/counting.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from models.db import db
from models.lifecycle import StationKind
from models.numbers import Prefix, draw
from tests.inspecting.units import BROKEN, Tablet, answer_all, arrived
from tests.packing import roads
from tests.repairing.benches import at_bench, part
from tests.scanning.test_every_command import LOGINS
from tests.shelving.stock import lying, shelf
from tests.support import goods
from tests.support.counting import FrugalTablet
from tests.support.people import actor, badge
from workflow.actors import SYSTEM
from workflow.scanning.answers import Answer
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import reading

C = Command
UNKNOWN = ("T12345678901", "NOBODY KNOWS", "SOMETHING-41526", "1Z999AA10123456784", "4006381333931", "")
# These end the work or answer what is asked; UNDO has a test of its own at each station.
ASKS = (C.YES, C.NO, CHOICES[0], CHOICES[1], C.PASS)


@dataclass
class Walk:
    """One tablet that scans on and on, and what it has been answered. Who has locked it signs in again."""

    login: str
    tablet: FrugalTablet
    results: set[str] = field(default_factory=set)

    def scan(self, *codes: str | Command) -> Answer:
        for code in codes:
            answer = self.tablet.scan(code)
            self.results.add(answer.result)
            if code is C.LOCK:
                self.tablet.sign_in(self.login)
        return answer

    def answer(self, asked: Answer, number: int) -> None:
        """Twice at most: an answer may ask the next thing."""
        for turn in range(2):
            if asked.result != "ask":
                return
            offered = [choice.code for choice in asked.choices]
            asked = self.scan(offered[(number + turn) % len(offered)] if offered else ASKS[number % len(ASKS)])


def everywhere_known() -> list[str]:
    """A code of each kind of thing that has nothing to do with the station's own work."""
    other = goods.announced(units=2, serials=True)
    order_id, _lines = goods.order(by=SYSTEM)
    return [other.parcel, other.rma, other.skus[0], f"SN{other.skus[1]}", order(order_id), f"OUT{order(order_id)}",
            part(2).code, shelf("A-01").code, badge("lena"), draw(Prefix.TAG), roads.arrived().tags[0], *UNKNOWN]


def order(order_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": order_id}).scalar_one()


def of_dock() -> list[str]:
    rmas = [goods.announced(units=4, serials=True, boxes=1 + number % 2) for number in range(3)]
    return [rmas[0].parcel, rmas[0].skus[0], rmas[1].parcel, f"SN{rmas[1].skus[1]}", rmas[2].rma, rmas[1].skus[2]]


def of_inspection() -> list[str]:
    first, second = arrived(units=2, serials=True)
    looked_at = arrived()[0]
    tablet = Tablet("ina")
    tablet.scan(looked_at.tag)
    answer_all(tablet, looked_at.id, BROKEN)
    tablet.scan(C.PARK)
    return [first.tag, looked_at.tag, second.tag, goods.rma(first.rma_id).number]


def of_bench() -> list[str]:
    units = at_bench(units=3)
    return [units[0].tag, part(5).code, units[1].tag, part(0).sku, units[2].tag]


def of_check() -> list[str]:
    return [roads.at_check().tags[0], roads.at_check(technician="lena").tags[0],
            roads.at_check(category="small_kitchen_appliance").tags[0]]


def of_packing() -> list[str]:
    road, promised, sent = roads.ready(units=2), roads.promised(serials=True), roads.ready()
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    roads.pack(FrugalTablet("paul"), sent)
    return [road.tags[0], road.tags[0], road.tags[1], promised.rma, roads.sku(promised.ids[0]),
            roads.box_of(sent).number, roads.UPS]


def of_shelves() -> list[str]:
    road, box = lying("A-01", units=3, serials=True), goods.announced()
    FrugalTablet("walt").scan(box.parcel)
    return [road.tags[0], shelf("A-01").code, box.parcel, shelf("B-01").code, road.tags[1]]


OWN = {StationKind.DOCK: of_dock, StationKind.INSPECTION: of_inspection, StationKind.BENCH: of_bench,
       StationKind.CHECK: of_check, StationKind.PACKING: of_packing, StationKind.SHELVING: of_shelves}


@pytest.fixture
def walk(either_app, kind: StationKind) -> Iterator[Walk]:
    login, station = LOGINS[kind]
    yield Walk(login, FrugalTablet(login, station))
    assert db.engine.pool.checkedout() == 0


@pytest.mark.parametrize("kind", StationKind)
def test_every_kind_of_thing_and_what_is_asked_about_it(walk: Walk, kind: StationKind) -> None:
    known = [*OWN[kind](), *everywhere_known()]
    for number, code in enumerate([*known, *known[::-1]]):
        walk.answer(walk.scan(code), number)
    assert walk.results == {"ok", "repeat", "ask", "refused", "unknown"}


@pytest.mark.parametrize("kind", StationKind)
def test_every_command_after_every_thing_of_the_station(walk: Walk, kind: StationKind) -> None:
    things = OWN[kind]()
    for number, command in enumerate(Command):
        for thing in (things[number % len(things)], things[(number + 1) % len(things)]):
            walk.answer(walk.scan(thing, command), number)
    assert walk.results >= {"ok", "ask", "refused"}
    walk.scan(C.UNDO)
