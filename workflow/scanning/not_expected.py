"""A thing that nobody announced in the box in hand: another RMA may wait for it, else it is an extra."""

from __future__ import annotations

from typing import Any

from workflow import awaiting
from workflow.awaiting import Waiting
from workflow.boxes import Box
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Choice, CustomerOf
from workflow.scanning.commands import CHOICES, Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say

QUESTION, KNOWN = "extra", ("product_id", "serial", "device_id")
YES_NO = (answers.command(Command.YES, style="primary", label=say("Nobody's: keep it")), answers.command(Command.NO))


def ask(here: Here, box: Box | None, name: str, *, product_id: int | None, **thing: Any) -> Answer:
    """Which RMA is it of? YES: of none that we know, it is kept and held.

    Args:
        thing: what else is known of it: `serial` and `device_id`.
    """
    rma_id = box.parcel.rma_id if box else None
    waiting = awaiting.for_product(here.connection, product_id, rma_id=rma_id) if product_id else []
    asked = here.asking(QUESTION, product_id=product_id, options=[other.unit_id for other in waiting], **thing)
    photo = ("parcel", box.parcel.id) if box else None
    if not waiting:
        return answers.ask(say("Not expected"), thing=name, next=say("Nobody declared this. Is it really in the box?"),
                           choices=answers.yes_no(), photo_of=photo, open_now=asked)
    return answers.ask(say("Not expected"), thing=name, photo_of=photo, open_now=asked,
                       next=say("Others wait for such a thing. Look at the slip: whose is it?"),
                       choices=tuple(_choice(other, command) for other, command in zip(waiting, CHOICES, strict=False))
                       + YES_NO)


def _choice(other: Waiting, command: Command) -> Choice:
    note = say("The same customer") if other.same_customer else ""
    return Choice(CustomerOf(other.rma_id), command.code, command.icon, note=note)


def taken(here: Here, meaning: Meaning) -> tuple[int, dict[str, Any]]:
    """The id of the unit that was chosen, and what is known of the thing."""
    options, number = (here.question or {})["options"], meaning.command.choice if meaning.command else None
    if number is None or number >= len(options):
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    return options[number], {name: value for name, value in known(here).items() if name != "product_id"}


def known(here: Here) -> dict[str, Any]:
    """What is known of the thing that the question is about; of what is not on the list nothing is."""
    question = here.question or {}
    return {"product_id": None, **{name: question[name] for name in KNOWN if name in question}}
