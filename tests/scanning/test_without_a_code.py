"""A thing without any code: chosen from what is still to come, or kept as what nobody declared, in two scans."""

from __future__ import annotations

import pytest

from models.lifecycle import Stage
from models.rma import Hold, Unit
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import CHOICES, Command

BUDGET = 10


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def test_what_is_not_on_the_list_is_an_extra_with_its_second_scan(dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced(units=2)
    answer = dock.scan(rma.parcel, Command.NO_CODE)
    assert [str(choice.label) for choice in answer.choices[2:]] == ["Not on the list", "No"]
    costs.clear()
    answer = dock.scan(Command.YES)
    assert (str(answer.title), answer.photo_of[0], answer.paper[0]) == ("Extra, held", "unit", "unit_holding_label")
    assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    extra = rows_of(Unit, unexpected="extra")[0]
    assert (extra.product_id, extra.rma_id, extra.came_in_id) == (None, rma.rma_id, rma.parcel_id)
    assert [hold.reason for hold in rows_of(Hold, unit_id=extra.id)] == ["extra_unit"]


def test_no_puts_the_question_away(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.NO_CODE, Command.NO)
    assert dock.scan(Command.YES).result == "refused"
    assert rows_of(Unit, unexpected="extra") == []


def test_the_twelfth_thing_of_a_box_is_on_the_second_page(dock: TabletAt) -> None:
    rma = goods.announced(units=12)
    answer = dock.scan(rma.parcel, Command.NO_CODE)
    assert str(answer.choices[7].label) == "More"
    dock.scan(CHOICES[7])
    assert str(dock.scan(CHOICES[4]).title) == "Arrived"
    assert goods.unit(rma.unit_ids[11]).stage is Stage.ARRIVED


def test_a_number_that_is_no_choice_is_refused(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.NO_CODE)
    assert dock.scan(CHOICES[3]).result == "refused"
    assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED


def test_undone(dock: TabletAt) -> None:
    check_undo(dock, goods.announced().parcel, Command.NO_CODE, Command.YES)
