"""The carrier's label on the box in hand, scanned after our own: no second box is made of it."""

from __future__ import annotations

from typing import Any

from models.numbers import grouped
from workflow import same_box
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Choice
from workflow.scanning.commands import CHOICES
from workflow.scanning.here import Here
from workflow.sentences import say

QUESTION = "same_box"
LABEL = say("It is on the same box")
NEXT = say("Its carrier's number is noted. Open it and scan what you take out.")


def offered(here: Here, put_aside_id: int) -> tuple[tuple[Choice, ...], dict[str, Any]]:
    """The button, and what is open: the box just put aside, which may be the one that was in hand."""
    before = here.open_id("parcel")
    if not same_box.may_have_another_label(here.connection, before):
        return (), here.keep(parcel=put_aside_id, unit=None)
    first = CHOICES[0]
    return (Choice(LABEL, first.code, first.icon),), {
        **here.asking(QUESTION, box=before, aside=put_aside_id), "parcel": put_aside_id}


def taken(here: Here, commands: tuple[Choice, ...]) -> Answer:
    """It is the box that was in hand before. `commands`: what may be done with it."""
    question = here.question or {}
    box = same_box.is_same(parcel_id=question["box"], put_aside_id=question["aside"], by=here.by)
    return _noted(here, box, commands)


def noted(here: Here, road: dict[str, str | None], commands: tuple[Choice, ...]) -> Answer:
    """A number that nobody knew stands on the box in hand."""
    box = same_box.note_label(parcel_id=here.open_id("parcel") or 0, tracking=(road["tracking"] or "")[:64],
                              carrier=road.get("carrier"), by=here.by)
    return _noted(here, box, commands)


def _noted(here: Here, box: Any, commands: tuple[Choice, ...]) -> Answer:
    return answers.ok(say("Same box"), thing=grouped(box.number), icon="package", next=NEXT, choices=commands,
                      photo_of=("parcel", box.id), open_now=here.keep(parcel=box.id, unit=None))
