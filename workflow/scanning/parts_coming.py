"""Parts that have come, at a bench without a unit in hand: PART IN, the part, how many; the jobs that waited go on."""

from __future__ import annotations

from workflow import parts
from workflow.scanning import answers, common
from workflow.scanning.answers import Answer, Field
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say

# Questions: a part lies here without a unit; which part came; how many of it.
ALONE, CAME, COUNTED = "part_alone", "part_came", "part_count"
COUNT = "CAME:"
NO_PART = answers.command(Command.NO, label=say("No part"))


def part_in(here: Here, _meaning: Meaning) -> Answer:
    """PART IN: for the part just scanned, else for the one scanned next."""
    question = here.question or {}
    if question.get("name") == ALONE:
        return _how_many(here, question["part"])
    return answers.ask(say("Which part?"), icon="tools", open_now=here.asking(CAME), choices=(NO_PART,),
                       next=say("Scan the part that came: its label in the drawer or its SKU."))


def part(here: Here, meaning: Meaning) -> Answer:
    """A part, and no unit in hand: one that came, if that was said before; else what it is."""
    if (here.question or {}).get("name") in (CAME, COUNTED):
        return _how_many(here, meaning.id)
    row, count = parts.known(here.connection, meaning.id, here.by.site_id)
    return answers.ask(say("Scan the unit"), thing=row.name, icon="tools", lines=((say("Left in stock"), count),),
                       choices=(answers.command(Command.PART_IN),), open_now=here.asking(ALONE, part=row.id),
                       next=say("A part is booked to a job: scan the unit's tag first. Parts that came: “Part in”."))


def _how_many(here: Here, part_id: int) -> Answer:
    row, count = parts.known(here.connection, part_id, here.by.site_id)
    asked = here.asking(COUNTED, part=part_id, part_name=row.name)
    one = answers.command(Command.YES, style="primary", label=say("One"))
    return answers.ask(say("How many came?"), thing=row.name, icon="tools", lines=((say("Left in stock"), count),),
                       fields=(Field(say("How many came"), COUNT, "number"),), choices=(one, NO_PART),
                       next=say("Type the number or scan its digits. “Yes” alone is one."),
                       open_now=asked)


def counted(here: Here, meaning: Meaning) -> Answer:
    """The number, typed on the card or scanned digit by digit."""
    typed = meaning.code.removeprefix(COUNT).strip()
    if not meaning.code.startswith(COUNT):
        return common.unknown(here, meaning)
    return book(here, int(typed) if typed.isascii() and typed.isdigit() else 0)


def book(here: Here, quantity: int) -> Answer:
    """So many came: they are in stock, and as many jobs that waited for them are back in the queue."""
    question = here.question
    woken = parts.book_in(part_id=question["part"], quantity=quantity, by=here.by)
    lines = ((say("How many came"), quantity),)
    going_on = ((say("Jobs that go on"), len(woken)),) if woken else ()
    return answers.ok(say("In stock"), thing=question["part_name"], icon="package-import", lines=lines + going_on,
                      next=say("Put it in its drawer. Scan the next part that came, or a unit."),
                      open_now=here.asking(CAME))
