"""The check after a repair: a list of tests, done by someone else, signed at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.lifecycle import OutReason, Owner, Role, Stage
from models.records import split
from models.work import CheckResult
from reference import checks
from workflow import installation, leaving, moves, repairing
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, Refused
from workflow.on_check import OnCheck
from workflow.sentences import Sentence, say
from workflow.transaction import act
from workflow.words import word
from workflow.working import Work

PACKING_DAYS = 1
FAIL_REASONS: dict[str, Sentence] = {
    "fault_remains": say("The fault is still there"), "new_fault": say("Something else is wrong"),
    "not_closed": say("Loose or badly closed"), "not_clean": say("Not clean"),
    "part_missing": say("A part is missing"), "not_safe": say("Not safe"),
}
OVERRIDE_REASONS: dict[str, Sentence] = {
    "nobody_else": say("Nobody else can check it"), "long_wait": say("The customer waited too long"),
    "lead_decision": say("My decision as lead"),
}


def what_failed(work: Work, language: str) -> tuple[str, Sentence | str] | None:
    """The test that the last check of a job did not pass, and why, for who repairs it anew; None where it did pass."""
    for code, answer in (work.failed or {}).items():
        if not answer.get("passed"):
            texts = {test.code: test.text.say(language) for test in checks.after_repair(work.category)}
            return texts.get(code, code), FAIL_REASONS.get(answer.get("reason", ""), "")
    return None


def check_is_here(on: OnCheck) -> None:
    """It waits for its check, or was repaired and its check no longer counts (it came back, a part was booked)."""
    unit = on.unit
    if unit.stage is Stage.CHECKING or (unit.stage is Stage.READY and on.facts.was_repaired and not on.has_passed):
        return
    if on.check is not None and on.check.passed and unit.stage in (Stage.READY, Stage.STOCKED):
        raise AlreadyDone(say("It has passed its check. Bring it to packing.") if unit.stage is Stage.READY
                          else say("It has passed its check. Bring it to its shelf."),
                          by=on.check.staff_id, at=on.check.signed_at)
    raise Refused(say("This unit is %(stage)s and waits for no check. Bring it where it belongs.",
                      stage=word(unit.stage)))


def check_another_person(on: OnCheck, by: Actor, override: str | None = None) -> None:
    """Whoever repaired it does not check it: a setting may allow it, or a lead with a coded reason."""
    if on.job is None or on.job.technician_id != by.staff_id:
        return
    if installation.settings().checker_may_be_repairer == "on":
        return
    if not by.has(Role.LEAD):
        raise NotAllowed(say("You repaired this yourself. Give it to another person for the check."))
    if override not in OVERRIDE_REASONS:
        raise Refused(say("You repaired this yourself. Choose why you check it all the same."))


def check_can_check(on: OnCheck, by: Actor, override: str | None = None) -> None:
    """All that must hold before a check is begun, and again when it is signed."""
    check_is_here(on)
    leaving.check_no_hold(on.facts)
    check_another_person(on, by, override)


@act("check.started")
def start(doing: Doing, *, on: OnCheck, override: str | None = None, by: Actor) -> OnCheck:
    """Begin the list. What another person had begun and left counts no more: who signs has done every test.

    Args:
        override: a code of OVERRIDE_REASONS, when a lead checks the own repair.
    """
    check_can_check(on, by, override)
    doing.reason = override
    moves.note_unit(doing, on.unit, what="check.started", codes=f"override:{override}" if override else None)
    values = {"staff_id": by.staff_id, "answers": {}, "override_reason": override, "started_at": doing.now}
    if on.running:
        doing.update(CheckResult, on.check, **values)
        return replace(on, check=on.check._replace(**values))
    check_id = doing.insert(CheckResult, unit_id=on.unit.id, job_id=on.job and on.job.id, kind="repair", **values)
    return replace(on, check=_record(check_id, on, values))


def _record(check_id: int, on: OnCheck, values: dict[str, Any]) -> Any:
    blank = split([check_id, *[None] * (len(CheckResult.__table__.columns) - 1)], CheckResult)[0]
    return blank._replace(unit_id=on.unit.id, job_id=on.job and on.job.id, kind="repair", **values)


def check_is_mine(on: OnCheck, by: Actor) -> None:
    if not on.running or on.check.staff_id != by.staff_id:
        raise Refused(say("Somebody else has this check now. Scan the unit again."))


@act("check.answered")
def answer(doing: Doing, *, on: OnCheck, code: str, value: str | None = None, by: Actor) -> OnCheck:
    """One test was passed. Returns the check with it; the last one is signed by `pass_last`."""
    check_is_mine(on, by)
    after = on.answered(code, _passed(value))
    doing.update(CheckResult, on.check, answers=after.answers)
    return after


def _passed(value: str | None) -> dict[str, Any]:
    return {"passed": True, "value": value} if value else {"passed": True}


@act("check.passed")
def pass_last(doing: Doing, *, on: OnCheck, code: str, value: str | None = None, by: Actor) -> Stage:
    """The last test was passed: the check is signed, and the unit goes on. Returns the stage it has now."""
    check_is_mine(on, by)
    check_can_check(on, by, on.check.override_reason)
    after = on.answered(code, _passed(value))
    if after.next_test is not None:
        raise Refused(say("Not every test is answered. Scan the unit again."))
    doing.update(CheckResult, on.check, answers=after.answers, passed=True, signed_at=doing.now)
    return _go_on(doing, on)


def _go_on(doing: Doing, on: OnCheck) -> Stage:
    unit, here = on.unit, moves.at_station(doing.by)
    codes = f"check:{on.check.id}"
    if unit.stage is Stage.READY:
        moves.note_unit(doing, unit, what="check.passed", codes=codes)
        return Stage.READY
    if unit.owner is Owner.US:
        leaving.check_inspected(on.facts)
        moves.move_units(doing, [unit], Stage.STOCKED, what="check.passed", place=here, codes=codes, due_at=None)
        return Stage.STOCKED
    moves.move_units(doing, [unit], Stage.READY, what="check.passed", place=here, codes=codes,
                     out_reason=unit.out_reason or OutReason.REPAIR, due_at=doing.now + timedelta(days=PACKING_DAYS))
    return Stage.READY


@act("check.failed")
def fail(doing: Doing, *, on: OnCheck, code: str, reason: str, by: Actor) -> int:
    """A test was not passed: signed as failed, back to the bench for another round. Returns that round's number.

    Args:
        code: the test that failed.
        reason: a code of FAIL_REASONS.
    """
    check_is_mine(on, by)
    check_can_check(on, by, on.check.override_reason)
    if reason not in FAIL_REASONS:
        raise Refused(say("Choose a reason from the list."), field="reason")
    doing.reason = reason
    answers = {**on.answers, code: {"passed": False, "reason": reason}}
    doing.update(CheckResult, on.check, answers=answers, passed=False, signed_at=doing.now)
    codes = f"check:{on.check.id} reason:{reason}"
    if on.job is not None and on.unit.stage is not Stage.READY:
        return repairing.send_back(doing, unit=on.unit, job=on.job, codes=codes)
    # Ready already: it stays so, unpackable, until an agent has decided anew.
    moves.note_unit(doing, on.unit, what="check.failed", codes=codes)
    return on.job.round if on.job else 1
