"""The roll of tags printed in advance, at the dock: scan the unit, scan a blank tag, bound."""

from __future__ import annotations

from models.numbers import Prefix, grouped, is_valid
from workflow import accessories, tagging
from workflow.errors import Refused
from workflow.scanning import answers, dock_facts, receiving, ticking_cards
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """A tag that no unit has is of the roll, never a parcel; anything else is what it was."""
    if not (is_valid(meaning.code) and meaning.code[0] == Prefix.TAG):
        return dock_facts.STEPS[Kind.UNKNOWN](here, meaning)
    unit_id = here.open_id("unit")
    if unit_id is None:
        return answers.unknown(say("Blank tag"), thing=grouped(meaning.code), icon="tag", open_now=here.keep(),
                               next=say("No unit has this tag. Scan the unit first, then the blank tag."))
    if here.open_id("untagged") != unit_id:
        raise Refused(say("This unit has its tag already. Keep the blank one for the next unit."))
    tagging.bind(unit_id=unit_id, tag=meaning.code, by=here.by)
    return _bound(here, meaning.code, unit_id)


def _bound(here: Here, tag: str, unit_id: int) -> Answer:
    """The serial number is still asked for, where it was."""
    open_now = {name: value for name, value in here.open_now.items() if name != "untagged"}
    asked = (here.question or {}).get("name")
    serial_asked = asked == "serial"
    bound = answers.ok(
        say("Bound"), thing=grouped(tag), icon="tag", choices=receiving.BOX_COMMANDS, open_now=open_now,
        photo_of=("unit", unit_id), next=say("Stick the tag on it, then scan its serial number.") if serial_asked
        else say("Stick the tag on it, then scan the next one."))
    if asked != ticking_cards.QUESTION:
        return bound
    return ticking_cards.beside(here, bound, accessories.read(here.connection, unit_id), step=ticking_cards.AT_FIRST)


STEPS = {Kind.UNKNOWN: unmatched}
