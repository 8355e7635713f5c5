"""The box in hand at the dock: how it looks on a card, and what may be done with it."""

from __future__ import annotations

from typing import Any

from models.numbers import grouped
from workflow import boxes
from workflow.boxes import Box
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Item
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.sentences import say
from workflow.words import word

COMMANDS = answers.Choices((
    answers.command(Command.BOX_DONE, style="primary"), answers.command(Command.ALL), answers.command(Command.NO_CODE),
    answers.command(Command.DAMAGED), answers.command(Command.NOT_OURS), answers.command(Command.DANGER),
    answers.command(Command.WEIGHT)))
TAKE_OUT = say("Open it and scan what you take out.")


def read(here: Here, *, another: bool = False) -> Box:
    """The box in hand; `another` as in boxes.read."""
    parcel_id = here.open_id("parcel")
    if parcel_id is None:
        raise Refused(say("Scan the parcel first, then what you take out of it. If nothing can be read on it, scan "
                          "“No code on it”."))
    return boxes.read(here.connection, parcel_id, another=another)


def face(box: Box, *, arrived: int | None = None) -> dict[str, Any]:
    """How a box looks on a card: its number, what is expected, what may be done with it."""
    items = [Item(line.name, grouped(line.unit.tag) if line.unit.tag else "",
                  say("arrived") if line.unit.id == arrived else word(line.unit.stage),
                  line.unit.id == arrived or line.unit.stage not in boxes.STILL_TO_COME)
             for line in box.shown]
    done = sum(item.done for item in items)
    lines: tuple = ((say("Taken out"), say("%(done)s of %(all)s", done=done, all=len(items))),) if items else ()
    return {"thing": grouped(box.parcel.number), "lines": lines, "choices": COMMANDS,
            "photo_of": ("parcel", box.parcel.id), **answers.shown(items)}
