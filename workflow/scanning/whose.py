"""The holding label of a parcel that nobody announced: whose may it be? One choice says it."""

from __future__ import annotations

from typing import Any

from models.numbers import grouped
from workflow import receiving
from workflow.boxes import Box
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Choice, CustomerOf
from workflow.scanning.commands import CHOICES, Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say
from workflow.whose import ranking

QUESTION = "whose"
MOST = 3
ALSO = (answers.command(Command.NO), answers.command(Command.DAMAGED), answers.command(Command.NOT_OURS),
        answers.command(Command.WEIGHT))


def ask(here: Here, box: Box, face: dict[str, Any]) -> Answer | None:
    """The likeliest RMAs as choices, each with its reasons; None where nothing speaks for any.

    Args:
        face: how the box looks on its own card; only its number is taken from it.
    """
    found = ranking.rank(here.connection, box.parcel, [line.unit for line in box.units], most=MOST)
    if not found:
        return None
    return answers.ask(
        say("Whose is it?"), thing=face["thing"], photo_of=face["photo_of"], icon="zoom-question",
        paper=("holding_label", box.parcel.id), next=say("Compare it with the label."),
        choices=tuple(Choice(CustomerOf(candidate.rma_id), command.code, command.icon, note=candidate.why)
                      for candidate, command in zip(found, CHOICES, strict=False)) + ALSO,
        open_now={**here.asking(QUESTION, options=[[candidate.rma_id, candidate.number] for candidate in found]),
                  "parcel": box.parcel.id})


def taken(here: Here, meaning: Meaning, commands: tuple[Choice, ...]) -> Answer:
    """The parcel is matched to the RMA that was chosen; nothing more is asked.

    Args:
        commands: what may be done with the box from then on.
    """
    number = meaning.command.choice if meaning.command else None
    options, parcel_id = (here.question or {})["options"], here.open_id("parcel")
    if number is None or number >= len(options) or parcel_id is None:
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    rma_id, rma_number = options[number]
    receiving.match(parcel_id=parcel_id, rma_id=rma_id, by=here.by)
    return answers.ok(say("Matched"), thing=grouped(rma_number), icon="link", choices=commands,
                      photo_of=("parcel", parcel_id), paper=("holding_label", parcel_id),
                      next=say("Open it and scan what you take out."),
                      open_now=here.keep(unit=None))
