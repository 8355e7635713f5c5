"""PART IN: parts that came are booked in by scan, what waited for them goes on, and all of it can be taken back."""

from __future__ import annotations

import pytest

from models.lifecycle import JobState
from models.work import PartUse
from tests.inspecting.units import Tablet, everything_of, jobs
from tests.repairing.benches import at_bench, in_drawer, part
from tests.support.tablets import check_undo
from workflow.scanning.commands import Command

BUDGET = 10


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def test_one_that_came(tom: Tablet) -> None:
    row, other = part(2), part(5)
    assert str(tom.scan(Command.PART_IN).title) == "Which part?"
    assert str(tom.scan(row.code).title) == "How many came?"
    assert in_drawer(row.id) == 2
    card = tom.scan(Command.YES)
    assert (card.result, str(card.title), card.thing) == ("ok", "In stock", row.name)
    assert (in_drawer(row.id), in_drawer(other.id)) == (3, 5)
    assert str(tom.scan(other.sku).title) == "How many came?"  # the next one needs no command


def test_many_by_digits_or_typed(tom: Tablet) -> None:
    row = part(0)
    tom.scan(Command.PART_IN, row.code, Command.CHOICE_1, Command.CHOICE_2)
    assert str(tom.scan(Command.YES).title) == "In stock"
    assert in_drawer(row.id) == 12
    tom.scan(row.code)
    tom.scan("CAME:30")
    assert in_drawer(row.id) == 42


def test_a_part_scanned_first(tom: Tablet) -> None:
    row = part(1)
    card = tom.scan(row.code)
    assert Command.PART_IN.code in [choice.code for choice in card.choices]
    tom.scan(Command.PART_IN, Command.YES)
    assert in_drawer(row.id) == 2


@pytest.mark.parametrize("typed", ["0", "-3", "2.5", "many", "10001", "²", ""])
def test_no_number_is_asked_again_and_books_nothing(tom: Tablet, typed: str) -> None:
    row = part(2)
    tom.scan(Command.PART_IN, row.code)
    card = tom.scan(f"CAME:{typed}")
    assert card.result == "refused" and "a number from 1 to 10000" in str(card.next)
    assert in_drawer(row.id) == 2
    tom.scan("CAME:4")
    assert in_drawer(row.id) == 6


def test_no_leaves_it(tom: Tablet) -> None:
    row = part(2)
    tom.scan(Command.PART_IN, row.code, Command.NO)
    assert (in_drawer(row.id), tom.open_now()) == (2, {})
    assert str(tom.scan(row.code).title) == "Scan the unit"


def test_waiting_jobs_go_on_and_wait_again_when_undone(tom: Tablet, statements: list[str]) -> None:
    row = part(0)
    units = at_bench(units=3)
    for unit in units:
        tom.scan(unit.tag, row.code, Command.WAIT_PART)
    tom.scan(Command.PARK)
    tom.scan(Command.PART_IN, row.code, Command.CHOICE_2)
    statements.clear()
    card = tom.scan(Command.YES)
    assert len(statements) <= BUDGET, "\n".join(text[:120] for text in statements)
    states = [jobs(unit.id)[0].state for unit in units]
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.WAITING_PARTS]
    assert [value for _label, value in card.lines] == [2, 2]
    assert tom.scan(Command.UNDO).result == "ok"
    assert {jobs(unit.id)[0].state for unit in units} == {JobState.WAITING_PARTS}
    assert in_drawer(row.id) == 0


def test_every_act_is_taken_back(tom: Tablet) -> None:
    row, unit = part(2), at_bench()[0]
    check_undo(tom, Command.PART_IN, row.code, Command.YES)
    tom.scan(unit.tag)
    check_undo(tom, Command.PART_IN, row.code)


def test_with_a_unit_in_hand_it_goes_into_the_unit(tom: Tablet) -> None:
    row, unit = part(2), at_bench()[0]
    tom.scan(unit.tag, Command.PART_OUT, Command.PART_IN)
    assert str(tom.scan(row.code).title) == "Part booked"
    assert [use.kind for use in everything_of(PartUse)] == ["add"]
    assert in_drawer(row.id) == 1


def test_on_either_engine(either_app) -> None:
    tom, row = Tablet("tom"), part(0)
    unit = at_bench()[0]
    tom.scan(unit.tag, row.code, Command.WAIT_PART, Command.PARK)
    check_undo(tom, Command.PART_IN, row.code, Command.YES)
    assert (in_drawer(row.id), jobs(unit.id)[0].state) == (1, JobState.QUEUED)
