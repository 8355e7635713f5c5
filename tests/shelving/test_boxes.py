"""Boxes on shelves: put away, moved, found and counted as units are, and every act taken back on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from models.all_tables import TABLES
from models.lifecycle import Found, ParcelState, PlaceKind
from models.numbers import grouped
from tests.packing import roads
from tests.shelving.stock import At, counts, findings, lying, place_of, shelf
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import shelf_pages, verifying
from workflow.scanning.commands import Command
from workflow.transaction import reading

STRANGE = "1Z999AA10123456784"
MOVEMENT = TABLES["movement"]


@pytest.fixture
def tablet(app) -> TabletAt:
    lying("B-02")
    received()  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt", "shelf-1")


def received(*, units: int = 1) -> goods.Announced:
    """A box at the dock that nobody opened."""
    announced = goods.announced(units=units)
    TabletAt("walt").scan(announced.parcel)
    return announced


def put_aside(code: str = STRANGE) -> sa.Row:
    """A box that nobody announced."""
    TabletAt("walt").scan(code)
    return roads.rows_of(roads.Parcel, unidentified=True)[-1]


def closed() -> sa.Row:
    """A packed box that waits for its carrier."""
    road = roads.repaired()
    roads.pack(TabletAt("paul"), road)
    return roads.box_of(road)


def stands(parcel_id: int) -> tuple[PlaceKind, int | None]:
    row = goods.parcel(parcel_id)
    return row.place_kind, row.place_id


def on(place: At) -> tuple[PlaceKind, int]:
    return PlaceKind.SHELF, place.id


def faults() -> list[str]:
    with reading() as connection:
        return list(verifying.faults(connection))


def test_a_received_box_one_put_aside_and_one_that_waits_for_its_carrier(tablet: TabletAt) -> None:
    came, strange, goes, beside, a1 = received(), put_aside(), closed(), received(), shelf("A-01")
    card = tablet.scan(came.parcel)
    assert (card.result, str(card.title), card.photo_of) == ("ask", "Which shelf?", ("parcel", came.parcel_id))
    card = tablet.scan(strange.number, goes.number, a1.code)
    assert (card.result, str(card.title)) == ("ok", "Put away")
    assert {item.number for item in card.items} == set(map(grouped, (came.parcel, strange.number, goes.number)))
    assert {stands(row_id) for row_id in (came.parcel_id, strange.id, goes.id)} == {on(a1)}
    assert stands(beside.parcel_id)[0] is PlaceKind.STATION
    assert goods.parcel(goes.id).state is ParcelState.CLOSED
    assert str(tablet.scan(came.parcel, a1.code).title) == "Lies there already"
    with reading() as connection:
        row = connection.execute(sa.select(MOVEMENT).where(MOVEMENT.c.parcel_id == strange.id)
                                 .order_by(MOVEMENT.c.id.desc()).limit(1)).one()
    assert (row.what, row.from_stage, row.to_stage, row.to_place) == (
        "parcel.put_away", "received", "received", f"shelf:{a1.id}")
    assert faults() == []


def test_by_its_carriers_number_together_with_units(tablet: TabletAt) -> None:
    strange, road, a2 = put_aside(), roads.arrived(units=2), shelf("A-02")
    tablet.scan(STRANGE, *road.tags, a2.code)
    assert {stands(strange.id), *(place_of(unit_id) for unit_id in road.ids)} == {on(a2)}


def test_a_box_that_is_not_here_is_not_put_away(tablet: TabletAt) -> None:
    announced = goods.announced()
    card = tablet.scan(announced.parcel)
    assert (card.result, str(card.title)) == ("repeat", "With the customer")
    assert str(tablet.scan(shelf("A-01").code).title) == "Shelf A-01"
    assert stands(announced.parcel_id)[0] is PlaceKind.CUSTOMER


def test_a_shelf_shows_its_boxes_and_all_of_it_moves(tablet: TabletAt) -> None:
    road, came, strange, to = lying("A-01"), received(), put_aside(), shelf("B-01")
    tablet.scan(came.parcel, strange.number, shelf("A-01").code)
    card = tablet.scan(shelf("A-01").code)
    assert [str(item.name) for item in card.items[1:]] == ["Unidentified parcel", "Parcel that came in"]
    assert {str(label): value for label, value in card.lines}["Things"] == 3
    assert str(tablet.scan(Command.ALL, to.code).title) == "Put away"
    assert {place_of(road.ids[0]), stands(came.parcel_id), stands(strange.id)} == {on(to)}


def test_at_the_dock_the_whole_box_in_hand(app) -> None:
    dock, announced = TabletAt("walt"), goods.announced(units=2)
    assert str(dock.scan(announced.parcel, shelf("A-01").code).title) == "Put away"
    assert stands(announced.parcel_id) == on(shelf("A-01"))
    dock.scan(STRANGE, shelf("A-02").code)
    assert stands(roads.rows_of(roads.Parcel, unidentified=True)[-1].id) == on(shelf("A-02"))
    dock.scan(announced.parcel, announced.skus[0])  # what is opened stands at the dock again
    assert stands(announced.parcel_id)[0] is PlaceKind.STATION
    dock.scan(shelf("B-01").code, shelf("B-02").code)  # the unit in hand; the open box stays where it is
    assert place_of(announced.unit_ids[0]) == on(shelf("B-01"))
    assert stands(announced.parcel_id)[0] is PlaceKind.STATION
    assert faults() == []


def test_at_packing_a_closed_box_and_back(app) -> None:
    road, packer = roads.repaired(), TabletAt("paul")
    roads.pack(packer, road)
    box = roads.box_of(road)
    assert str(packer.scan(shelf("A-01").code).title) == "Put away"
    assert (stands(box.id), place_of(road.ids[0])) == (on(shelf("A-01")), (PlaceKind.PARCEL, box.id))
    packer.scan(box.number, Command.REOPEN)
    assert stands(box.id)[0] is PlaceKind.STATION
    packer.scan(Command.CLOSE_BOX, shelf("A-01").code, box.number, roads.UPS, Command.HANDOVER)
    assert stands(box.id) == (PlaceKind.GONE, None)


def test_a_box_called_to_the_lead_goes_to_the_question_shelf_alone(tablet: TabletAt) -> None:
    first, second = received(), received()
    tablet.scan(first.parcel, second.parcel)
    assert str(tablet.scan(Command.LEAD).title) == "Lead called"
    tablet.scan(shelf("Questions").code)
    assert stands(second.parcel_id) == on(shelf("Questions"))
    tablet.scan(shelf("A-01").code)
    assert stands(first.parcel_id) == on(shelf("A-01"))


@pytest.mark.parametrize("by", ["parcel", "rma", "tracking"])
def test_where_a_box_is(tablet: TabletAt, by: str) -> None:
    came, strange = received(), put_aside()
    tablet.scan(came.parcel, shelf("A-01").code, strange.number, shelf("A-02").code)
    asked, where = {"parcel": (came.parcel, "On A-01"), "tracking": (STRANGE, "On A-02"),
                    "rma": (came.rma, "On A-01")}[by]
    card = tablet.scan(Command.FIND, asked)
    assert (card.result, str(card.title)) == ("repeat", where)
    if by != "tracking":
        assert [str(item.state) for item in card.items] == ["expected"]


def test_a_packed_unit_is_found_with_the_place_of_its_box(tablet: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(TabletAt("paul"), road)
    tablet.scan(roads.box_of(road).number, shelf("A-01").code)
    card = tablet.scan(Command.FIND, road.tags[0])
    assert ("The box", "on shelf A-01") in [(str(label), str(value)) for label, value in card.lines]


def test_a_count_finds_boxes_missing_and_foreign(tablet: TabletAt, client_as) -> None:
    there, missing, foreign = received(), received(), put_aside()
    tablet.scan(there.parcel, missing.parcel, shelf("A-01").code, foreign.number, shelf("A-02").code)
    card = tablet.scan(shelf("A-01").code, Command.COUNT)
    assert [value for label, value in card.lines if str(label) == "On record"] == [2]
    assert [str(tablet.scan(code).title) for code in (there.parcel, there.parcel, foreign.number)] == [
        "Counted", "Counted already", "Does not belong"]
    card = tablet.scan(Command.DONE)
    assert str(card.title) == "Count differs"
    assert findings(counts()[0].id) == {Found.THERE: 1, Found.FOREIGN: 1}
    assert counts()[0].missing_parcels == [missing.parcel_id]
    assert {(item.number, str(item.state)) for item in card.items} == {
        (grouped(missing.parcel), "not found"), (grouped(foreign.number), "does not belong here")}
    assert str(tablet.scan(Command.YES).title) == "Put away"
    assert stands(foreign.id) == on(shelf("A-01"))
    record = shelf_pages.record(counts()[0].id, actor("lena"))
    assert (record.counted.missing, [found.seen.number for found in record.foreign], str(record.foreign[0].was)) == (
        1, [foreign.number], "on shelf A-02")
    _pages_show(client_as("lena"), missing.parcel, foreign.number)


def _pages_show(lena: PageClient, missing: str, foreign: str) -> None:
    record = lena.page(f"/shelves/counts/{counts()[0].id}")
    assert grouped(missing) in record and grouped(foreign) in record and "not seen since" in record
    assert "Unidentified parcel" in lena.page(f"/shelves/{shelf('A-01').id}")
    parcel_id = roads.rows_of(roads.Parcel, number=foreign)[0].id
    assert "on shelf A-01" in lena.page(f"/desk/unidentified/{parcel_id}")
    assert "1 not found" in lena.page("/shelves")


def test_every_act_with_boxes_can_be_undone(either_app: Flask) -> None:
    road, came, strange, tablet = roads.arrived(), received(), put_aside(), TabletAt("walt", "shelf-1")
    check_undo(tablet, came.parcel, strange.number, road.tags[0], shelf("A-01").code)
    check_undo(tablet, shelf("A-01").code, Command.ALL, shelf("B-01").code)
    check_undo(tablet, shelf("B-01").code, Command.COUNT)
    check_undo(tablet, came.parcel)
    assert str(check_undo(tablet, Command.DONE).title) == "Count differs"
    other = goods.announced()
    dock = TabletAt("walt")
    check_undo(dock, other.parcel, shelf("A-02").code)
    check_undo(dock, other.parcel, other.skus[0])
    assert {stands(came.parcel_id), stands(strange.id), place_of(road.ids[0])} == {on(shelf("B-01"))}
    assert faults() == []


def test_a_box_that_is_counted_cannot_be_undone_away(app) -> None:
    dock, tablet = TabletAt("walt"), TabletAt("lena", "shelf-1")
    dock.scan(STRANGE)
    number = roads.rows_of(roads.Parcel, unidentified=True)[-1].number
    tablet.scan(shelf("A-01").code, Command.COUNT, number)
    assert dock.scan(Command.UNDO).result == "refused"


def test_twenty_boxes_cost_what_one_costs(app, statements: list[str]) -> None:
    tablet = TabletAt("walt", "shelf-1")
    for box in [received() for _ in range(20)]:
        tablet.scan(box.parcel)
    codes = [lying("A-02", units=3).tags[0], shelf("A-01").code, shelf("A-01").code, Command.ALL, shelf("B-01").code,
             shelf("B-01").code, Command.COUNT, roads.rows_of(roads.Parcel)[0].number, STRANGE, Command.DONE,
             Command.FIND, roads.rows_of(roads.Parcel)[0].number]
    for code in codes:
        statements.clear()
        answer = tablet.scan(code)
        assert len(statements) <= 10, f"{code} {answer.title}\n" + "\n".join(text[:140] for text in statements)
