"""Tick lists that nobody has answered, of a whole box: asked for after ALL, and once more when the box is done.

They never stop the line: who scans the next thing passes them over, and packing asks for what is still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.lifecycle import Stage
from models.numbers import grouped
from workflow import accessories
from workflow.accessories import TickList
from workflow.boxes import Box, Line
from workflow.errors import Refused
from workflow.scanning import ticking_cards
from workflow.scanning.answers import Answer, Choice
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say

Named = tuple[str, TickList]


def after_all(here: Here, box: Box, tags: list[str], answer: Answer) -> Answer:
    """ALL: the lists of what lies on the table, one after the other. `tags` are those it has got just now."""
    lists = _lists((line, tag) for line, tag in zip(box.waited_for, tags, strict=True))
    if not lists:
        return answer
    step = say("Stick the tags on them. Tick what came with %(unit)s, or scan “Box done”.", unit=lists[0][0])
    return _beside(here, answer, lists, step, ticking_cards.ALSO)


def after_box(here: Here, box: Box, answer: Answer) -> Answer:
    """BOX DONE: nobody has looked at what belongs to these; the next parcel may be scanned all the same."""
    lists = _lists((line, line.unit.tag) for line in box.units if line.unit.stage is Stage.ARRIVED)
    if not lists:
        return answer
    step = say("Nobody has looked at its accessories. Tick what came with %(unit)s, or scan the next parcel.",
               unit=lists[0][0])
    return _beside(here, answer, lists, step, ticking_cards.ALL_OR_REST, box=box.parcel.id)


def _beside(here: Here, answer: Answer, lists: list[Named], step: Sentence, also: tuple[Choice, ...],
            **kept: int) -> Answer:
    rest = [ticks.unit.id for _name, ticks in lists[1:]]
    return ticking_cards.beside(here, answer, lists[0][1], step=step, also=also, then=rest, **kept)


def _lists(tagged: Iterable[tuple[Line, str | None]]) -> list[Named]:
    """Those of these units, each with its tag, whose tick list is not answered."""
    lists = [(f"{grouped(tag or '')} {line.name}".strip(), accessories.unlisted(line.unit, line.accessories))
             for line, tag in tagged]
    return [(name, ticks) for name, ticks in lists if ticks and ticks.unanswered]


def card(here: Here, ticks: TickList, after: tuple[Choice, ...], *, page: int = 0) -> Answer:
    """What is ticked so far; once this list is answered, the next one of its box."""
    question = here.question or {}
    rest, box = question.get("then", []), question.get("box")
    if not ticks.unanswered and rest:
        return _next(here, rest, after, box)
    also = ticking_cards.ALL_OR_REST if box else ticking_cards.ALSO
    kept = {"then": rest} | ({"box": box} if box else {})
    shown = ticking_cards.card(here, ticks, () if box else after, page=page, also=also, **kept)
    if not box or ticks.unanswered:
        return shown
    return replace(shown, next=say("Scan the next parcel."), paper=("receipt", box))


def _next(here: Here, unit_ids: list[int], after: tuple[Choice, ...], box: int | None) -> Answer:
    """The list of the next unit of the box."""
    here.open_now = here.asking(ticking_cards.QUESTION, then=unit_ids[1:], box=box)
    ticks = accessories.read(here.connection, unit_ids[0])
    if ticks is None:
        raise Refused(say("There is no such accessory any more. Scan the unit again."))
    shown = replace(card(here, ticks, after), title=say("And this one?"))
    return replace(shown, next=ticking_cards.TICK) if ticks.unanswered else shown
