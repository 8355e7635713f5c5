"""A shelf, scanned at any station: what was in hand lies there from now on; with empty hands, what lies on it."""

from __future__ import annotations

from dataclasses import replace

from models.lifecycle import ParcelState, Stage, StationKind
from workflow import shelving, whereabouts
from workflow.errors import Refused
from workflow.lying import OnShelf, called
from workflow.scanning import answers, whereabouts_cards
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say
from workflow.transaction import acted
from workflow.whereabouts import P, U

NEXT = say("Scan the next unit or parcel.")
# A box that was not opened yet, or that is closed, is itself what the hands hold at the dock and at packing.
STILL_WHOLE = {ParcelState.RECEIVED, ParcelState.CLOSED}


def shelf(here: Here, meaning: Meaning) -> Answer:
    """The shelf for what was just finished or shown here, else for the unit or the whole box in hand."""
    box_id, unit_id = here.open_id("shelve_box"), here.open_id("shelve") or here.open_id("unit")
    if box_id or unit_id is None:
        return _for_box(here, meaning, box_id)
    on = whereabouts.shelf(here.connection, meaning.id or 0, U.c.id == unit_id)
    if on.units and on.units[0].unit.stage is Stage.PACKED:  # it left the hand when its box was closed
        return _for_box(here, meaning, None)
    closed = {} if unit_id != here.open_id("unit") else {"unit": None, "job": None, "thing": None, "untagged": None}
    return put(here, on, here.keep(**closed))


def _for_box(here: Here, meaning: Meaning, lead_called: int | None) -> Answer:
    """The shelf for the box that a lead was called to, else for the whole one in hand; with empty hands, what lies
    there.
    """
    box_id = lead_called or here.open_id("parcel")
    if box_id:
        on = whereabouts.shelf(here.connection, meaning.id or 0, parcels=P.c.id == box_id)
        if lead_called or any(box.parcel.state in STILL_WHOLE for box in on.boxes):
            return put(here, on, here.keep(parcel=None, unit=None))
    return whereabouts_cards.on_shelf(here, whereabouts.shelf(here.connection, meaning.id or 0), may_work=False)


def put(here: Here, on: OnShelf, open_now: dict[str, object]) -> Answer:
    """Put these things away; those that lie there already are a kind answer."""
    thing = f"{on.shelf.name} · {called(on.seen[0])}" if len(on.seen) == 1 else on.shelf.name
    if not on.seen:
        raise Refused(say("What was in your hand is not known any more. Scan it again."))
    if all(shelving.lies_there(seen, on.shelf) for seen in on.seen):
        return answers.repeat(say("Lies there already"), thing=thing, icon="stack-2", next=NEXT, open_now=open_now)
    count = shelving.put_away(on=on, by=here.by)
    return done(on, count, thing, open_now)


def done(on: OnShelf, count: int, thing: str, open_now: dict[str, object]) -> Answer:
    """The card after things were put away."""
    listed = {} if len(on.seen) == 1 else whereabouts_cards.items(
        [(seen, say("put away"), True) for seen in on.seen])
    return answers.ok(say("Put away"), thing=thing, icon="stack-2", next=NEXT, open_now=open_now,
                      lines=((say("Shelf"), on.shelf.name), (say("Things"), count)), **listed)


def waiting(here: Here, meaning: Meaning, answer: Answer) -> Answer:
    """After an act that finished the unit in hand, this tablet waits for its shelf: the next shelf scanned is that.

    At the dock a unit stays in hand until the next one, and at the shelves several are: there only a called lead ends
    the work on one of them.
    """
    unit_id, box_id, after = here.open_id("unit"), here.open_id("parcel"), answer.open_now
    ends = here.kind not in (StationKind.DOCK, StationKind.SHELVING) and meaning.command is not Command.UNDO
    if meaning.kind is Kind.SHELF or not (ends or meaning.command is Command.LEAD):
        return answer
    if answer.result != "ok" or acted.get() is None or after is None or "unit" in after:
        return answer
    if unit_id is not None:
        return replace(answer, open_now={**after, "shelve": unit_id})
    if meaning.command is Command.LEAD and box_id is not None and "parcel" not in after:
        return replace(answer, open_now={**after, "shelve_box": box_id})
    return answer
