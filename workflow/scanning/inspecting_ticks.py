"""The tick list at inspection: what the dock passed over is asked for before the result stands on the card."""

from __future__ import annotations

from dataclasses import replace

from workflow import accessories
from workflow.accessories import TickList
from workflow.errors import Refused
from workflow.looking import Look
from workflow.scanning import choosing, ticking_cards
from workflow.scanning import inspecting_cards as cards
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.sentences import say

QUESTION = ticking_cards.QUESTION


def is_asked(here: Here) -> bool:
    return (here.question or {}).get("name") == QUESTION


def chosen(here: Here, look: Look, code: str) -> Answer:
    """One of the numbered things: it is there; chosen again, it is not."""
    page = (here.question or {}).get("page", 0)
    if code == choosing.MORE:
        return cards.ask_accessories(here, look, _ticks(here), page=page + 1)
    return _after(here, look, accessories.tick(ticks=_ticks(here), accessory_id=int(code), by=here.by), page)


def all_there(here: Here, look: Look) -> Answer:
    return _after(here, look, accessories.all_there(ticks=_ticks(here), by=here.by))


def nothing_else(here: Here, look: Look) -> Answer:
    return _after(here, look, accessories.rest_not_there(ticks=_ticks(here), by=here.by))


def passed_over(here: Here, look: Look) -> Answer:
    """Packing will ask for what is still open: the result, and of this unit no list any more."""
    here.open_now = {**here.open_now, cards.PASSED_OVER: look.unit.id}
    return cards.present(here, look)


def _ticks(here: Here) -> TickList:
    ticks = accessories.read(here.connection, (here.question or {})["unit"])
    if ticks is None:
        raise Refused(say("There is no such accessory any more. Scan the unit again."))
    return ticks


def _after(here: Here, look: Look, ticks: TickList, page: int = 0) -> Answer:
    if not ticks.unanswered:
        return cards.present(here, replace(look, accessories=None))
    return replace(cards.ask_accessories(here, look, ticks, page=page), title=ticking_cards.ticked(ticks))
