"""What an act did to rows is taken back in few writes: one for each table, unless something between forbids it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import restoring
from models.restoring import Addition, Change, Deletion
from models.rma import Accessory, Hold, Unit
from tests.support import goods
from workflow import putting_back
from workflow.errors import Busy
from workflow.transaction import in_transaction

U = Unit.__table__


def of(*changes: list) -> list:
    return [(type(write), write.table.name) for write in putting_back.of(changes)]


def test_all_of_a_table_together() -> None:
    assert of(["unit", 1, {"tag": None}, {"tag": "T1"}], ["hold", 7, None, None],
              ["unit", 2, {"tag": None}, {"tag": "T2"}]) == [(Change, "unit"), (Deletion, "hold")]


def test_not_past_what_points_at_it() -> None:
    """A unit that was added goes only after the hold on it, though another unit goes before that."""
    assert of(["unit", 1, None, None], ["hold", 7, None, None], ["unit", 2, None, None]) == [
        (Deletion, "unit"), (Deletion, "hold"), (Deletion, "unit")]


def test_not_past_a_row_that_it_points_at() -> None:
    """A photo that went to a unit comes away from it before that goes, whatever else is done to photos."""
    assert of(["photo", 1, {"shows": None}, {"shows": "label"}], ["unit", 1, None, None],
              ["photo", 2, {"unit_id": None}, {"unit_id": 1}]) == [(Change, "photo"), (Deletion, "unit")]
    assert of(["photo", 1, {"unit_id": 1}, {"unit_id": None}], ["unit", 1, {"id": 1}, "deleted"],
              ["photo", 2, {"shows": None}, {"shows": "label"}]) == [
        (Change, "photo"), (Addition, "unit"), (Change, "photo")]


def test_what_was_changed_twice_is_as_before_the_first() -> None:
    change, = putting_back.of([
        ["accessory", 1, {"received": None}, {"received": True}],
        ["accessory", 1, {"received": True, "packed": None}, {"received": False, "packed": True}]])
    assert change.rows == {1: {"received": None, "packed": None}}
    assert change.was == {1: {"received": False, "packed": True}}


def test_what_was_added_and_changed_goes_as_it_was_left() -> None:
    gone, = putting_back.of([["hold", 1, None, None], ["hold", 1, {"note": ""}, {"note": "wet"}]])
    assert isinstance(gone, Deletion) and (gone.ids, gone.was) == ([1], {1: {"note": "wet"}})


def test_what_was_added_and_deleted_leaves_nothing_to_do() -> None:
    assert of(["hold", 1, None, None], ["hold", 1, {"id": 1, "note": ""}, "deleted"]) == []


def test_what_was_changed_and_deleted_is_there_as_before_the_change() -> None:
    back, = putting_back.of([["hold", 1, {"note": ""}, {"note": "wet"}],
                             ["hold", 1, {"id": 1, "note": "wet"}, "deleted"]])
    assert isinstance(back, Addition) and back.rows == [{"id": 1, "note": ""}]


def test_only_what_stands_in_the_log_is_left_alone() -> None:
    assert of(["parcel", 1, {}, {}]) == []


@pytest.fixture
def units(either_app) -> list[int]:
    return goods.announced(units=3).unit_ids


def write(*writes: restoring.Write) -> None:
    in_transaction(lambda connection: restoring.write(connection, writes))


def tags(units: list[int]) -> list[str | None]:
    return [goods.unit(unit_id).tag for unit_id in units]


def give(units: list[int], *tags: str | None) -> None:
    for unit_id, tag in zip(units, tags, strict=True):
        in_transaction(lambda connection, unit_id=unit_id, tag=tag: connection.execute(
            sa.update(U).where(U.c.id == unit_id).values(tag=tag)))


@pytest.mark.parametrize("backwards", [False, True])
def test_a_tag_goes_back_from_one_unit_to_another(units: list[int], backwards: bool) -> None:
    """Whichever has the lower id: never do two have it at once."""
    giver, taker, other = units[::-1] if backwards else units
    give([giver, taker, other], "T1", None, None)
    write(Change(U, {giver: {"tag": None}, taker: {"tag": "T1"}, other: {"serial_seen": "S"}},
                 {giver: {"tag": "T1"}, taker: {"tag": None}, other: {"serial_seen": None}}))
    assert tags([giver, taker, other]) == [None, "T1", None]
    assert [goods.unit(unit_id).serial_seen for unit_id in (giver, taker, other)] == [None, None, "S"]


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_nothing_is_given_back_that_somebody_changed_since(units: list[int], changed: int) -> None:
    """Each row is compared with what the act left it, also in columns that others were not given."""
    back = Change(U, {units[0]: {"tag": None}, units[1]: {"tag": None}, units[2]: {"serial_seen": None}},
                  {units[0]: {"tag": "T1"}, units[1]: {"tag": "T2"}, units[2]: {"serial_seen": "S"}})
    give(units, "T1", "T2", None)
    in_transaction(lambda connection: connection.execute(
        sa.update(U).where(U.c.id == units[2]).values(serial_seen="S")))
    in_transaction(lambda connection: connection.execute(
        sa.update(U).where(U.c.id == units[changed]).values(tag="NEW", serial_seen="NEW")))
    before = [tuple(goods.unit(unit_id)) for unit_id in units]
    for writes in ((back,), (back, Deletion(Hold.__table__, [-1]))):
        with pytest.raises(Busy):
            write(*writes)
    assert [tuple(goods.unit(unit_id)) for unit_id in units] == before


def test_what_another_changed_since_is_not_deleted(units: list[int]) -> None:
    give(units, "T1", None, None)
    with pytest.raises(Busy):
        write(Deletion(U, [units[0]], {units[0]: {"tag": "T2"}}))
    assert tags(units)[0] == "T1"


def test_rows_of_several_tables_are_one_statement_on_postgresql(units: list[int], costs: list[str]) -> None:
    give(units, "T1", None, None)
    costs.clear()
    write(Change(U, {units[0]: {"tag": None}}, {units[0]: {"tag": "T1"}}), Deletion(Hold.__table__, [-1]),
          Deletion(Accessory.__table__, [-1]))
    assert len(costs) == (1 if "WITH" in costs[0] else 3)
    assert tags(units)[0] is None
