"""How a repair job looks on a card: what is wrong with it, what was put in, the one next step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.lifecycle import JobState, Stage
from workflow import benchwork, checking, gates, parts, paying, quoting
from workflow.scanning import answers, choosing
from workflow.scanning.answers import Answer, Choice, Field, Value
from workflow.scanning.commands import Command
from workflow.scanning.elsewhere import fault_options, fault_words, held_line, thing
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say
from workflow.words import word
from workflow.working import Work

PARTS, LABOUR, FREIGHT = "PARTS:", "LABOUR:", "FREIGHT:"
AMOUNTS = {PARTS: say("Parts"), LABOUR: say("Labour"), FREIGHT: say("Freight")}
NEXT = say("Scan the next unit.")
Lines = tuple[tuple[Sentence, Value], ...]


def face(work: Work) -> dict[str, Any]:
    """What every card of this unit shows."""
    return {"thing": thing(work.unit, work.name), "photo_of": ("unit", work.unit.id)}


def present(here: Here, work: Work, *, title: Sentence | None = None, also: Lines = (), result: str = "ok") -> Answer:
    """The job in hand."""
    here.open_now = here.keep(unit=work.unit.id, job=work.job.id, thing=thing(work.unit))
    return Answer(result, title or _title(work), icon="tool", **face(work), next=_next(work),
                  lines=also + _lines(here, work), choices=_choices(here, work), open_now=here.open_now)


def _title(work: Work) -> Sentence:
    return say("Find the fault") if work.state is JobState.DIAGNOSING else say("Repair it")


def _next(work: Work) -> Sentence:
    if work.held:
        return say("It is on hold: put it on the question shelf. An agent will look.")
    if work.job.fault_code is None:
        return say("Find the fault, then scan “Other fault”.")
    if work.state is JobState.DIAGNOSING:
        return say("Is this the fault? Scan “Start”, or “Other fault”.")
    return say("Scan each part that you put in. “Done” when it works.")


def _lines(here: Here, work: Work) -> Lines:
    claimed = ((say("Inspection says"), fault_words(work.found, here.by.language)),) if (
        work.found and work.found != work.job.fault_code) else ()
    failed = checking.what_failed(work, here.by.language)
    rework = ((say("Round"), work.job.round),) if work.job.round > 1 else ()
    why = ((say("Check failed"), failed[0]), (say("Why"), failed[1])) if failed else ()
    booked = ((say("Parts put in"), work.parts),) if work.parts else ()
    return ((say("Fault"), fault_words(work.job.fault_code, here.by.language)), *claimed, *rework, *why, *booked,
            *held_line(work.held))


def _choices(here: Here, work: Work) -> tuple[Choice, ...]:
    """Only what may be done now: each button by the rule that guards it."""
    may_finish = gates.holds(benchwork.check_can_finish, work, here.by)
    named = work.job.fault_code is not None
    first = Command.START if work.state is JobState.DIAGNOSING else Command.DONE
    main = (answers.command(first, style="primary"),) if named and may_finish else ()
    done = (answers.command(Command.DONE),) if named and may_finish and first is Command.START else ()
    quote = (answers.command(Command.QUOTE),) if gates.holds(quoting.check_can_quote, work, here.by) else ()
    cannot = (answers.command(Command.CANNOT),) if may_finish else ()
    return (*main, *done, answers.command(Command.FAULT), answers.command(Command.WAIT_PART), *quote, *cannot,
            answers.command(Command.PART_IN), answers.command(Command.PART_OUT),
            answers.command(Command.PART_SAVED), answers.command(Command.PARK))


def left(here: Here, work: Work, title: Sentence, step: Sentence, icon: str, also: Lines = ()) -> Answer:
    """It is out of hand: where it goes now."""
    now = work.state if work.unit.stage is Stage.REPAIRING else work.unit.stage
    return answers.ok(title, icon=icon, **face(work), lines=(*also, (say("It is"), word(now))), next=step,
                      open_now=here.keep(unit=None, job=None, thing=None))


def waits(here: Here, work: Work) -> Answer:
    """The customer has to say yes first."""
    return answers.repeat(say("Customer asked"), **face(work), icon="hourglass", open_now=here.keep(),
                          lines=((say("It is"), word(work.state)),),
                          next=say("No answer to the quote yet. Put it back on its shelf."))


def ask_anyway(here: Here, work: Work) -> Answer:
    """Waiting for a part, and scanned all the same."""
    return answers.ask(say("Part missing"), icon="hourglass", **face(work),
                       lines=((say("Waits for"), work.waits_for or "–"),), choices=answers.yes_no(),
                       next=say("Its part has not come. Work on it all the same?"),
                       open_now=here.asking("take_up", unit=work.unit.id))


def ask_take_over(here: Here, work: Work) -> Answer:
    return answers.ask(say("Take over?"), icon="users", **face(work), choices=answers.yes_no(),
                       lines=((say("by"), answers.Person(work.job.technician_id)), (say("It is"), word(work.state))),
                       next=say("Somebody else works on it. Is it yours now?"),
                       open_now=here.asking("take_up", unit=work.unit.id))


def ask_fault(here: Here, work: Work, page: int = 0) -> Answer:
    """Fault codes: what the inspection found first, then those usual for such a thing."""
    first = tuple(code for code in (work.found, work.job.fault_code) if code)
    return answers.ask(say("Which fault?"), **face(work), next=say("Choose the fault that you found."),
                       **choosing.one_of(here, "fault", fault_options(here.by.language, work.category, first),
                                         page=page))


def ask_part(here: Here, work: Work, name: str, step: Sentence) -> Answer:
    """The next part that is scanned is meant by this."""
    return answers.ask(say("Which part?"), **face(work), next=step, open_now=here.asking(name),
                       choices=(answers.command(Command.NO, label=say("No part")),))


def booked(here: Here, work: Work, kind: str, use_id: int, count: int) -> Answer:
    titles = {parts.ADD: say("Part booked"), parts.REMOVE: say("Part out"), parts.RECYCLE: say("Part saved")}
    card = present(here, work, title=titles[kind],
                   also=((say("Part"), work.part.name), (say("Left in stock"), count)))
    here.open_now = here.asking("part_serial", use=use_id)
    return replace(card, open_now=here.open_now, icon="tools",
                    next=say("Scan its serial number if it has one, else the next part or “Done”."))


def none_left(here: Here, work: Work) -> Answer:
    """Out of stock: the job may wait for it."""
    return answers.ask(say("None left"), thing=work.part.name, icon="package-off",
                       lines=((say("Left in stock"), 0),), next=say("Wait for it? The job comes back when it is here."),
                       choices=(answers.command(Command.WAIT_PART, style="primary"), answers.command(Command.NO)),
                       open_now=here.asking("wait", part=work.part.id))


def quote(here: Here, work: Work, amounts: dict[str, int]) -> Answer:
    """The amounts typed so far, and their sum; YES sends it."""
    currency = work.currency or ""
    lines = tuple((AMOUNTS[prefix], paying.plain(amounts[prefix], currency)) for prefix in AMOUNTS)
    total = sum(amounts.values())
    send = (answers.command(Command.YES, style="primary", label=say("Send the quote")),) if total else ()
    return answers.ask(
        say("Quote"), **face(work), icon="cash", open_now=here.asking("quote", amounts=amounts),
        lines=(*lines, (say("Together"), paying.plain(total, currency))),
        fields=tuple(Field(label, prefix, "number") for prefix, label in AMOUNTS.items()),
        next=say("Type the amounts, then send it.") if total else say("Type what the work costs."),
        choices=(*send, answers.command(Command.NO)))

