"""The carrier's own label on a box that was received by ours: its number is noted, and no second box is made of it."""

from __future__ import annotations

import pytest

from models.lifecycle import ParcelState
from models.parcels import Parcel
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.answers import Answer
from workflow.scanning.commands import CHOICES, Command

BUDGET = 10
UPS, PLAIN = "1Z999AA10123456784", "DIGITS12345678"


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def labels(answer: Answer) -> list[str]:
    return [str(choice.label) for choice in answer.choices]


def test_one_choice_says_it_is_the_same_box(dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    for code, title in ((UPS, "Put aside"), (CHOICES[0], "Same box")):
        costs.clear()
        assert str(dock.scan(code).title) == title
        assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    box = goods.parcel(rma.parcel_id)
    assert (box.tracking, box.carrier, box.state) == (UPS, "ups", ParcelState.RECEIVED)
    assert rows_of(Parcel, unidentified=True) == []
    assert str(dock.scan(rma.skus[0]).title) == "Arrived"
    answer = dock.scan(UPS)
    assert (answer.result, answer.photo_of) == ("repeat", ("parcel", rma.parcel_id))


def test_who_scans_on_has_put_it_aside(dock: TabletAt) -> None:
    rma, after = goods.announced(), goods.announced()
    dock.scan(rma.parcel, UPS, after.parcel)
    assert [box.tracking for box in rows_of(Parcel, unidentified=True)] == [UPS]
    assert goods.parcel(rma.parcel_id).tracking is None


def test_a_number_that_may_be_anything_can_stand_on_the_box_in_hand(dock: TabletAt) -> None:
    rma = goods.announced()
    answer = dock.scan(rma.parcel, PLAIN)
    assert labels(answer)[2] == "It is on the same box"
    assert str(dock.scan(CHOICES[2]).title) == "Same box"
    assert goods.parcel(rma.parcel_id).tracking == PLAIN


def test_an_opened_box_and_one_whose_number_is_known_are_not_offered(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    assert "It is on the same box" not in labels(dock.scan(PLAIN))
    assert dock.scan(CHOICES[2]).result == "refused"
    assert "It is on the same box" not in labels(dock.scan(UPS))
    assert "It is on the same box" not in labels(dock.scan("1Z12345E0205271688"))


@pytest.mark.parametrize("codes", [(UPS, CHOICES[0]), (PLAIN, CHOICES[2]), (UPS,)])
def test_undone(dock: TabletAt, codes: tuple) -> None:
    rma = goods.announced()
    check_undo(dock, rma.parcel, *codes)


def test_after_undo_of_it_the_box_put_aside_is_there_again(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, UPS, CHOICES[0], Command.UNDO)
    assert [box.tracking for box in rows_of(Parcel, unidentified=True)] == [UPS]
