"""Where is it: answered in one scan of anything, and nothing is changed by asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.all_tables import TABLES
from models.lifecycle import PlaceKind
from models.numbers import grouped
from models.parcels import Parcel
from tests.packing import roads
from tests.shelving.stock import lying, place_of, shelf
from tests.support import goods
from tests.support.tablets import TabletAt, everything
from workflow import clock, words_of_names
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import reading

ORDER, SHIPMENT = TABLES["order"], TABLES["shipment"]


@pytest.fixture
def tablet(app) -> TabletAt:
    lying("B-02")
    return TabletAt("walt", "shelf-1")


def _lines(card: Answer) -> list[str]:
    return [str(value) for _label, value in card.lines]


def test_by_the_tag_it_is_found_and_not_taken(tablet: TabletAt) -> None:
    road = lying("A-01")
    before = everything()
    card = tablet.scan(Command.FIND, road.tags[0])
    assert (card.result, str(card.title)) == ("repeat", "On A-01")
    assert "on shelf A-01" in _lines(card)
    assert everything() == before
    assert str(tablet.scan(shelf("A-02").code).title) == "Shelf A-02"  # nothing was taken in hand
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


def test_what_is_in_hand_stays_in_hand(tablet: TabletAt) -> None:
    road, sought = roads.arrived(), lying("A-01")
    tablet.scan(road.tags[0], Command.FIND, sought.tags[0], shelf("A-02").code)
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)
    assert place_of(sought.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


@pytest.mark.parametrize("by", ["rma", "parcel", "order", "product", "serial", "shipment", "name"])
def test_by_anything(tablet: TabletAt, by: str) -> None:
    announced = goods.announced(serials=True, name="Zoë Quintessa")
    TabletAt("walt").scan(announced.parcel, announced.skus[0], f"SN{announced.skus[0]}", Command.BOX_DONE)
    tag = goods.unit(announced.unit_ids[0]).tag
    tablet.scan(tag, shelf("A-01").code)
    asked = asked_by(announced)[by]
    card = tablet.scan(Command.FIND, asked)
    assert str(card.title) == "On A-01", (card.title, card.next, card.items)


def _order(order_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.select(ORDER.c.number).where(ORDER.c.id == order_id)).scalar_one()


def _sent_as(order_id: int) -> str:
    """The number of the parcel in which the goods went out."""
    with reading() as connection:
        return connection.execute(sa.select(SHIPMENT.c.tracking).where(SHIPMENT.c.order_id == order_id)).scalar_one()


def test_several_units_each_with_its_place(tablet: TabletAt) -> None:
    road = roads.arrived(units=2)
    tablet.scan(road.tags[0], shelf("A-01").code)
    card = tablet.scan(road.rma)
    assert str(card.title) == "Found: 2"
    assert {str(item.state) for item in card.items} == {"on shelf A-01", "at dock-1"}


def test_a_box_that_nobody_opened(tablet: TabletAt) -> None:
    announced = goods.announced()
    dock = TabletAt("walt")
    dock.scan("UNKNOWN-BOX-1")
    put_aside = dock.scan("1Z999AA10123456784")
    card = tablet.scan(Command.FIND, put_aside.thing.replace(" ", ""))
    assert str(card.title) == "At dock-1", (card.title, put_aside)
    assert str(tablet.scan(announced.parcel).title) == "With the customer"


def test_nothing_is_found(tablet: TabletAt) -> None:
    card = tablet.scan(Command.FIND, "no such thing")
    assert (card.result, str(card.title)) == ("unknown", "Not found")
    assert tablet.scan("no such thing").result == "unknown"
    assert str(tablet.scan("no such thing").title) == "Unknown"  # FIND looks once


def asked_by(announced: goods.Announced) -> dict[str, str]:
    """All that may be scanned or typed about an RMA of one unit with a serial number, of a Zoë Quintessa."""
    words_of_names.catch_up(most=500)  # the worker's task
    return {"rma": announced.rma, "parcel": announced.parcel, "order": _order(announced.order_id),
            "product": announced.skus[0], "serial": f"SN{announced.skus[0]}",
            "shipment": _sent_as(announced.order_id), "name": "quintessa"}


@pytest.mark.parametrize("by", ["rma", "parcel", "order", "product", "serial", "shipment", "name"])
def test_what_nobody_has_taken_out_yet_is_where_its_box_is(tablet: TabletAt, statements: list[str], by: str) -> None:
    announced, travelling = goods.announced(serials=True, name="Zoë Quintessa"), goods.announced()
    TabletAt("walt").scan(announced.parcel)
    tablet.scan(announced.parcel, shelf("A-01").code, Command.FIND)
    asked = asked_by(announced)[by]
    statements.clear()
    card = tablet.scan(asked)
    assert len(statements) <= 10, "\n".join(text[:100] for text in statements)
    assert (str(card.title), card.thing) == ("On A-01", grouped(announced.parcel))
    assert str(tablet.scan(Command.FIND, travelling.rma).title) == "With the customer"


@pytest.mark.parametrize("by", ["rma", "order", "serial", "name"])
def test_taken_out_it_is_no_longer_where_its_box_is(tablet: TabletAt, by: str) -> None:
    announced, dock = goods.announced(serials=True, name="Zoë Quintessa"), TabletAt("walt")
    dock.scan(announced.parcel, announced.skus[0], f"SN{announced.skus[0]}", Command.BOX_DONE)
    tablet.scan(goods.unit(announced.unit_ids[0]).tag, shelf("A-02").code)
    assert str(tablet.scan(Command.FIND, asked_by(announced)[by]).title) == "On A-02"


def test_of_two_boxes_the_one_in_the_house_is_named(tablet: TabletAt) -> None:
    announced = goods.announced(boxes=2)
    second = next(row for row in roads.rows_of(Parcel, rma_id=announced.rma_id) if row.box_no == 2)
    TabletAt("walt").scan(second.number)
    card = tablet.scan(Command.FIND, announced.skus[0])
    assert (str(card.title), card.thing) == ("At dock-1", grouped(second.number))


def test_what_came_back_to_us_is_where_its_box_is(tablet: TabletAt) -> None:
    road = roads.repaired()
    box = roads.send(TabletAt("paul"), road)
    sent = tablet.scan(Command.FIND, road.tags[0])
    assert (str(sent.title), ("The box", "gone")) == ("In a box", (str(sent.lines[-1][0]), str(sent.lines[-1][1])))
    with clock.at(clock.now() + timedelta(hours=1)):
        TabletAt("walt").scan(box.number)
    assert str(tablet.scan(Command.FIND, road.tags[0]).title) == "At dock-1"
