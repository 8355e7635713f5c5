"""Parts: booked by scan, never below zero, waited for, booked in."""

from __future__ import annotations

import pytest

from models.lifecycle import JobState
from models.work import PartUse
from tests.inspecting.units import Tablet, everything_of, jobs, log_of
from tests.repairing.benches import at_bench, in_drawer, part, work
from workflow import parts, working
from workflow.errors import Busy, NotAllowed, Refused
from workflow.scanning.commands import Command
from workflow.transaction import reading


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def test_a_part_scanned_is_a_part_put_in(tom: Tablet) -> None:
    row, other = part(3), part(5)
    unit = at_bench()[0]
    tom.scan(unit.tag, Command.START)
    card = tom.scan(row.code)
    assert (str(card.title), card.result) == ("Part booked", "ok")
    assert (in_drawer(row.id), in_drawer(other.id)) == (2, 5)
    (use,) = everything_of(PartUse)
    assert (use.job_id, use.part_id, use.kind, use.quantity) == (jobs(unit.id)[0].id, row.id, "add", 1)
    assert log_of(unit.id)[-1].what == "part.add"


def test_the_sku_is_as_good_as_the_label(tom: Tablet) -> None:
    row = part(1)
    tom.scan(at_bench()[0].tag, row.sku)
    assert in_drawer(row.id) == 0


def test_the_serial_of_a_part_follows_it(tom: Tablet) -> None:
    row = part(1)
    tom.scan(at_bench()[0].tag, row.code)
    card = tom.scan("HE-2026-00017")
    assert str(card.title) == "Serial noted"
    assert everything_of(PartUse)[0].serial == "HE-2026-00017"


def test_without_a_part_an_unknown_code_is_unknown(tom: Tablet) -> None:
    tom.scan(at_bench()[0].tag)
    assert tom.scan("HE-2026-00017").result == "unknown"


def test_none_left_offers_to_wait(tom: Tablet) -> None:
    row, unit = part(0), at_bench()[0]
    card = tom.scan(unit.tag, row.code)
    assert (card.result, str(card.title)) == ("ask", "None left")
    assert (in_drawer(row.id), everything_of(PartUse)) == (0, [])
    card = tom.scan(Command.WAIT_PART)
    assert str(card.title) == "Waits for part"
    (job,) = jobs(unit.id)
    assert (job.state, job.waits_for_part_id) == (JobState.WAITING_PARTS, row.id)
    assert tom.open_now() == {"shelve": unit.id}


def test_wait_for_a_part_that_is_scanned_next(tom: Tablet) -> None:
    row, unit = part(4), at_bench()[0]
    assert str(tom.scan(unit.tag, Command.WAIT_PART).title) == "Which part?"
    tom.scan(row.sku)
    assert jobs(unit.id)[0].waits_for_part_id == row.id
    assert in_drawer(row.id) == 4


def test_what_waits_is_taken_up_only_on_purpose(tom: Tablet) -> None:
    row, unit = part(0), at_bench()[0]
    tom.scan(unit.tag, row.code, Command.WAIT_PART)
    assert str(tom.scan(unit.tag).title) == "Part missing"
    assert jobs(unit.id)[0].state is JobState.WAITING_PARTS
    tom.scan(Command.YES)
    assert (jobs(unit.id)[0].state, jobs(unit.id)[0].waits_for_part_id) == (JobState.WORKING, None)


def test_a_part_that_comes_wakes_as_many_jobs_as_there_are_parts(tom: Tablet, people) -> None:
    row, other = part(0), part(0)
    units = at_bench(units=3)
    for unit in units[:2]:
        tom.scan(unit.tag, row.code, Command.WAIT_PART)
    tom.scan(units[2].tag, other.code, Command.WAIT_PART)
    woken = parts.book_in(part_id=row.id, quantity=1, by=people["walt"])
    assert woken == [jobs(units[0].id)[0].id]
    assert [jobs(unit.id)[0].state for unit in units] == [
        JobState.QUEUED, JobState.WAITING_PARTS, JobState.WAITING_PARTS]
    assert jobs(units[0].id)[0].waits_for_part_id is None
    assert in_drawer(row.id) == 1
    parts.book_in(part_id=row.id, quantity=5, by=people["walt"])
    assert jobs(units[1].id)[0].state is JobState.QUEUED
    assert jobs(units[2].id)[0].state is JobState.WAITING_PARTS


def test_a_woken_job_goes_on_where_it_was(tom: Tablet, people) -> None:
    row, unit = part(0), at_bench()[0]
    tom.scan(unit.tag, Command.START, row.code, Command.WAIT_PART)
    parts.book_in(part_id=row.id, quantity=1, by=people["walt"])
    assert str(tom.scan(unit.tag).title) == "Repair it"


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_nobody_books_in_nothing(app, people, quantity: int) -> None:
    row = part(2)
    with pytest.raises(Refused):
        parts.book_in(part_id=row.id, quantity=quantity, by=people["walt"])
    assert in_drawer(row.id) == 2


def test_not_everybody_books_in(app, people) -> None:
    row = part(2)
    with pytest.raises(NotAllowed):
        parts.book_in(part_id=row.id, quantity=1, by=people["alice"])
    assert in_drawer(row.id) == 2


def test_taken_out_and_saved(tom: Tablet) -> None:
    row, unit = part(1), at_bench()[0]
    tom.scan(unit.tag, Command.PART_OUT, row.code)
    assert in_drawer(row.id) == 1
    tom.scan(Command.PART_SAVED, row.code)
    assert in_drawer(row.id) == 2
    assert [use.kind for use in everything_of(PartUse)] == ["remove", "recycle"]
    assert work(unit.id).parts == 0


def test_a_part_without_a_job_says_what_it_is(tom: Tablet) -> None:
    row = part(7)
    card = tom.scan(row.code)
    assert (card.result, card.thing, card.lines[0][1]) == ("ask", row.name, 7)
    assert in_drawer(row.id) == 7


def test_two_hands_at_one_drawer(tom: Tablet, people) -> None:
    """The second of two that read the same count finds it changed, and nothing goes below zero."""
    row, unit = part(1), at_bench()[0]
    tom.scan(unit.tag)
    with reading() as connection:
        seen = working.read_with_part(connection, jobs(unit.id)[0].id, row.id, 1)
    parts.use(work=seen, by=people["tom"])
    with pytest.raises(Busy):  # tried again with the same old count, and given up
        parts.use(work=seen, by=people["tom"])
    assert in_drawer(row.id) == 0
    assert len(everything_of(PartUse)) == 1


def test_the_catalogue_counts_who_waits(tom: Tablet) -> None:
    row, other = part(0), part(3)
    tom.scan(at_bench()[0].tag, row.code, Command.WAIT_PART)
    found = {line.id: line for line in parts.catalogue(site_id=1)}
    assert (found[row.id].on_hand, found[row.id].waiting) == (0, 1)
    assert (found[other.id].on_hand, found[other.id].waiting) == (3, 0)
    assert [line.id for line in parts.catalogue(site_id=1, search=other.sku.lower())] == [other.id]


def test_a_new_part(app, people) -> None:
    part_id = parts.add_typed(sku=" x-1 ", name="Lid", price="4,50", currency="eur", by=people["tom"])
    (row,) = [line for line in parts.catalogue(site_id=1) if line.id == part_id]
    assert (row.sku, row.price_minor, row.currency, row.code[0]) == ("X-1", 450, "EUR", "K")
    with pytest.raises(Refused):
        parts.add_typed(sku="X-1", name="Lid", price="", currency="EUR", by=people["tom"])
    with pytest.raises(Refused):
        parts.add_typed(sku="X-2", name="Lid", price="", currency="QQQ", by=people["tom"])

