"""How an inspection looks on a card: the question that is open, or what the answers came to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.lifecycle import Coverage, Disposition, Grade
from reference.phrases import override_reasons
from reference.questions.sets import CATEGORIES, question_set
from reference.reasons import reasons
from workflow import clock, disposing, gates, inspecting, looking
from workflow.accessories import TickList
from workflow.looking import Look
from workflow.scanning import answers, choosing, ticking_cards
from workflow.scanning.answers import Answer, Choice, Value
from workflow.scanning.commands import Command
from workflow.scanning.elsewhere import fault_options, fault_words, held_line, thing
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say

GRADES = {Grade.A: Command.GRADE_A, Grade.B: Command.GRADE_B, Grade.C: Command.GRADE_C, Grade.D: Command.GRADE_D}
COVERAGE_WORDS: dict[Coverage | None, Sentence] = {
    Coverage.COVERED: say("covered"), Coverage.NOT_COVERED: say("not covered"), Coverage.IN_PART: say("in part"),
    None: say("not known"),
}
PASSED_OVER = "list_passed"  # in the tablet's memory: of this unit the tick list is not shown again
ALL_OR_LATER = (answers.command(Command.YES, style="primary", label=say("All is there")),
                answers.command(Command.NO, label=say("The rest is not there")),
                answers.command(Command.SIGN, label=say("Leave it to packing")), answers.command(Command.BACK))
Lines = tuple[tuple[Sentence, Value], ...]


def face(look: Look) -> dict[str, Any]:
    """What every card of this unit shows."""
    return {"thing": thing(look.unit, look.name), "photo_of": ("unit", look.unit.id)}


def present(here: Here, look: Look, *, also: Lines = ()) -> Answer:
    """The card of an open inspection: its open question, the accessories nobody has looked at, or its result."""
    here.open_now = here.keep(unit=look.unit.id, thing=thing(look.unit))
    if look.question:
        return question(here, look, also)
    if look.ticks and here.open_now.get(PASSED_OVER) != look.unit.id:
        return ask_accessories(here, look, look.ticks, also=also)
    return result(here, look, also)


def question(here: Here, look: Look, also: Lines = ()) -> Answer:
    """The one question that is open, its answers as buttons."""
    asked, number = look.question, len(look.findings.path) + 1
    options = [(code, answer.text.say(here.by.language)) for code, answer in asked.answers.items()]
    back = (answers.command(Command.BACK),) if number > 1 else ()
    return answers.ask(
        say("Question %(number)s", number=number), icon="checklist", **face(look),
        next=Sentence(asked.text.say(here.by.language)), lines=also + (_claim(here, look) if number == 1 else ())
        + held_line(look.held), **choosing.one_of(here, "look", options, also=back, code=asked.code))


def _claim(here: Here, look: Look) -> Lines:
    """What the customer said was wrong, to look at first."""
    known = reasons().get(look.unit.reason or "")
    return ((say("Customer says"), known.text.say(here.by.language)),) if known else ()


def result(here: Here, look: Look, also: Lines = ()) -> Answer:
    """What the answers came to, and the ways to see it otherwise."""
    found = look.inspection
    may_sign = gates.holds(inspecting.check_can_sign, look)
    return answers.ask(
        say("Grade %(grade)s", grade=found.grade.value), icon="clipboard-check", **face(look),
        lines=also + _findings(here, look), choices=_ways(look, may_sign), open_now=here.asking("result"),
        next=say("Sign it, or change what you see otherwise.") if may_sign else
        say("It is on hold: put it on the question shelf. An agent will look."))


def _findings(here: Here, look: Look) -> Lines:
    found = look.inspection
    cover = looking.coverage(look, clock.now().date(), found.fault_code)
    other = ((say("By the answers"), found.grade_computed.value),) if found.grade != found.grade_computed else ()
    return (*other, (say("Goes to"), disposing.WORDS[found.disposition]),
            (say("Fault"), fault_words(found.fault_code, here.by.language)),
            (say("Warranty"), COVERAGE_WORDS[cover]), *held_line(look.held))


def ask_accessories(here: Here, look: Look, ticks: TickList, *, page: int = 0, also: Lines = ()) -> Answer:
    """What came with it, where the dock has not looked."""
    shown = ticking_cards.face(here, ticks)
    return answers.ask(say("What came?"), **{**shown, **face(look), "lines": also + shown["lines"]},
                       next=say("At the dock nobody has looked. Tick what is there."),
                       **ticking_cards.buttons(here, ticks, page=page, also=ALL_OR_LATER))


def _ways(look: Look, may_sign: bool) -> tuple[Choice, ...]:
    """SIGN first; then what differs from what stands."""
    found = look.inspection
    sign = (answers.command(Command.SIGN, style="primary"),) if may_sign else ()
    grades = tuple(answers.command(command) for grade, command in GRADES.items() if grade != found.grade)
    direct = {Disposition.REPAIR: Command.REPAIR, Disposition.TO_CUSTOMER: Command.TO_CUSTOMER}
    ways = tuple(answers.command(command) for way, command in direct.items() if way != found.disposition)
    return (*sign, *grades, *ways, answers.command(Command.OTHER_USE), answers.command(Command.FAULT),
            answers.command(Command.BACK))


def signed(here: Here, look: Look) -> Answer:
    """It counts from now on: where it goes next."""
    found, closed = look.inspection, here.keep(unit=None, thing=None)
    lines: Lines = ((say("Grade"), found.grade.value), (say("Goes to"), disposing.WORDS[found.disposition]),
                    (say("Warranty"), COVERAGE_WORDS[look.unit.coverage]), *held_line(look.held))
    if look.unit.stage is not look.unit.stage.INSPECTED:
        return answers.ok(say("To repair"), icon="tool", **face(look), lines=lines, open_now=closed,
                          next=say("Put it on the cart for the bench. Scan the next unit."))
    if look.held:
        return answers.ok(say("Signed, held"), icon="alert-triangle", **face(look), lines=lines, open_now=closed,
                          next=say("Put it on the question shelf. Scan the next unit."))
    return answers.ok(say("Signed"), icon="clipboard-check", **face(look), lines=lines, open_now=closed,
                      next=say("Put it on a shelf: an agent decides. Scan the next unit."))


def ask_category(here: Here, look: Look, page: int = 0) -> Answer:
    """Nobody knows the product: what kind of thing is it?"""
    options = [(code, question_set(code).title.say(here.by.language)) for code in CATEGORIES]
    return answers.ask(say("What is it?"), **face(look), next=say("Choose what comes nearest."),
                       **choosing.one_of(here, "category", options, page=page, unit=look.unit.id))


def ask_take_over(here: Here, look: Look) -> Answer:
    """A colleague began it: both cannot answer."""
    return answers.ask(say("Take over?"), icon="users", **face(look),
                       next=say("Somebody else has it open. Go on with it yourself?"),
                       lines=((say("by"), answers.Person(look.inspection.staff_id)),
                              (say("when"), answers.Moment(look.inspection.started_at))),
                       choices=answers.yes_no(), open_now=here.asking("take_over", unit=look.unit.id))


def ask_reason(here: Here, look: Look, grade: Grade) -> Answer:
    """Another grade than computed: why?"""
    known = override_reasons()
    options = [(code, known[code].label.say(here.by.language)) for code in inspecting.GRADE_REASONS]
    return answers.ask(say("Why %(grade)s?", grade=grade.value), **face(look),
                       lines=((say("By the answers"), look.inspection.grade_computed.value),),
                       next=say("Choose the reason for the other grade."),
                       **choosing.one_of(here, "reason", options, grade=grade.value))


def ask_use(here: Here, look: Look, page: int = 0) -> Answer:
    """All that goods can become."""
    options = [(way.value, words) for way, words in disposing.WORDS.items() if way != look.inspection.disposition]
    return answers.ask(say("Goes where?"), **face(look), next=say("Choose what becomes of it."),
                       **choosing.one_of(here, "use", options, page=page))


def ask_fault(here: Here, look: Look, page: int = 0) -> Answer:
    """Fault codes, those that were answered first."""
    return answers.ask(say("Which fault?"), **face(look), next=say("Choose the fault that you found."),
                       **choosing.one_of(here, "fault", fault_options(here.by.language, look.category,
                                                                        look.findings.faults), page=page))


def ask_serial(here: Here, look: Look, serial: str) -> Answer:
    """A code that nobody knows, scanned with a unit in hand that has a serial number."""
    return answers.ask(say("Its serial?"), **{**face(look), "thing": serial[:60]}, icon="help-circle",
                       next=say("Is this the serial number of the unit in your hand?"), choices=answers.yes_no(),
                       open_now=here.asking("serial", serial=serial[:64]))


def serial_noted(here: Here, look: Look, serial: str, *, fits: bool) -> Answer:
    """What was read fits, or holds the unit; the looking goes on either way."""
    card = present(here, look, also=((say("Serial"), serial[:40]),))
    if fits:
        return replace(card, title=say("Serial fits"), icon="circle-check")
    return replace(card, title=say("Wrong serial"), icon="alert-triangle")
