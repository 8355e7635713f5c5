"""The tick list on a card: a numbered button for each thing that belongs to the unit in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.numbers import grouped
from reference.accessories import called
from workflow import accessories
from workflow.accessories import TickList
from workflow.scanning import answers, choosing
from workflow.scanning.answers import Answer, Choice, Item
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say

QUESTION, ICON = "accessories", "checklist"
TICK = say("Tick what came with it, or scan the next one.")
AT_FIRST = say("Stick the tag on it. Tick what came with it, or scan the next one.")
MORE = say("Tick what else came with it, or scan the next one.")
ALL_OR_REST = (answers.command(Command.ALL, style="primary", label=say("All is there")),
               answers.command(Command.NO, label=say("The rest is not there")))
ALSO = (*ALL_OR_REST, answers.command(Command.BOX_DONE))


def beside(here: Here, answer: Answer, ticks: TickList | None, *, step: Sentence | None = None,
           also: tuple[Choice, ...] = ALSO, **kept: Any) -> Answer:
    """The card of a unit that has just come out of the box, with its tick list where something belongs to it.

    Who scans the next thing instead passes the list over: what is not answered was not looked at.

    Args:
        step: the next step on that card; that of a card which stops for something else stays.
        also: the buttons beside the things of the list.
        kept: what the question remembers.
    """
    if ticks is None or not ticks.unanswered:
        return answer
    shown = buttons(here, ticks, also=also, **kept)
    return replace(answer, choices=shown["choices"], next=answer.next if answer.result == "ask" else step or TICK,
                   open_now={**(answer.open_now or {}), "question": shown["open_now"]["question"]})


def buttons(here: Here, ticks: TickList, *, page: int = 0, also: tuple[Choice, ...] = ALSO,
            **kept: Any) -> dict[str, Any]:
    """`choices` and `open_now` of the question what came with this unit. `kept`: what the question remembers."""
    options = [(str(row.id), called(row.name, here.by.language)) for row in ticks.rows]
    return choosing.one_of(here, QUESTION, options, page=page, also=also, unit=ticks.unit.id, **kept)


def card(here: Here, ticks: TickList, after: tuple[Choice, ...], *, page: int = 0, also: tuple[Choice, ...] = ALSO,
         **kept: Any) -> Answer:
    """What is ticked so far. Once everything is answered for, the list is closed and the box goes on with `after`."""
    asked = buttons(here, ticks, page=page, also=also, **kept) if ticks.unanswered \
        else {"choices": after, "open_now": here.keep()}
    return answers.ok(ticked(ticks), thing=grouped(ticks.unit.tag or ""), paper=("unit_tag", ticks.unit.id),
                      next=MORE if ticks.unanswered else say("Scan the next one, or “Box done”."),
                      **face(here, ticks), **asked)


def ticked(ticks: TickList) -> Sentence:
    """How far the list is, in two words."""
    if ticks.unanswered:
        return say("Ticked")
    return say("All ticked") if all(row.received for row in ticks.rows) else say("Noted")


def face(here: Here, ticks: TickList) -> dict[str, Any]:
    """How a tick list looks on a card: what is still to be looked at first, and how much of it is there."""
    items = [Item(called(row.name, here.by.language), "", accessories.STATES[row.received], row.received is True)
             for row in ticks.rows]
    there = sum(item.done for item in items)
    return {"icon": ICON, "photo_of": ("unit", ticks.unit.id),
            "lines": ((say("Accessories"), say("%(done)s of %(all)s", done=there, all=len(items))),),
            **answers.shown(items)}
