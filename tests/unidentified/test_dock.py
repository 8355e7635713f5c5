"""The holding label scanned at the dock: whose may it be, and one choice says it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.log import Scan
from tests.desk.roads import read_all
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.answers import CustomerOf
from workflow.scanning.commands import CHOICES, Command
from workflow.whose import noting

BUDGET = 10


@pytest.fixture
def dock(app) -> TabletAt:
    goods.announced(name="Petra Schneider")
    return TabletAt("walt")


def put_aside(dock: TabletAt, *, name: str = "", **label: object) -> tuple[int, str]:
    """A parcel that nobody announced, with what an agent read on its label. Its id and number."""
    parcel_id = dock.scan("1Z999AA10123456784").photo_of[1]
    if name or label:
        noting.note_sender(parcel_id=parcel_id, name=name, by=actor("alice"), **label)
    dock.scan(Command.PARK)
    return parcel_id, goods.parcel(parcel_id).number


def test_the_best_three_stand_as_choices_with_their_reasons(dock: TabletAt, statements: list[str]) -> None:
    wang = goods.announced(name="王伟", country="CN")
    others = [goods.announced(name=name, country="CN") for name in ("Wang Wen", "Wang Fei", "Wong Wai")]
    _parcel_id, number = put_aside(dock, name="WEI WANG", country="CN")
    statements.clear()
    answer = dock.scan(number)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (answer.result, str(answer.title)) == ("ask", "Whose is it?")
    asked = [choice.label.rma_id for choice in answer.choices if isinstance(choice.label, CustomerOf)]
    assert (asked[0], len(asked)) == (wang.rma_id, 3)
    assert set(asked[1:]) < {rma.rma_id for rma in others}
    assert str(answer.choices[0].note) == "the same name, the same country, announced on the same day"


def test_one_choice_matches_and_asks_nothing_more(dock: TabletAt, statements: list[str]) -> None:
    rma, beside = goods.announced(name="Иванов Пётр"), goods.announced(name="Ivana Petrović")
    parcel_id, number = put_aside(dock, name="Petr Ivanov")
    dock.scan(number)
    statements.clear()
    answer = dock.scan(CHOICES[0])
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (answer.result, str(answer.title)) == ("ok", "Matched")
    matched = goods.parcel(parcel_id)
    assert (matched.rma_id, matched.unidentified) == (rma.rma_id, False)
    assert goods.unit(beside.unit_ids[0]).stage.value == "expected"
    assert str(dock.scan(rma.skus[0]).title) == "Arrived"


def test_a_dangerous_parcel_is_matched_within_the_budget(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced(name="Wang Wei")
    parcel_id = dock.scan("1Z999AA10123456784").photo_of[1]
    noting.note_sender(parcel_id=parcel_id, name="Wang Wei", by=actor("alice"))
    dock.scan(Command.DANGER, goods.parcel(parcel_id).number)
    statements.clear()
    assert str(dock.scan(CHOICES[0]).title) == "Matched"
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert goods.parcel(parcel_id).rma_id == rma.rma_id


def test_a_match_is_taken_back_and_done_again(dock: TabletAt) -> None:
    goods.announced(name="Иванов Пётр")
    parcel_id, number = put_aside(dock, name="Petr Ivanov")
    check_undo(dock, number, CHOICES[0])
    assert goods.parcel(parcel_id).rma_id


def test_after_undo_another_one_can_be_chosen(dock: TabletAt) -> None:
    first, second = goods.announced(name="Wang Wei"), goods.announced(name="Wang Wen")
    parcel_id, number = put_aside(dock, name="Wang Wei")
    dock.scan(number, CHOICES[0])
    assert goods.parcel(parcel_id).rma_id == first.rma_id
    dock.scan(Command.UNDO, CHOICES[1])
    assert goods.parcel(parcel_id).rma_id == second.rma_id


def test_no_leaves_it_on_the_shelf(dock: TabletAt) -> None:
    goods.announced(name="Wang Wei")
    parcel_id, number = put_aside(dock, name="Wang Wei")
    assert str(dock.scan(number, Command.NO).title) == "Left as it is"
    assert goods.parcel(parcel_id).unidentified
    assert dock.scan(CHOICES[0]).result == "refused"


def test_a_number_that_is_no_choice_is_refused(dock: TabletAt) -> None:
    goods.announced(name="Wang Wei")
    parcel_id, number = put_aside(dock, name="Wang Wei")
    dock.scan(number)
    assert dock.scan(CHOICES[6]).result == "refused"
    assert goods.parcel(parcel_id).unidentified


def test_nothing_known_is_no_question(dock: TabletAt) -> None:
    _parcel_id, number = put_aside(dock)
    answer = dock.scan(number)
    assert (answer.result, str(answer.title)) == ("repeat", "Here already")


def test_what_the_scans_know_is_enough_with_an_announced_carrier_and_weight(dock: TabletAt) -> None:
    """No name: the weight scanned at the dock and the product taken out of it speak."""
    rma = goods.announced(name="Nobody Known")
    parcel_id, number = put_aside(dock)
    dock.scan(number, rma.skus[0], Command.YES)
    answer = dock.scan(Command.PARK, number)
    assert answer.choices[0].label == CustomerOf(rma.rma_id)
    assert "holds what is expected: Kettle" in str(answer.choices[0].note)
    assert goods.parcel(parcel_id).unidentified


def test_a_stored_card_holds_no_name(dock: TabletAt) -> None:
    goods.announced(name="Xaver Quendelmoos")
    _parcel_id, number = put_aside(dock, name="Xaver Quendelmoos")
    dock.scan(number)
    assert "Quendelmoos" not in repr(read_all(sa.select(Scan.__table__)))


def test_the_name_stands_on_the_drawn_card(dock: TabletAt, client_as) -> None:
    goods.announced(name="Xaver Quendelmoos")
    _parcel_id, number = put_aside(dock, name="Xaver Quendelmoos")
    walt = client_as("walt")
    walt.page("/stations/dock-1")
    answer = walt.send("/stations/dock-1/scans", code=number, scan_id="f" * 32)
    assert "Xaver Quendelmoos" in answer.get_data(as_text=True)
    assert len(answer.get_data()) < 5000
