"""What came with a unit, ticked at the dock by scans alone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.numbers import Prefix, draw
from models.rma import Accessory
from reference.accessories import accessory_names, called
from tests.packing.roads import rows_of
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo, everything
from workflow.doing import Doing
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import act, reading

BUDGET = 10
ONE, TWO, THREE = CHOICES[:3]
NAMES = ("Power supply", "Remote control", "Blauer Beutel")


@act("test.belongs")
def belongs(doing: Doing, *, unit_id: int, names: tuple[str, ...] = NAMES, by=None) -> None:
    doing.insert_all(Accessory, [{"unit_id": unit_id, "name": name} for name in names])


@pytest.fixture
def dock(app) -> TabletAt:
    beside = goods.announced()
    belongs(unit_id=beside.unit_ids[0], by=actor("walt"))
    return TabletAt("walt")


def announced(names: tuple[str, ...] = NAMES, **about: object) -> goods.Announced:
    rma = goods.announced(**about)
    belongs(unit_id=rma.unit_ids[0], names=names, by=actor("walt"))
    return rma


def received(rma: goods.Announced) -> list[bool | None]:
    return [row.received for row in rows_of(Accessory, unit_id=rma.unit_ids[0])]


def others(rma: goods.Announced) -> set[bool | None]:
    """What stands at the units beside it."""
    a = Accessory.__table__
    with reading() as connection:
        return set(connection.execute(sa.select(a.c.received).where(a.c.unit_id != rma.unit_ids[0])).scalars())


def test_what_came_is_ticked_one_by_one_and_the_rest_is_not_there(dock: TabletAt) -> None:
    rma = announced()
    arrived = dock.scan(rma.parcel, rma.skus[0])
    assert [str(choice.label) for choice in arrived.choices] == [
        *NAMES, "All is there", "The rest is not there", "Box done"]
    ticked = dock.scan(TWO)
    assert (str(ticked.title), received(rma)) == ("Ticked", [None, True, None])
    assert [(item.name, str(item.state)) for item in ticked.items] == [
        ("Power supply", "not looked at"), ("Blauer Beutel", "not looked at"), ("Remote control", "there")]
    noted = dock.scan(Command.NO)
    assert (str(noted.title), received(rma)) == ("Noted", [False, True, False])
    assert others(rma) == {None}


def test_a_second_tick_takes_the_first_away(dock: TabletAt) -> None:
    rma = announced()
    dock.scan(rma.parcel, rma.skus[0], ONE, TWO, ONE)
    assert received(rma) == [False, True, None]


def test_cancel_is_no_answer_nobody_has_looked(dock: TabletAt) -> None:
    """NO would say that the rest is not there."""
    rma = announced()
    dock.scan(rma.parcel, rma.skus[0])
    assert (str(dock.scan(Command.CANCEL).title), received(rma)) == ("Question dropped", [None, None, None])
    assert dock.scan(Command.NO).result == "refused"


@pytest.mark.parametrize("command", [Command.ALL, Command.YES])
def test_all_is_there_and_after_it_all_means_the_units_again(dock: TabletAt, command: Command) -> None:
    rma = announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    assert str(dock.scan(command).title) == "All ticked"
    assert received(rma) == [True] * 3 and others(rma) == {None}
    assert goods.unit(rma.unit_ids[1]).arrived_at is None
    assert str(dock.scan(Command.ALL).title) == "All arrived"


def test_a_list_passed_over_was_not_looked_at_and_can_be_ticked_later(dock: TabletAt) -> None:
    rma = announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"
    assert received(rma) == [None] * 3
    assert dock.scan(ONE).result == "refused"
    again = dock.scan(goods.unit(rma.unit_ids[0]).tag)
    assert (str(again.title), str(again.choices[0].label)) == ("Here already", "Power supply")
    dock.scan(THREE, Command.ALL)
    assert received(rma) == [True] * 3


def test_the_serial_number_comes_first(dock: TabletAt) -> None:
    rma = announced(serials=True)
    assert str(dock.scan(rma.parcel, rma.skus[0]).title) == "Scan its serial"
    fits = dock.scan("SN" + rma.skus[0])
    assert (str(fits.title), str(fits.choices[0].label)) == ("Serial fits", "Power supply")
    dock.scan(Command.ALL)
    assert received(rma) == [True] * 3


def test_a_tag_from_the_roll_leaves_the_list_standing(dock: TabletAt) -> None:
    rma = announced()
    dock.scan(rma.parcel, rma.skus[0])
    bound = dock.scan(draw(Prefix.TAG))
    assert (str(bound.title), str(bound.choices[0].label)) == ("Bound", "Power supply")
    dock.scan(ONE)
    assert received(rma) == [True, None, None]


def test_a_long_list_has_pages(dock: TabletAt) -> None:
    names = tuple(f"Part {number}" for number in range(1, 12))
    rma = announced(names)
    dock.scan(rma.parcel, rma.skus[0])
    more = dock.scan(CHOICES[7])
    assert [str(choice.label) for choice in more.choices][:5] == [*names[7:], "More"]
    ticked = dock.scan(ONE)
    assert [row.name for row in rows_of(Accessory, unit_id=rma.unit_ids[0]) if row.received] == ["Part 8"]
    assert str(ticked.choices[0].label) == "Part 8"


@pytest.mark.parametrize("codes", [(ONE,), (ONE, ONE), (Command.ALL,), (ONE, Command.NO)])
def test_undone_all_is_as_before_and_the_list_stands_again(dock: TabletAt, codes: tuple[Command, ...]) -> None:
    rma = announced(tuple(f"Part {number}" for number in range(1, 9)))
    dock.scan(rma.parcel, rma.skus[0])
    done = check_undo(dock, *codes)
    now = everything()
    undone = dock.scan(Command.UNDO)
    assert str(undone.choices[0].label) == "Part 1"
    again = dock.scan(codes[-1])
    assert (again.title, everything()) == (done.title, now)


@pytest.mark.parametrize("codes", [("sku",), ("sku", ONE), ("sku", Command.ALL), ("sku", Command.NO),
                                   ("sku", Command.PARK, "parcel", "sku2")])
def test_no_scan_costs_more_than_ten_statements(dock: TabletAt, statements: list[str], codes: tuple) -> None:
    rma = announced(tuple(f"Part {number}" for number in range(1, 9)), units=2)
    named = {"sku": rma.skus[0], "sku2": rma.skus[1], "parcel": rma.parcel}
    dock.scan(rma.parcel, *[named.get(code, code) for code in codes[:-1]])
    statements.clear()
    dock.scan(named.get(codes[-1], codes[-1]))
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)


def test_a_taken_back_arrival_has_no_list_any_more(dock: TabletAt) -> None:
    rma = announced()
    dock.scan(rma.parcel, rma.skus[0])
    dock.take(Command.UNDO)
    before = everything()
    assert dock.scan(ONE).result == "refused"
    assert everything() == before


def test_usual_things_are_called_in_the_readers_language() -> None:
    assert called("Remote control", "zh") == accessory_names()["remote"].zh
    assert (called("Netzteil", "zh"), called("POWER ADAPTER", "de")) == (called("Power adapter", "zh"), "Netzteil")
    assert called("Blauer Beutel", "zh") == "Blauer Beutel"
