"""Tags printed in advance are bound by scanning the unit, then a blank one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.numbers import Prefix, draw
from models.parcels import Parcel
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import Command
from workflow.transaction import reading

BUDGET = 10


def parcels() -> int:
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(Parcel.__table__)).scalar_one()


def test_a_blank_tag_is_bound_to_the_unit_just_taken_out(dock: TabletAt, statements: list[str]) -> None:
    rma, blank = goods.announced(units=2), draw(Prefix.TAG)
    dock.scan(rma.parcel, rma.skus[0])
    statements.clear()
    answer = dock.scan(blank)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (answer.result, str(answer.title)) == ("ok", "Bound")
    assert goods.unit(rma.unit_ids[0]).tag == blank
    assert goods.unit(rma.unit_ids[1]).tag is None
    assert str(dock.scan(blank).title) == "Here already"
    assert dock.scan(rma.skus[1]).result == "ok"


def test_a_second_tag_is_refused(dock: TabletAt) -> None:
    rma, blank, second = goods.announced(), draw(Prefix.TAG), draw(Prefix.TAG)
    assert dock.scan(rma.parcel, rma.skus[0], blank, second).result == "refused"
    assert goods.unit(rma.unit_ids[0]).tag == blank


def test_a_unit_that_kept_its_tag_from_before_gets_no_other(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    tag = goods.unit(rma.unit_ids[0]).tag
    lena = TabletAt("lena", "dock-2")
    assert lena.scan(rma.parcel, tag, draw(Prefix.TAG)).result == "refused"
    assert goods.unit(rma.unit_ids[0]).tag == tag


def test_without_a_unit_it_is_a_blank_tag_and_never_a_parcel(dock: TabletAt) -> None:
    before = parcels()
    answer = dock.scan(draw(Prefix.TAG))
    assert (answer.result, str(answer.title)) == ("unknown", "Blank tag")
    assert parcels() == before


def test_the_serial_is_still_asked_for(dock: TabletAt) -> None:
    rma, blank = goods.announced(serials=True), draw(Prefix.TAG)
    assert "serial" in str(dock.scan(rma.parcel, rma.skus[0], blank).next)
    assert str(dock.scan("SN" + rma.skus[0]).title) == "Serial fits"
    assert goods.unit(rma.unit_ids[0]).tag == blank


def test_an_extra_gets_its_tag_from_the_roll_too(dock: TabletAt) -> None:
    rma, other, blank = goods.announced(), goods.announced(), draw(Prefix.TAG)
    assert dock.scan(rma.parcel, other.skus[0], Command.YES, blank).result == "ok"


def test_after_all_of_them_each_blank_tag_is_for_the_thing_on_its_card(dock: TabletAt, statements: list[str]) -> None:
    rma, blanks = goods.announced(units=3), [draw(Prefix.TAG) for _ in range(4)]
    dock.scan(rma.parcel, rma.skus[1], blanks[0], Command.ALL)
    named = []
    for blank in blanks[1:3]:
        statements.clear()
        answer = dock.scan(blank)
        assert len(statements) <= BUDGET and str(answer.title) == "Bound"
        named.append(answer.thing.split(" ", 5)[5])
    assert [goods.unit(unit).tag for unit in rma.unit_ids] == [blanks[1], blanks[0], blanks[2]]
    assert named == ["Kettle 1 电热水壶", "Kettle 3 电热水壶"]
    assert str(dock.scan(blanks[3]).title) == "Blank tag"
    assert str(dock.scan(Command.BOX_DONE).title) == "Box done"


def test_one_that_was_passed_over_is_asked_about(dock: TabletAt) -> None:
    rma, first, second = goods.announced(units=2), draw(Prefix.TAG), draw(Prefix.TAG)
    answer = dock.scan(rma.parcel, rma.skus[0], rma.skus[1], first, second)
    assert (str(answer.title), answer.thing, answer.result) == ("For this one?", "Kettle 1 电热水壶", "ask")
    assert goods.unit(rma.unit_ids[1]).tag == first
    assert str(dock.scan(Command.NO).title) == "Left as it is"
    assert str(dock.scan(second, Command.YES).title) == "Bound"
    assert goods.unit(rma.unit_ids[0]).tag == second
    assert dock.scan(draw(Prefix.TAG)).result == "refused"


def test_another_boxs_units_are_past(dock: TabletAt) -> None:
    first, second, blank = goods.announced(), goods.announced(), draw(Prefix.TAG)
    dock.scan(first.parcel, first.skus[0], Command.BOX_DONE, second.parcel)
    assert str(dock.scan(blank).title) == "Blank tag"
    dock.scan(second.skus[0], blank)
    assert goods.unit(second.unit_ids[0]).tag == blank and goods.unit(first.unit_ids[0]).tag != blank


def test_without_a_network_tags_are_bound_when_it_is_back(dock: TabletAt) -> None:
    rma, blanks = goods.announced(units=2), [draw(Prefix.TAG) for _ in range(2)]
    answers = dock.deliver(*dock.keep(rma.parcel, rma.skus[0], blanks[0], rma.skus[1], blanks[1]))
    assert [str(answer.title) for answer in answers] == ["Received", "Arrived", "Bound", "Arrived", "Bound"]
    assert [goods.unit(unit).tag for unit in rma.unit_ids] == blanks


@pytest.mark.parametrize("codes", [("all",), ("first", "second", "blank", "other", Command.YES)])
def test_what_was_bound_later_undone(dock: TabletAt, codes: tuple) -> None:
    rma = goods.announced(units=2)
    blank, other = draw(Prefix.TAG), draw(Prefix.TAG)
    named = {"all": Command.ALL, "first": rma.skus[0], "second": rma.skus[1], "blank": blank, "other": other}
    last = codes if codes[-1] is Command.YES else (*codes, "blank")
    check_undo(dock, rma.parcel, *[named.get(code, code) for code in last])


def test_undone_the_number_that_was_drawn_is_its_tag_again(dock: TabletAt) -> None:
    rma = goods.announced()
    check_undo(dock, rma.parcel, rma.skus[0], draw(Prefix.TAG))
