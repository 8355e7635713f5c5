"""Putting away: one unit, several at once, a whole shelf, and at the other stations what was just finished."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.all_tables import TABLES
from models.lifecycle import PlaceKind, Stage
from models.numbers import Prefix, draw, grouped
from tests.inspecting import units as inspection
from tests.packing import roads
from tests.repairing.benches import at_bench
from tests.shelving.stock import lying, place_of, shelf
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import stations, verifying, worklists
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading


@pytest.fixture
def tablet(app) -> TabletAt:
    lying("B-02")  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt", "shelf-1")


def _log(unit_id: int) -> sa.Row:
    table = TABLES["movement"]
    with reading() as connection:
        return connection.execute(sa.select(table).where(table.c.unit_id == unit_id)
                                  .order_by(table.c.id.desc()).limit(1)).one()


def test_a_unit_and_its_shelf(tablet: TabletAt) -> None:
    road, other, a1 = roads.arrived(), roads.arrived(), shelf("A-01")
    card = tablet.scan(road.tags[0])
    assert (card.result, str(card.title)) == ("ask", "Which shelf?")
    assert "at dock-1" in [str(value) for _label, value in card.lines]
    card = tablet.scan(a1.code)
    assert (card.result, str(card.title)) == ("ok", "Put away")
    assert card.thing.startswith("A-01")
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, a1.id)
    assert (road.stages, place_of(other.ids[0])[0]) == ([Stage.ARRIVED], PlaceKind.STATION)
    row = _log(road.ids[0])
    assert (row.what, row.to_place, row.from_stage, row.to_stage) == (
        "unit.put_away", f"shelf:{a1.id}", "arrived", "arrived")
    assert row.from_place.startswith("station:")
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_several_units_of_several_rmas_at_different_stages(tablet: TabletAt) -> None:
    first, second, a2 = roads.arrived(units=2), roads.ready(), shelf("A-02")
    tablet.scan(*first.tags, second.tags[0])
    card = tablet.scan(a2.code)
    assert {place_of(unit_id) for unit_id in [*first.ids, *second.ids]} == {(PlaceKind.SHELF, a2.id)}
    assert (first.stages, second.stages) == ([Stage.ARRIVED] * 2, [Stage.READY])
    assert len(card.items) == 3
    again = tablet.scan(first.tags[0], a2.code)
    assert (again.result, str(again.title)) == ("repeat", "Lies there already")


def test_the_same_unit_twice_is_one_in_hand(tablet: TabletAt) -> None:
    road = roads.arrived()
    card = tablet.scan(road.tags[0], road.tags[0])
    assert (card.result, str(card.title)) == ("repeat", "In hand already")


def test_park_puts_nothing_away(tablet: TabletAt) -> None:
    road = roads.arrived()
    before = place_of(road.ids[0])
    tablet.scan(road.tags[0], Command.PARK)
    card = tablet.scan(shelf("A-01").code)
    assert str(card.title) == "Shelf A-01"
    assert place_of(road.ids[0]) == before


def test_by_serial_number(tablet: TabletAt) -> None:
    rma = goods.announced(serials=True)
    serial = f"SN{rma.skus[0]}"
    TabletAt("walt").scan(rma.parcel, rma.skus[0], serial)
    tablet.scan(serial, shelf("A-01").code)
    assert place_of(rma.unit_ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


def test_a_shelf_alone_shows_what_lies_on_it(tablet: TabletAt) -> None:
    road = lying("A-01", units=2)
    card = tablet.scan(shelf("A-01").code)
    assert card.result == "repeat"
    assert len(card.items) == 2
    assert {goods.unit(unit_id).tag for unit_id in road.ids} == {item.number.replace(" ", "") for item in card.items}
    assert [choice.code for choice in card.choices] == [Command.COUNT.code, Command.ALL.code]
    empty = tablet.scan(shelf("B-01").code)
    assert (empty.items, [choice.code for choice in empty.choices]) == ((), [Command.COUNT.code])


def test_all_of_a_shelf_moves_to_another(tablet: TabletAt) -> None:
    road, left, to = lying("A-01", units=3), lying("A-02"), shelf("B-01")
    card = tablet.scan(shelf("A-01").code, Command.ALL)
    assert (card.result, str(card.title)) == ("ask", "To which shelf?")
    assert str(tablet.scan(shelf("A-01").code).title) == "Stop"
    assert str(tablet.scan(to.code).title) == "Put away"
    assert {place_of(unit_id) for unit_id in road.ids} == {(PlaceKind.SHELF, to.id)}
    assert place_of(left.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)


@pytest.mark.parametrize("codes", [(Command.ALL,), (Command.COUNT,), (Command.DONE,), (Command.YES,)])
def test_commands_without_a_shelf_say_what_to_do(tablet: TabletAt, codes: tuple[Command, ...]) -> None:
    assert tablet.scan(*codes).result == "refused"


def test_what_is_not_in_the_house_or_packed_stays_where_it_is(tablet: TabletAt) -> None:
    road = roads.repaired()
    packer = TabletAt("paul")
    packer.scan(road.tags[0], *roads.GOODS_FIT, road.tags[0], road.tags[0])
    assert road.stages == [Stage.PACKED]
    refused = tablet.scan(road.tags[0])
    assert (refused.result, "packed in its box" in str(refused.next)) == ("refused", True)
    expected = goods.announced(serials=True)
    card = tablet.scan(f"SN{expected.skus[0]}")
    assert card.result in ("refused", "repeat")
    assert goods.unit(expected.unit_ids[0]).place_kind is PlaceKind.CUSTOMER


def test_a_shelf_of_another_site_is_refused(tablet: TabletAt) -> None:
    road, code = roads.arrived(), draw(Prefix.SHELF)
    site, shelves = TABLES["site"], TABLES["shelf"]

    def build(connection: sa.Connection) -> None:
        row = dict(connection.execute(sa.select(site)).mappings().first())
        row.update(id=2, code="ELS1", chain_head="", chain_count=0)
        connection.execute(sa.insert(site).values(**row))
        connection.execute(sa.insert(shelves).values(code=code, name="Z-01", kind="shelf", site_id=2))

    in_transaction(build)
    card = tablet.scan(road.tags[0], code)
    assert (card.result, "another site" in str(card.next)) == ("refused", True)
    assert place_of(road.ids[0])[0] is PlaceKind.STATION
    assert str(tablet.scan(shelf("A-01").code).title) == "Put away"  # it is still in hand


def test_at_the_dock_the_unit_in_hand(app) -> None:
    rma, dock = goods.announced(units=2), TabletAt("walt")
    dock.scan(rma.parcel, rma.skus[0])
    assert str(dock.scan(shelf("A-01").code).title) == "Put away"
    assert place_of(rma.unit_ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"  # the box is still open
    assert str(dock.scan(shelf("A-02").code, Command.BOX_DONE).title) != "Stop"
    assert place_of(rma.unit_ids[1]) == (PlaceKind.SHELF, shelf("A-02").id)


def test_after_the_inspection_was_signed(app) -> None:
    row = inspection.arrived()[0]
    tablet = inspection.Tablet("ina")
    tablet.scan(row.tag)
    inspection.answer_all(tablet, row.id, inspection.WELL)
    assert str(tablet.scan(Command.SIGN).title) == "Signed"
    assert str(tablet.scan(shelf("A-01").code).title) == "Put away"
    assert place_of(row.id) == (PlaceKind.SHELF, shelf("A-01").id)
    assert str(tablet.scan(shelf("A-02").code).title).startswith("Shelf")  # nothing is in hand any more
    assert place_of(row.id) == (PlaceKind.SHELF, shelf("A-01").id)


def test_what_belongs_to_another_station_may_be_shelved_at_once(app) -> None:
    road = roads.ready()
    tablet = TabletAt("ina")
    assert tablet.scan(road.tags[0]).result == "repeat"
    assert str(tablet.scan(shelf("B-01").code).title) == "Put away"
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("B-01").id)


def test_a_unit_called_to_the_lead_goes_to_the_question_shelf_alone(tablet: TabletAt) -> None:
    first, second = roads.arrived(), roads.arrived()
    tablet.scan(first.tags[0], second.tags[0])
    assert str(tablet.scan(Command.LEAD).title) == "Lead called"
    tablet.scan(shelf("Questions").code)
    assert place_of(second.ids[0]) == (PlaceKind.SHELF, shelf("Questions").id)
    assert place_of(first.ids[0])[0] is PlaceKind.STATION
    tablet.scan(shelf("A-01").code)
    assert place_of(first.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


def test_what_waits_for_a_shelf(app) -> None:
    row = inspection.arrived()[0]
    tablet, here = inspection.Tablet("ina"), stations.by_name("shelf-1")
    tablet.scan(row.tag)
    inspection.answer_all(tablet, row.id, inspection.WELL)
    tablet.scan(Command.SIGN)
    assert [waiting.id for waiting in worklists.station_queue(here)] == [row.id]
    tablet.scan(shelf("A-01").code)
    assert worklists.station_queue(here) == []


def test_a_job_in_hand_may_be_laid_on_a_shelf_and_taken_up_again(app) -> None:
    row, *_ = at_bench()
    tablet = TabletAt("tom", "bench-1")
    tablet.scan(row.tag)
    assert str(tablet.scan(shelf("A-01").code).title) == "Put away"
    assert place_of(row.id) == (PlaceKind.SHELF, shelf("A-01").id)
    assert tablet.scan(Command.DONE).result == "refused"  # no job is in hand any more
    tablet.scan(row.tag)
    assert place_of(row.id)[0] is PlaceKind.STATION


def test_after_a_box_is_closed_the_shelf_is_for_the_box_and_its_unit_stays_in_it(app) -> None:
    road, packer = roads.repaired(), TabletAt("paul")
    packer.scan(road.tags[0], road.tags[0], *roads.GOODS_FIT, road.tags[0], Command.CLOSE_BOX)
    packer.scan(Command.YES)
    before = place_of(road.ids[0])
    assert packer.scan(shelf("A-01").code).thing.endswith(grouped(roads.box_of(road).number))
    assert str(packer.scan(shelf("A-02").code).title) == "Shelf A-02"  # nothing is in hand any more
    assert place_of(road.ids[0]) == before
