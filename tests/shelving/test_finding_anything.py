"""FIND at every station, by whatever somebody has at hand."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import StationKind
from models.orders import Order
from models.work import Part
from tests.packing import roads
from tests.shelving.stock import lying, place_of, shelf
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, everything
from workflow import parts, stations, words_of_names
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.scanning.commands import Command
from workflow.transaction import act
from workflow.whose import noting

ORDER, BUDGET = Order.__table__, 10
STRANGE = "1Z999AA10123456784"
WORKERS = {StationKind.DOCK: "walt", StationKind.INSPECTION: "ina", StationKind.BENCH: "tom",
           StationKind.CHECK: "carla", StationKind.PACKING: "paul", StationKind.SHELVING: "walt"}


@act("test.moved_house")
def move_to(doing: Doing, *, order_id: int, postcode: str, by: Actor) -> None:
    doing.connection.execute(sa.update(ORDER).where(ORDER.c.id == order_id).values(ship_postcode=postcode))


@pytest.fixture
def tablet(app) -> TabletAt:
    lying("B-02")
    return TabletAt("walt", "shelf-1")


def find(tablet: TabletAt, what: str, statements: list[str]) -> str:
    """The title of the card; nothing is changed by asking, and it costs what every scan may."""
    tablet.scan(Command.FIND)
    before = everything()
    statements.clear()
    card = tablet.scan(what)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert everything() == before
    return str(card.title)


@pytest.mark.parametrize("kind", WORKERS)
def test_at_every_station(app, statements: list[str], kind: StationKind) -> None:
    road = lying("A-01")
    station = next(row.name for row in stations.everywhere() if row.kind is kind)
    tablet = TabletAt(WORKERS[kind], station)
    assert str(tablet.scan(Command.FIND).title) == "Find what?"
    assert find(tablet, road.tags[0], statements) == "On A-01"
    assert find(tablet, road.rma, statements) == "On A-01"
    assert find(tablet, shelf("A-01").code, statements) == "Shelf A-01"
    assert find(tablet, "no such thing", statements) == "Not found"


def test_what_is_open_at_a_station_stays_open(app, statements: list[str]) -> None:
    rma, road, dock = goods.announced(units=2), lying("A-01"), TabletAt("walt", "dock-1")
    dock.scan(rma.parcel)
    assert find(dock, road.tags[0], statements) == "On A-01"
    assert str(dock.scan(rma.skus[0]).title) == "Arrived"
    assert find(dock, "A-01", statements) == "Shelf A-01"
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"


def test_put_aside_it_looks_for_nothing(app) -> None:
    road, inspector = roads.arrived(), TabletAt("ina")
    inspector.scan(Command.FIND, Command.PARK)
    assert str(inspector.scan(road.tags[0]).title) == "Question 1"


@pytest.mark.parametrize("what", ["a-01", "A-01", " A-01 "])
def test_a_shelf_by_what_is_written_on_it(tablet: TabletAt, statements: list[str], what: str) -> None:
    lying("A-01")
    assert find(tablet, what, statements) == "Shelf A-01"


def test_with_full_hands_a_shelf_is_only_looked_at(tablet: TabletAt, statements: list[str]) -> None:
    road, at = roads.arrived(), shelf("A-02")
    tablet.scan(road.tags[0])
    assert find(tablet, "A-01", statements) == "Shelf A-01"
    tablet.scan(at.code)
    assert place_of(road.ids[0])[1] == at.id


@pytest.mark.parametrize("asked", ["quendelmoos", "xaver quendel", "80331", "80 331", "teapot"])
def test_a_parcel_by_what_somebody_has_read_on_its_label(tablet: TabletAt, statements: list[str], asked: str) -> None:
    dock = TabletAt("walt", "dock-1")
    dock.scan("1Z5R89390357567127")
    strange = dock.scan(STRANGE).photo_of[1]
    noting.note_sender(parcel_id=strange, name="Xaver Quendelmoos", country="DE", postcode="80331", goods="a teapot",
                       by=actor("alice"))
    tablet.scan(goods.parcel(strange).number, shelf("A-01").code)
    assert find(tablet, asked, statements) == "On A-01"


@pytest.mark.parametrize("asked", ["10117", "zoe@example.com", "zoë"])
def test_by_the_buyer(tablet: TabletAt, statements: list[str], asked: str) -> None:
    road = roads.arrived(name="Zoë Quid", email="zoe@example.com")
    tablet.scan(road.tags[0], shelf("A-01").code)
    move_to(order_id=road.order_id, postcode="10117", by=actor("alice"))
    words_of_names.catch_up(most=500)
    assert find(tablet, asked, statements) == "On A-01"


def test_a_postcode_finds_boxes_that_nobody_has_opened(tablet: TabletAt, statements: list[str]) -> None:
    rma = goods.announced()
    move_to(order_id=rma.order_id, postcode="SW1A 1AA", by=actor("alice"))
    TabletAt("walt", "dock-1").scan(rma.parcel)
    tablet.scan(rma.parcel, shelf("A-01").code)
    assert find(tablet, "sw1a1aa", statements) == "On A-01"


@pytest.mark.parametrize("part", [slice(1, None), slice(0, 9), slice(2, 9), slice(5, None)])
def test_by_part_of_a_tag(tablet: TabletAt, statements: list[str], part: slice) -> None:
    assert find(tablet, lying("A-01").tags[0][part], statements) == "On A-01"


@pytest.mark.parametrize("number", ["rma", "parcel"])
def test_other_numbers_without_their_letter(tablet: TabletAt, statements: list[str], number: str) -> None:
    rma, at = goods.announced(), shelf("A-01")
    TabletAt("walt", "dock-1").scan(rma.parcel)
    tablet.scan(rma.parcel, at.code)
    assert find(tablet, getattr(rma, number)[1:], statements) == "On A-01"
    assert find(tablet, at.code[1:], statements) == "Shelf A-01"


def test_a_wrong_number_is_read_wrong(tablet: TabletAt, statements: list[str]) -> None:
    tag = lying("A-01").tags[0]
    assert find(tablet, tag[:-1] + str((int(tag[-1]) + 1) % 10), statements) == "Read wrong"


@pytest.mark.parametrize("by", ["code", "sku"])
def test_a_spare_part_is_counted(tablet: TabletAt, statements: list[str], by: str) -> None:
    part_id = parts.add(sku="FUSE-1", name="Fuse", price_minor=100, currency="EUR", by=actor("lena"))
    part = roads.rows_of(Part, id=part_id)[0]
    assert find(tablet, getattr(part, by), statements) == "Spare part"
    card = tablet.scan(Command.FIND, part.code)
    assert (card.thing, [(str(label), value) for label, value in card.lines]) == ("Fuse", [("In the house", 0)])


def test_the_page_of_an_rma_says_where_each_unit_lies(app, client_as) -> None:
    road, beside = lying("A-01"), goods.announced()
    assert "on shelf A-01" in client_as("alice").page(f"/desk/rmas/{road.rma}")
    assert "with the customer" in client_as("alice").page(f"/desk/rmas/{beside.rma}")
