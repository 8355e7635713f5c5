"""The roll of tags printed in advance, at the dock: scan the unit, scan a blank tag, bound."""

from __future__ import annotations

from typing import Any

from models.numbers import Prefix, grouped, is_valid
from workflow import accessories, boxes, tagging
from workflow.errors import Refused
from workflow.scanning import answers, dock_facts, open_box, receiving, ticking_cards, untagged
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

QUESTION = "roll"


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """A tag that no unit has is of the roll, never a parcel; anything else is what it was."""
    if not (is_valid(meaning.code) and meaning.code[0] == Prefix.TAG):
        return dock_facts.STEPS[Kind.UNKNOWN](here, meaning)
    waiting, in_hand = untagged.waiting(here), here.open_id("unit")
    if not waiting and in_hand is None:
        return answers.unknown(say("Blank tag"), thing=grouped(meaning.code), icon="tag", open_now=here.keep(),
                               next=say("No unit has this tag. Scan the unit first, then the blank tag."))
    if not waiting:
        raise Refused(say("This unit has its tag already. Keep the blank one for the next unit."))
    if in_hand not in waiting:
        return _bind_later(here, meaning.code, waiting[0]) if in_hand is None else _ask(here, meaning.code, waiting[0])
    tagging.bind(unit_id=in_hand, tag=meaning.code, by=here.by)
    return _bound(here, meaning.code, in_hand)


def _ask(here: Here, tag: str, unit_id: int) -> Answer:
    """What is in hand has its tag; one before it was passed over."""
    return answers.ask(say("For this one?"), thing=_name(here, unit_id), icon="tag", choices=answers.yes_no(),
                       next=say("What you hold has its tag. This one was passed over: is the blank tag for it?"),
                       open_now=here.asking(QUESTION, tag=tag, unit=unit_id))


def yes(here: Here, meaning: Meaning) -> Answer:
    """YES: the blank tag is for the one that was passed over; else what it means at the dock."""
    question = here.question or {}
    if question.get("name") != QUESTION:
        return receiving.yes(here, meaning)
    return _bind_later(here, question["tag"], question["unit"])


def _bound(here: Here, tag: str, unit_id: int) -> Answer:
    """The serial number is still asked for, where it was."""
    asked = (here.question or {}).get("name")
    serial_asked = asked == "serial"
    bound = answers.ok(
        say("Bound"), thing=grouped(tag), icon="tag", choices=open_box.COMMANDS, open_now=_open_now(here, unit_id),
        photo_of=("unit", unit_id), next=say("Stick the tag on it, then scan its serial number.") if serial_asked
        else say("Stick the tag on it, then scan the next one."))
    if asked != ticking_cards.QUESTION:
        return bound
    return ticking_cards.beside(here, bound, accessories.read(here.connection, unit_id), step=ticking_cards.AT_FIRST)


def _bind_later(here: Here, tag: str, unit_id: int) -> Answer:
    """After ALL, or after one was passed over: the card says which thing the tag belongs on."""
    tagging.bind(unit_id=unit_id, tag=tag, by=here.by)
    name = _name(here, unit_id)
    return answers.ok(say("Bound"), thing=f"{grouped(tag)} {name}".strip(), icon="tag", photo_of=("unit", unit_id),
                      choices=open_box.COMMANDS, open_now=_open_now(here, unit_id),
                      next=say("Stick it on “%(name)s”. Then the next blank tag, or the next thing.", name=name))


def _name(here: Here, unit_id: int) -> str:
    parcel_id = here.open_id("parcel")
    lines = boxes.read(here.connection, parcel_id).units if parcel_id else []
    return next((line.name for line in lines if line.unit.id == unit_id), "")


def _open_now(here: Here, unit_id: int) -> dict[str, Any]:
    """Without this one among those that wait, and without our own question: any other still stands."""
    gone = {"untagged", "question"} if (here.question or {}).get("name") == QUESTION else {"untagged"}
    left = {name: value for name, value in here.open_now.items() if name not in gone}
    waiting = untagged.without(here, unit_id)
    return {**left, "untagged": waiting} if waiting else left


STEPS = {Kind.UNKNOWN: unmatched, Command.YES: yes}
