"""A technician's shift by scans: jobs taken up, parked, diagnosed, finished."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.lifecycle import JobState, PlaceKind, Role, Stage
from models.rma import Unit
from tests.inspecting.units import Tablet, arrived, jobs
from tests.repairing.benches import at_bench, work
from tests.support import goods
from workflow import holding, repairing, staffing
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import act


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def values(card: Answer) -> dict[str, str]:
    return {str(label): str(value) for label, value in card.lines}


def codes(card: Answer) -> list[str]:
    return [choice.code for choice in card.choices]


def test_a_tag_opens_the_job(tom: Tablet) -> None:
    row, other = at_bench(units=2)
    card = tom.scan(row.tag)
    assert (card.result, str(card.title)) == ("ok", "Find the fault")
    assert values(card)["Fault"] == "Does not do its work"
    (job,) = jobs(row.id)
    assert (job.state, job.technician_id, job.parked_at) == (JobState.DIAGNOSING, tom.staff_id(), None)
    assert job.started_at is not None
    assert jobs(other.id)[0].state is JobState.QUEUED
    assert goods.unit(row.id).place_kind is PlaceKind.STATION


def test_the_same_tag_again_changes_nothing(tom: Tablet) -> None:
    row = at_bench()[0]
    tom.scan(row.tag)
    assert tom.scan(row.tag).act_id is None


def test_another_unit_parks_the_first(tom: Tablet) -> None:
    first, second = at_bench(units=2)
    tom.scan(first.tag)
    card = tom.scan(second.tag)
    assert "Parked" in values(card)
    assert jobs(first.id)[0].parked_at is not None
    assert jobs(first.id)[0].state is JobState.DIAGNOSING
    assert jobs(second.id)[0].parked_at is None
    tom.scan(first.tag)
    assert jobs(first.id)[0].parked_at is None
    assert jobs(second.id)[0].parked_at is not None


def test_the_place_follows_when_there_is_nothing_more_to_park(tom: Tablet) -> None:
    first, second = at_bench(units=2)
    tom.scan(first.tag, second.tag)
    before = goods.unit(second.id).place_id
    tom.scan(second.tag)
    assert goods.unit(second.id).place_id != before


def test_park_closes_it_and_keeps_it(tom: Tablet) -> None:
    row = at_bench()[0]
    tom.scan(row.tag)
    assert str(tom.scan(Command.PARK).title) == "Parked"
    assert jobs(row.id)[0].parked_at is not None
    assert tom.open_now() == {"shelve": row.id}  # the next shelf scanned is where it lies
    tom.scan(row.tag)
    assert jobs(row.id)[0].parked_at is None


def test_start_keeps_the_inspector_s_fault(tom: Tablet) -> None:
    row = at_bench()[0]
    assert str(tom.scan(row.tag, Command.START).title) == "Repair it"
    assert (jobs(row.id)[0].state, jobs(row.id)[0].fault_code) == (JobState.WORKING, "FUNCTION")
    assert str(tom.scan(Command.START).title) == "Done already"


def test_another_fault_begins_the_work_too(tom: Tablet) -> None:
    row = at_bench()[0]
    card = tom.scan(row.tag, Command.FAULT)
    tom.scan(card.choices[3].code)
    (job,) = jobs(row.id)
    assert (job.state, job.fault_code) == (JobState.WORKING, "BATTERY_LEAK")


def test_done_needs_a_fault(tom: Tablet) -> None:
    row = at_bench()[0]
    _forget_fault(job_id=jobs(row.id)[0].id, by=SYSTEM)
    card = tom.scan(row.tag)
    assert Command.DONE.code not in codes(card)
    assert Command.START.code not in codes(card)
    assert tom.scan(Command.DONE).result == "refused"
    assert tom.scan(Command.START).result == "refused"
    assert goods.unit(row.id).stage is Stage.REPAIRING


@act("test.forget_fault")
def _forget_fault(doing: Doing, *, job_id: int, by: Actor) -> None:
    from models.work import RepairJob

    doing.update(RepairJob, job_id, fault_code=None)


def test_done_sends_it_to_the_check(tom: Tablet) -> None:
    row, other = at_bench(units=2)
    card = tom.scan(row.tag, Command.DONE)
    assert str(card.title) == "To the check"
    after, (job,) = goods.unit(row.id), jobs(row.id)
    assert (after.stage, job.state) == (Stage.CHECKING, JobState.DONE)
    assert job.finished_at is not None
    assert goods.unit(other.id).stage is Stage.REPAIRING
    assert tom.open_now() == {"shelve": row.id}
    assert str(tom.scan(row.tag).title) == "To the check"


def test_cannot_gives_it_back_to_the_agent(tom: Tablet) -> None:
    row = at_bench()[0]
    tom.scan(row.tag, Command.CANNOT)
    assert (goods.unit(row.id).stage, jobs(row.id)[0].state) == (Stage.INSPECTED, JobState.UNREPAIRABLE)


def test_a_hold_stops_what_decides_but_not_the_look(tom: Tablet, people) -> None:
    row = at_bench()[0]
    hold_id = holding.hold(reason="lead_decision", unit_id=row.id, by=people["lena"])
    card = tom.scan(row.tag)
    assert (card.result, values(card)["On hold"]) == ("ok", "A lead has to decide")
    assert {Command.DONE.code, Command.CANNOT.code, Command.QUOTE.code}.isdisjoint(codes(card))
    for command in (Command.DONE, Command.CANNOT, Command.QUOTE, Command.PART_OUT):
        assert tom.scan(command).result == "refused"
    holding.release(hold_id=hold_id, by=people["lena"])
    assert tom.scan(Command.DONE).result == "ok"


def test_what_is_not_for_the_bench(tom: Tablet) -> None:
    row = arrived()[0]
    card = tom.scan(row.tag)
    assert (card.result, str(card.title)) == ("repeat", "To inspection")
    assert values(card)["Last seen at"] == "dock-1"


def test_without_a_unit_in_hand(tom: Tablet) -> None:
    at_bench()
    for command in (Command.DONE, Command.START, Command.FAULT, Command.QUOTE, Command.WAIT_PART):
        assert str(tom.scan(command).next) == "Scan the tag of the unit first."


def test_a_colleague_asks_before_taking_over(tom: Tablet) -> None:
    staffing.add(login="tina", name="Tina", roles=[Role.TECHNICIAN], password="tina-has-a-long-password", by=SYSTEM)
    row = at_bench()[0]
    tom.scan(row.tag)
    tina = Tablet("tina", "bench-2")
    assert str(tina.scan(row.tag).title) == "Take over?"
    assert jobs(row.id)[0].technician_id == tom.staff_id()
    assert tina.scan(Command.YES).result == "ok"
    assert jobs(row.id)[0].technician_id == tina.staff_id()
    assert tom.scan(Command.DONE).result == "refused"
    assert tina.scan(Command.DONE).result == "ok"


def test_an_rma_and_a_serial_open_the_job_too(tom: Tablet) -> None:
    row = at_bench(serials=True)[0]
    tom.scan(goods.rma(row.rma_id).number)
    assert tom.open_now()["unit"] == row.id
    tom.scan(Command.PARK)
    tom.scan(f"SN{work(row.id).product.sku}")
    assert tom.open_now()["unit"] == row.id


def test_a_failed_check_comes_back_one_round_further(tom: Tablet, people) -> None:
    row, _other = at_bench(units=2)
    tom.scan(row.tag, Command.DONE)
    assert _send_back(unit_id=row.id, by=people["carla"]) == 2
    (job,) = jobs(row.id)
    assert (job.state, job.round, job.finished_at) == (JobState.QUEUED, 2, None)
    assert job.diagnosis == ""
    assert goods.unit(row.id).stage is Stage.REPAIRING
    card = tom.scan(row.tag)
    assert (str(card.title), values(card)["Round"]) == ("Repair it", "2")


@act("test.send_back")
def _send_back(doing: Doing, *, unit_id: int, by: Actor) -> int:
    return repairing.send_back(doing, unit=goods.unit(unit_id), job=jobs(unit_id)[-1], codes="test")


def test_only_the_check_sends_back(tom: Tablet, people) -> None:
    row = at_bench()[0]
    tom.scan(row.tag, Command.DONE)
    with pytest.raises(NotAllowed):
        _send_back(unit_id=row.id, by=people["tom"])


def test_the_queue_is_by_due_time(tom: Tablet) -> None:
    first, second = at_bench(units=2)
    _set_due(unit_id=second.id, hours=-1, by=SYSTEM)
    queue = repairing.queue()
    assert [job.unit.id for job in queue] == [second.id, first.id]
    now = Tablet.latest
    assert [job.urgency(now) for job in queue] == ["bad", "ok"]
    tom.scan(second.tag, Command.DONE)
    assert [job.unit.id for job in repairing.queue()] == [first.id]


@act("test.due")
def _set_due(doing: Doing, *, unit_id: int, hours: int, by: Actor) -> None:
    from models.work import RepairJob

    due = Tablet.latest + timedelta(hours=hours)
    doing.update(RepairJob, jobs(unit_id)[0].id, due_at=due)
    doing.update(Unit, unit_id, due_at=due)


def test_words_are_kept_with_the_job(tom: Tablet, people) -> None:
    row = at_bench()[0]
    job_id = jobs(row.id)[0].id
    repairing.write(job_id=job_id, diagnosis=" 电热丝 broken ", work_done="Changed it.", by=people["tom"])
    assert (jobs(row.id)[0].diagnosis, jobs(row.id)[0].work_done) == ("电热丝 broken", "Changed it.")


def test_no_words_after_the_end(tom: Tablet, people) -> None:
    row = at_bench()[0]
    tom.scan(row.tag, Command.DONE)
    with pytest.raises(Refused):
        repairing.write(job_id=jobs(row.id)[0].id, diagnosis="late", work_done="", by=people["tom"])
