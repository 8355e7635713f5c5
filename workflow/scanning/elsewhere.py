"""A unit that another station has to do with: where it is, and where to bring it. A kind answer, never a reproach."""

from __future__ import annotations

from typing import Any

from models.lifecycle import Stage
from models.numbers import grouped
from reference.fault_codes import fault_codes
from reference.questions.sets import question_set
from workflow import holding
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Moment, Person, Value
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say
from workflow.words import word

S = Stage
Way = tuple[Sentence, Sentence]
TO_DOCK: Way = (say("To the dock"), say("Not taken in yet. Bring it to the dock and scan it there."))
TO_PACKING: Way = (say("To packing"), say("It is ready to go. Bring it to packing."))
# By stage: what the card says in large, and the one next step.
WAYS: dict[Stage, Way] = {
    **dict.fromkeys((S.REQUESTED, S.EXPECTED, S.DECLINED, S.CANCELLED, S.EXPIRED, S.MISSING, S.LOST, S.KEPT, S.SHIPPED),
                    TO_DOCK),
    S.ARRIVED: (say("To inspection"), say("It has to be looked at first. Bring it to inspection.")),
    S.INSPECTED: (say("Inspected"), say("It waits for an agent. Put it on a shelf.")),
    S.REPAIRING: (say("To the bench"), say("It is to be repaired. Bring it to the bench.")),
    S.CHECKING: (say("To the check"), say("It is repaired and has to be checked. Bring it to the check.")),
    **dict.fromkeys((S.READY, S.PROMISED, S.PACKED), TO_PACKING),
}
TRIP_ENDED: Way = (say("Was here before"), say("Its trip has ended. If it came again, bring it to the dock."))


def somewhere_else(here: Here, unit: Any, *, name: str = "", place: str | None = None, by: int | None = None,
                   at: Any = None) -> Answer:
    """The card of a unit that this station has nothing to do for. What is open here stays open.

    Args:
        place: the name of the station or shelf where it was last seen.
        by, at: who did the last thing to it that matters here, and when.
    """
    found: list[tuple[Sentence, Value]] = [(say("It is"), word(unit.stage))]
    if place:
        found.append((say("Last seen at"), place))
    if by:
        found.append((say("by"), Person(by)))
    if at:
        found.append((say("when"), Moment(at)))
    title, step = WAYS.get(unit.stage, TRIP_ENDED)
    return answers.repeat(title, thing=thing(unit, name), icon="map-pin", lines=tuple(found), next=step,
                          open_now=here.keep(shelve=unit.id))


def thing(unit: Any, name: str = "") -> str:
    """What a card calls a unit: its tag and its product."""
    return f"{grouped(unit.tag) if unit.tag else ''} {name}".strip()


def held_line(reason: str | None) -> tuple[tuple[Sentence, Value], ...]:
    """The line that says what holds a unit, if anything does."""
    return ((say("On hold"), holding.WORDS.get(reason, reason)),) if reason else ()


def fault_words(code: str | None, language: str) -> str:
    """A fault code in words of the person's language; a dash where there is none."""
    known = fault_codes().get(code or "")
    return known.text.say(language) if known else "–"


def fault_options(language: str, category: str, first: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every fault code once, with its words: these first, then those that the category's questions know."""
    usual = [answer.fault for asked in question_set(category).questions.values()
             for answer in asked.answers.values() if answer.fault]
    ordered = dict.fromkeys([*first, *usual, *fault_codes()])
    return [(code, fault_words(code, language)) for code in ordered if code in fault_codes()]
