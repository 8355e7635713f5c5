"""What scans mean at the check after a repair."""

from __future__ import annotations

from typing import Any

from models.lifecycle import Role, Stage
from models.numbers import grouped
from workflow import checking, gates, on_check
from workflow.errors import AlreadyDone, Refused
from workflow.on_check import OnCheck
from workflow.scanning import answers, common, elsewhere
from workflow.scanning.answers import Answer, Person
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say

VALUE = "VALUE:"
PASS_OR_FAIL = (answers.command(Command.PASS, style="primary"), answers.command(Command.FAIL))
NEXT_UNIT = say("Scan the next unit.")


def unit(here: Here, meaning: Meaning) -> Answer:
    """The tag of a unit: its list of tests begins, or goes on where this person left it."""
    on = on_check.read(here.connection, meaning.id or 0)
    try:
        checking.check_is_here(on)
    except AlreadyDone:
        raise
    except Refused:
        return elsewhere.somewhere_else(here, on.unit, name=on.product.name if on.product else "")
    if on.running and on.check.staff_id != here.by.staff_id:
        return answers.ask(say("Take over?"), thing=_name(on), icon="users",
                           lines=((say("by"), Person(on.check.staff_id)),),
                           next=say("Somebody else is checking it. Take it over and begin anew?"),
                           choices=answers.yes_no(), open_now=here.asking("take_over", unit=on.unit.id))
    return _begin(here, on)


def serial(here: Here, meaning: Meaning) -> Answer:
    """A serial number: the unit that is this device."""
    unit_id = on_check.unit_of_device(here.connection, meaning.id or 0)
    if unit_id is None:
        raise Refused(say("No unit with this serial number is in the house. Scan its tag."))
    return unit(here, Meaning(Kind.UNIT, meaning.code, unit_id))


def _begin(here: Here, on: OnCheck) -> Answer:
    if on.running and on.check.staff_id == here.by.staff_id:
        checking.check_can_check(on, here.by, on.check.override_reason)
        return _question(here, on)
    if here.by.has(Role.LEAD) and not gates.holds(checking.check_another_person, on, here.by):
        return _why_yourself(here, on)
    return _question(here, checking.start(on=on, by=here.by))


def _why_yourself(here: Here, on: OnCheck) -> Answer:
    return answers.ask(say("Your own repair"), thing=_name(on), icon="users",
                       next=say("Another person should check it. Why do you?"),
                       choices=answers.choices(checking.OVERRIDE_REASONS.values()),
                       open_now=here.asking("override", unit=on.unit.id))


def _name(on: OnCheck) -> str:
    return f"{grouped(on.unit.tag or '')} {on.product.name if on.product else ''}".strip()


def _question(here: Here, on: OnCheck, value: str | None = None) -> Answer:
    """The card of the next test."""
    test = on.next_test
    if test is None:
        raise Refused(say("Not every test is answered. Scan the unit again."))
    lines: list[Any] = [(say("Round"), on.job.round)] if on.job and on.job.round > 1 else []
    if value:
        lines.append((say("Read"), value))
    needs_value = test.kind == "measure" and not value
    return answers.ask(
        say("Check %(number)s of %(all)s", number=len(on.answers) + 1, all=len(on.tests)), thing=_name(on),
        icon="clipboard-check", next=say("%(test)s", test=test.text.say(here.by.language)), lines=tuple(lines),
        choices=PASS_OR_FAIL, fields=(answers.Field(say("What do you read?"), VALUE),) if needs_value else (),
        open_now=here.keep(unit=on.unit.id, question={"name": "test", "unit": on.unit.id, "code": test.code,
                                                      "value": value}))


def _asked(here: Here, *names: str) -> dict[str, Any]:
    question = here.question
    if not question or question["name"] not in names:
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    return question


def _on_test(here: Here) -> OnCheck:
    """The check whose question stands here, if it is still this person's and still asks this."""
    on = on_check.read(here.connection, here.question["unit"])
    checking.check_is_mine(on, here.by)
    if on.next_test is None or on.next_test.code != here.question["code"]:
        raise Refused(say("This test is answered already. Scan the unit again."))
    return on


def value_read(here: Here, meaning: Meaning) -> Answer:
    """What a meter showed, typed into the card's field; anything else is a code that nobody knows."""
    if not meaning.code.startswith(VALUE) or not here.question or here.question["name"] != "test":
        return common.unknown(here, meaning)
    text = meaning.code.removeprefix(VALUE).strip()[:40]
    if not text:
        raise Refused(say("Type the value that you read."))
    return _question(here, _on_test(here), text)


def passed(here: Here, _meaning: Meaning) -> Answer:
    """PASS: the next test, or the whole check is signed."""
    question = _asked(here, "test")
    on = _on_test(here)
    test, value = on.next_test, question.get("value")
    if test is not None and test.kind == "measure" and not value:
        return _question(here, on)
    if len(on.answers) + 1 < len(on.tests):
        return _question(here, checking.answer(on=on, code=question["code"], value=value, by=here.by))
    return _signed(here, on, checking.pass_last(on=on, code=question["code"], value=value, by=here.by))


def _signed(here: Here, on: OnCheck, stage: Stage) -> Answer:
    bring = say("Bring it to packing. Scan the next unit.") if stage is Stage.READY else \
        say("It is ours: bring it to its shelf. Scan the next unit.")
    return answers.ok(say("Check passed"), thing=_name(on), icon="clipboard-check", next=bring,
                      lines=((say("Tests"), len(on.tests)),), open_now=here.keep(unit=None))


def failed(here: Here, _meaning: Meaning) -> Answer:
    """FAIL: why, as a choice; the unit goes back with it."""
    question = _asked(here, "test")
    on = _on_test(here)
    return answers.ask(say("What is wrong?"), thing=_name(on), icon="circle-x", next=say("Choose what you found."),
                       choices=answers.choices(checking.FAIL_REASONS.values()),
                       open_now=here.asking("why", unit=on.unit.id, code=question["code"]))


def chosen(here: Here, meaning: Meaning) -> Answer:
    """A numbered choice: why it failed, or why the repairer checks it."""
    question = _asked(here, "why", "override")
    reasons = checking.FAIL_REASONS if question["name"] == "why" else checking.OVERRIDE_REASONS
    number = meaning.command.choice if meaning.command else None
    if number is None or number >= len(reasons):
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    code = list(reasons)[number]
    if question["name"] == "why":
        return _sent_back(here, _on_test(here), question["code"], code)
    return _question(here, checking.start(on=on_check.read(here.connection, question["unit"]), override=code,
                                          by=here.by))


def _sent_back(here: Here, on: OnCheck, test: str, reason: str) -> Answer:
    rounds = checking.fail(on=on, code=test, reason=reason, by=here.by)
    ready = on.unit.stage is Stage.READY
    why: tuple[Sentence, Any] = (say("Why"), checking.FAIL_REASONS[reason])
    return answers.ok(say("Check failed"), thing=_name(on), icon="circle-x",
                      lines=(why,) if ready else (why, (say("Round"), rounds)),
                      next=say("Put it on the question shelf; an agent decides anew.") if ready
                      else say("Bring it back to the bench. Scan the next unit."), open_now=here.keep(unit=None))


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES to taking over what somebody else has begun."""
    question = _asked(here, "take_over")
    on = on_check.read(here.connection, question["unit"])
    return _begin(here, on)


STEPS = {
    Kind.UNIT: unit, Kind.SERIAL: serial, Kind.UNKNOWN: value_read, Command.PASS: passed, Command.FAIL: failed,
    Command.YES: yes, **dict.fromkeys([c for c in Command if c.choice is not None], chosen),
}
