"""Looking at a unit: one question after the other, parked and taken up again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import PlaceKind, Role, Stage
from models.rma import Unit
from models.work import Inspection
from tests.inspecting.units import BROKEN, WELL, Tablet, answer_all, arrived, inspections, look
from tests.support import goods
from workflow import receiving, staffing
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning.commands import Command
from workflow.transaction import act


@pytest.fixture
def ina(app) -> Tablet:
    return Tablet("ina")


def test_a_tag_opens_the_inspection_with_its_first_question(ina: Tablet) -> None:
    row, other = arrived(units=2)
    card = ina.scan(row.tag)
    assert (card.result, str(card.title)) == ("ask", "Question 1")
    assert str(card.next) == "Is it the item that was expected, with the right serial number?"
    assert [str(choice.label) for choice in card.choices] == ["Yes", "No"]
    assert card.photo_of == ("unit", row.id)
    (found,) = inspections(row.id)
    assert (found.category, found.answers, found.signed_at) == ("toy", {}, None)
    assert inspections(other.id) == []


def test_the_unit_lies_at_the_station_that_looks_at_it(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    after = goods.unit(row.id)
    assert after.place_kind is PlaceKind.STATION
    assert after.place_id != row.place_id


def test_the_next_question_follows_from_the_answer(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    assert "seal" in str(ina.scan(Command.YES).next)
    card = ina.scan(Command.YES)  # the seal is unbroken: nothing more to ask
    assert str(card.title) == "Grade A"
    assert look(row.id).answers == {"right_item": "yes", "sealed": "yes"}


def test_yes_and_no_stand_for_the_buttons(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    ina.scan(Command.YES, Command.NO)
    assert look(row.id).answers == {"right_item": "yes", "sealed": "no"}


def test_yes_is_no_answer_to_a_question_with_other_answers(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    while look(row.id).question.code != "marks":
        question = look(row.id).question
        ina.scan(Command.YES if WELL[question.code] == "yes" else Command.NO)
    card = ina.scan(Command.YES)
    assert card.result == "refused"
    assert look(row.id).question.code == "marks"


def test_a_button_that_the_card_does_not_have(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    assert ina.scan(Command.CHOICE_5).result == "refused"
    assert look(row.id).answers == {}


def test_another_unit_parks_the_first_with_its_answers(ina: Tablet) -> None:
    first, second = arrived(units=2)
    ina.scan(first.tag)
    ina.scan(Command.YES)
    card = ina.scan(second.tag)
    assert [str(label) for label, _value in card.lines] == ["Parked"]
    card = ina.scan(first.tag)
    assert str(card.title) == "Question 2"
    assert look(first.id).answers == {"right_item": "yes"}
    assert len(inspections(first.id)) == 1


def test_the_same_tag_again_changes_nothing(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    card = ina.scan(row.tag)
    assert (card.act_id, str(card.title)) == (None, "Question 1")
    assert len(inspections(row.id)) == 1


def test_one_back_asks_the_last_question_again(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    answer_all(ina, row.id, BROKEN)
    assert look(row.id).inspection.grade == "D"
    card = ina.scan(Command.BACK)
    assert str(card.title) == "Question 9"
    found = look(row.id).inspection
    assert (found.grade, found.proposed, found.fault_code) == (None, None, None)
    assert ina.scan(Command.CHOICE_1).result == "ask"
    assert look(row.id).inspection.grade == "D"


def test_before_the_first_question_there_is_none(ina: Tablet) -> None:
    ina.scan(arrived()[0].tag)
    assert ina.scan(Command.BACK).result == "refused"


def test_the_paper_and_the_box_stand_for_their_only_unit(ina: Tablet) -> None:
    row = arrived()[0]
    rma = goods.rma(row.rma_id)
    assert str(ina.scan(rma.number).title) == "Question 1"
    assert ina.open_unit() == row.id


def test_an_rma_of_two_asks_which(ina: Tablet) -> None:
    rows = arrived(units=2)
    card = ina.scan(goods.rma(rows[0].rma_id).number)
    assert [choice.code for choice in card.choices] == [row.tag for row in rows]
    assert str(ina.scan(card.choices[1].code).title) == "Question 1"
    assert ina.open_unit() == rows[1].id


def test_what_has_not_arrived_is_sent_to_the_dock(ina: Tablet) -> None:
    rma = goods.announced()
    card = ina.scan(rma.rma)
    assert (card.result, str(card.title)) == ("repeat", "To the dock")
    assert inspections(rma.unit_ids[0]) == []


def test_what_is_signed_already_says_who_and_when(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    answer_all(ina, row.id, WELL)
    ina.scan(Command.SIGN)
    card = ina.scan(row.tag)
    assert (card.result, str(card.title)) == ("repeat", "Inspected")
    assert {"by", "when"} <= {str(label) for label, _value in card.lines}


def test_a_unit_without_a_product_is_asked_what_it_is(ina: Tablet) -> None:
    unit_id, tag = receiving.take_out_extra(box=None, product_id=None, by=_dock())
    card = ina.scan(tag)
    assert str(card.title) == "What is it?"
    assert len(card.choices) == 8
    card = ina.scan(Command.CHOICE_8)  # the kinds are more than the buttons
    assert len(card.choices) == 3
    card = ina.scan(Command.CHOICE_3)
    assert len(card.choices) == 8
    assert str(ina.scan(Command.CHOICE_1).title) == "Question 1"
    assert look(unit_id).category == "phone"


def _dock() -> Actor:
    return Actor("staff", frozenset({Role.DOCK}), staff_id=3, site_id=1)


def test_a_colleague_may_take_over_what_was_begun(ina: Tablet) -> None:
    staffing.add(login="ivo", name="Ivo", roles=[Role.INSPECTOR], password="ivo-has-a-long-password", by=SYSTEM)
    row = arrived()[0]
    ina.scan(row.tag)
    ina.scan(Command.YES)
    ivo = Tablet("ivo", "inspection-2")
    assert str(ivo.scan(row.tag).title) == "Take over?"
    assert look(row.id).inspection.staff_id != ivo.staff_id()
    assert str(ivo.scan(Command.YES).title) == "Question 2"
    assert look(row.id).inspection.staff_id == ivo.staff_id()
    assert ina.scan(Command.YES).result == "refused"  # the first has it open on a stale card
    assert look(row.id).answers == {"right_item": "yes"}


def test_a_unit_that_came_again_is_looked_at_anew(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    ina.scan(Command.YES)
    _came_again(unit_id=row.id, by=SYSTEM)
    card = ina.scan(row.tag)
    assert str(card.title) == "Question 1"
    assert [found.answers for found in inspections(row.id)] == [{"right_item": "yes"}, {}]


@act("test.came_again")
def _came_again(doing: Doing, *, unit_id: int, by: Actor) -> None:
    """As if the receipt had been corrected and the unit found a second later."""
    doing.update(Unit, unit_id, arrived_at=Tablet.latest)
    doing.connection.execute(sa.update(Inspection.__table__).values(started_at=goods.unit(unit_id).created_at))


def test_stages_elsewhere_are_told_kindly(ina: Tablet, people) -> None:
    from workflow import moves

    @act("test.lost")
    def lose(doing: Doing, *, unit_id: int, by: Actor) -> None:
        moves.move_units(doing, [goods.unit(unit_id)], Stage.LOST, what="unit.lost")

    row = arrived()[0]
    lose(unit_id=row.id, by=people["lena"])
    assert str(ina.scan(row.tag).title) == "To the dock"
