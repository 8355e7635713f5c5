"""The slip and the order number of a box that is in the house: that box again, never a second one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, Stage
from models.parcels import Parcel
from tests.support import goods
from tests.support.goods import Announced
from tests.support.tablets import TabletAt, check_undo, everything
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

P = Parcel.__table__
BUDGET = 10


def order_number(rma: Announced) -> str:
    with reading() as connection:
        return connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": rma.order_id}).scalar()


def number_of(rma: Announced, which: str) -> str:
    return rma.rma if which == "rma" else order_number(rma)


def newest() -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(P).order_by(P.c.id.desc()).limit(1)).one()


@pytest.mark.parametrize("which", ["rma", "order"])
def test_the_slip_taken_out_of_the_open_box_is_that_box(dock: TabletAt, statements: list[str], which: str) -> None:
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    before = everything()
    statements.clear()
    answer = dock.scan(number_of(rma, which))
    assert len(statements) <= BUDGET
    assert (answer.result, str(answer.title), answer.act_id) == ("repeat", "Here already", None)
    assert everything() == before
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"
    assert str(dock.scan(Command.BOX_DONE).title) == "Box done"
    assert goods.parcel(rma.parcel_id).state is ParcelState.EMPTIED


@pytest.mark.parametrize("which", ["rma", "order"])
def test_scanned_twice_and_three_times_it_is_one_box(dock: TabletAt, which: str) -> None:
    rma = goods.announced()
    number = number_of(rma, which)
    assert str(dock.scan(number).title) == "Received"
    before = everything()
    assert [str(dock.scan(number).title) for _ in range(2)] == ["Here already"] * 2
    assert everything() == before


def test_the_slip_of_a_box_that_is_done(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    before = everything()
    assert str(dock.scan(rma.rma).title) == "Box is done"
    assert everything() == before


def test_the_slip_in_box_one_does_not_receive_box_two(dock: TabletAt) -> None:
    rma = goods.announced(units=2, boxes=2)
    dock.scan(rma.parcel)
    before = everything()
    assert str(dock.scan(rma.rma).title) == "Here already"
    assert everything() == before


def test_with_box_one_done_its_number_stands_for_box_two(dock: TabletAt) -> None:
    rma = goods.announced(units=2, boxes=2)
    dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    assert str(dock.scan(rma.rma).title) == "Received"


def test_two_boxes_in_the_house_are_a_question(dock: TabletAt) -> None:
    rma = goods.announced(boxes=2)
    dock.scan(rma.parcel)
    dock.scan(rma.rma, Command.PARK, rma.rma)
    answer = dock.scan(Command.PARK, rma.rma)
    assert (str(answer.title), len(answer.choices)) == ("Which box?", 2)
    assert dock.scan(answer.choices[0].code).result == "repeat"


@pytest.mark.parametrize("which", ["rma", "order"])
def test_a_box_that_nobody_announced_is_put_aside_once_with_its_rma_first(dock: TabletAt, which: str) -> None:
    rma = goods.announced()
    in_transaction(lambda connection: connection.execute(
        sa.update(P).where(P.c.id == rma.parcel_id).values(state=ParcelState.HANDED_BACK)))
    number = number_of(rma, which)
    assert str(check_undo(dock, number).title) == "Put aside"
    row = newest()
    assert (row.tracking, row.raw_code, row.unidentified) == (None, number, True)
    before = everything()
    answer = dock.scan(Command.PARK, number)
    assert (str(answer.title), answer.result) == ("Whose is it?", "ask")
    why = {"rma": "Its number stands on the box", "order": "Its order's number stands on the box"}[which]
    assert str(answer.choices[0].note) == f"{why}, announced on the same day"
    assert everything() == before
    assert str(dock.scan(Command.CHOICE_1).title) == "Matched"
    assert str(dock.scan(number).title) == "Here already"
    assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED
