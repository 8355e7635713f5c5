"""What a thing means at a kind of station: one entry in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.lifecycle import StationKind
from models.numbers import grouped
from workflow.scanning import (
    again,
    answers,
    box_weight,
    checking,
    common,
    digits,
    dock_facts,
    garbled,
    inspecting,
    looking_for,
    packing,
    picking,
    putting_away,
    receiving,
    repairing,
    shelving,
    shipping,
    tag_roll,
    ticking,
)
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

Step = Callable[[Here, Meaning], Answer]

STATIONS: dict[StationKind, dict[Kind | Command, Step]] = {
    StationKind.DOCK: receiving.STEPS | dock_facts.STEPS | tag_roll.STEPS | ticking.STEPS,
    StationKind.CHECK: checking.STEPS,
    StationKind.PACKING: packing.STEPS | picking.STEPS | shipping.STEPS | box_weight.STEPS,
    StationKind.INSPECTION: inspecting.STEPS,
    StationKind.BENCH: repairing.STEPS,
    StationKind.SHELVING: shelving.STEPS,
}
# At one station a code can be several things; the first kind in this order that the station knows is meant.
ORDER_OF_MEANINGS = (Kind.PARCEL, Kind.UNIT, Kind.SERIAL, Kind.SHIPMENT, Kind.RMA, Kind.ORDER, Kind.PRODUCT, Kind.PART)


def answer(here: Here, meanings: list[Meaning]) -> Answer:
    """The answer to a scan that means one of these."""
    table = STATIONS[here.kind]
    known = [meaning for meaning in meanings if key(meaning) in table or key(meaning) in common.STEPS
             or looking_for.is_wanted(here, meaning)]
    if len({meaning.kind for meaning in known}) > 1 or len(known) > 1:
        return _which(here, known)
    meaning = known[0] if known else meanings[0]
    if meaning.command is not None:
        _check_is_of_this_card(here, meaning)
        if answered := _to_the_question(here, meaning):
            return replace(answered, meaning=meaning.kind.value)
        meaning = garbled.taken(here, meaning) or _taken_choice(here, meaning) or digits.sent(here, meaning) or meaning
    step = looking_for.found if looking_for.is_wanted(here, meaning) else \
        table.get(key(meaning)) or common.STEPS.get(key(meaning)) or common.not_here
    found = putting_away.waiting(here, meaning, step(here, meaning))
    return answers.changed(found, meaning=meaning.kind.value)


def _check_is_of_this_card(here: Here, meaning: Meaning) -> None:
    """A command answers the last card, unless it says what is so whatever card stands."""
    fact = meaning.command in common.FACTS | common.FACTS_AT.get(here.kind, set())
    if meaning.command not in common.ON_ANY_CARD and not (here.kept and fact):
        here.check_answers_last_card()


def _to_the_question(here: Here, meaning: Meaning) -> Answer | None:
    """The answer to a question that any station may ask."""
    if digits.is_next_digit(here, meaning):
        return digits.gathered(here, meaning)
    if again.says_why(here, meaning):
        return again.because(here, meaning)
    return garbled.left(here, meaning)


def key(meaning: Meaning) -> Kind | Command:
    return meaning.command if meaning.command is not None else meaning.kind


def _which(here: Here, meanings: list[Meaning]) -> Answer:
    """Two things carry this code: a question, never a guess."""
    ordered = sorted(meanings, key=lambda meaning: ORDER_OF_MEANINGS.index(meaning.kind))[:8]
    return answers.ask(
        say("Which one?"), thing=grouped(meanings[0].code), next=say("This code stands for several things. Choose."),
        choices=answers.choices(common.KIND_WORDS[meaning.kind] for meaning in ordered),
        open_now=here.asking("which", options=[[m.kind.value, m.id, m.code] for m in ordered]))


def _taken_choice(here: Here, meaning: Meaning) -> Meaning | None:
    """The meaning that was chosen on a "which one" card."""
    number, question = meaning.command.choice, here.question
    if number is None or not question or question["name"] != "which" or number >= len(question["options"]):
        return None
    kind, row_id, code = question["options"][number]
    return Meaning(Kind(kind), code, row_id)
