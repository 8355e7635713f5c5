"""A shelf, scanned at any station: what was in hand lies there from now on; with empty hands, what lies on it."""

from __future__ import annotations

from dataclasses import replace

from models.lifecycle import Stage, StationKind
from workflow import shelving, whereabouts
from workflow.errors import Refused
from workflow.scanning import answers, elsewhere, whereabouts_cards
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say
from workflow.transaction import acted
from workflow.whereabouts import OnShelf, U

NEXT = say("Scan the next unit.")


def shelf(here: Here, meaning: Meaning) -> Answer:
    """The shelf for the unit that was just finished or shown here, else for the one in hand."""
    unit_id = here.open_id("shelve") or here.open_id("unit")
    if unit_id is None:
        return whereabouts_cards.on_shelf(here, whereabouts.shelf(here.connection, meaning.id or 0), may_work=False)
    on = whereabouts.shelf(here.connection, meaning.id or 0, U.c.id == unit_id)
    if on.seen and on.seen[0].unit.stage is Stage.PACKED:  # it left the hand when its box was closed
        return whereabouts_cards.on_shelf(here, whereabouts.shelf(here.connection, on.shelf.id), may_work=False)
    closed = {} if unit_id != here.open_id("unit") else {"unit": None, "job": None, "thing": None, "untagged": None}
    return put(here, on, here.keep(**closed))


def put(here: Here, on: OnShelf, open_now: dict[str, object]) -> Answer:
    """Put these units away; those that lie there already are a kind answer."""
    thing = f"{on.shelf.name} · {elsewhere.thing(on.seen[0].unit, on.seen[0].name)}" if len(on.seen) == 1 \
        else on.shelf.name
    if not on.seen:
        raise Refused(say("What was in your hand is not known any more. Scan it again."))
    if all(shelving.lies_there(seen, on.shelf) for seen in on.seen):
        return answers.repeat(say("Lies there already"), thing=thing, icon="stack-2", next=NEXT, open_now=open_now)
    count = shelving.put_away(on=on, by=here.by)
    return done(on, count, thing, open_now)


def done(on: OnShelf, count: int, thing: str, open_now: dict[str, object]) -> Answer:
    """The card after units were put away."""
    listed = {} if len(on.seen) == 1 else whereabouts_cards.items(
        [(seen, say("put away"), True) for seen in on.seen])
    return answers.ok(say("Put away"), thing=thing, icon="stack-2", next=NEXT, open_now=open_now,
                      lines=((say("Shelf"), on.shelf.name), (say("Units"), count)), **listed)


def waiting(here: Here, meaning: Meaning, answer: Answer) -> Answer:
    """After an act that finished the unit in hand, this tablet waits for its shelf: the next shelf scanned is that.

    At the dock a unit stays in hand until the next one, and at the shelves several are: there only a called lead ends
    the work on one of them.
    """
    unit_id, after = here.open_id("unit"), answer.open_now
    ends = here.kind not in (StationKind.DOCK, StationKind.SHELVING) and meaning.command is not Command.UNDO
    if meaning.kind is Kind.SHELF or not (ends or meaning.command is Command.LEAD):
        return answer
    if answer.result != "ok" or acted.get() is None or unit_id is None or after is None or "unit" in after:
        return answer
    return replace(answer, open_now={**after, "shelve": unit_id})
