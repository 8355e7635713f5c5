"""FIND, at every station: whatever is scanned or typed next is looked for, not worked with."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import StationKind
from models.work import Part, PartStock
from workflow import sought, whereabouts
from workflow.scanning import answers, whereabouts_cards
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

K, KS = Part.__table__, PartStock.__table__
KINDS = {*whereabouts_cards.SOUGHT, Kind.UNKNOWN, Kind.SHELF, Kind.PART}


def look_for(here: Here, _meaning: Meaning) -> Answer:
    """FIND. What is in hand stays in hand."""
    step = say("Scan or type anything: a number or part of it, a shelf, a product, a name, a postcode.")
    return answers.ask(say("Find what?"), icon="search", next=step, open_now=here.keep(find=True))


def is_wanted(here: Here, meaning: Meaning) -> bool:
    """Whether this code is looked for: FIND was the last thing said here."""
    return bool(here.open_now.get("find")) and meaning.kind in KINDS


def found(here: Here, meaning: Meaning) -> Answer:
    """Where it is; nothing is changed."""
    if meaning.kind is Kind.PART:
        return _part(here, meaning)
    shelf_id = meaning.id if meaning.kind is Kind.SHELF else _shelf_called(here, meaning)
    if shelf_id is None:
        return whereabouts_cards.found(here, meaning)
    return whereabouts_cards.on_shelf(here, whereabouts.shelf(here.connection, shelf_id), may_work=_hands_free(here))


def _hands_free(here: Here) -> bool:
    """At the shelves, with nothing begun: what was looked for may be worked with at once."""
    begun = any(here.open_now.get(name) for name in ("count", "units", "boxes", "from_shelf", "shelve", "shelve_box"))
    return here.kind is StationKind.SHELVING and not begun


def _shelf_called(here: Here, meaning: Meaning) -> int | None:
    return sought.shelf_named(here.connection, meaning.code, here.by.site_id) if meaning.kind is Kind.UNKNOWN else None


def _part(here: Here, meaning: Meaning) -> Answer:
    """A spare part lies at no place of its own: how many of it this house has."""
    part = here.connection.execute(sa.select(K.c.code, K.c.name, KS.c.on_hand).select_from(K.outerjoin(
        KS, sa.and_(KS.c.part_id == K.c.id, KS.c.site_id == (here.by.site_id or 1)))).where(K.c.id == meaning.id)).one()
    return answers.repeat(say("Spare part"), thing=part.name, icon="tools", choices=whereabouts_cards.AGAIN,
                          next=whereabouts_cards.NEXT, lines=((say("In the house"), part.on_hand or 0),),
                          open_now=here.keep(find=None))
