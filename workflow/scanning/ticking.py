"""The tick list at the dock: what came with the unit that was just taken out of the box.

The digits, ALL and NO mean the list only while it stands on the card; else they mean what they did before.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow import accessories
from workflow.accessories import TickList
from workflow.errors import Refused
from workflow.scanning import again, choosing, common, open_box, receiving, tag_roll, ticking_cards, unticked
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say

Step = Callable[[Here, Meaning], Answer]


def _asked(here: Here) -> bool:
    return (here.question or {}).get("name") == ticking_cards.QUESTION


def _ticks(here: Here) -> TickList:
    ticks = accessories.read(here.connection, (here.question or {})["unit"])
    if ticks is None:
        raise Refused(say("There is no such accessory any more. Scan the unit again."))
    return ticks


def _or_else(mine: Step, other: Step) -> Step:
    """`mine` while the tick list stands on the card."""
    return lambda here, meaning: mine(here, meaning) if _asked(here) else other(here, meaning)


def _card(here: Here, ticks: TickList, page: int = 0) -> Answer:
    return unticked.card(here, ticks, open_box.COMMANDS, page=page)


def chosen(here: Here, meaning: Meaning) -> Answer:
    """One of the numbered things: it is there; chosen again, it is not."""
    ticks = _ticks(here)
    _name, code = choosing.taken(here, meaning)
    page = (here.question or {}).get("page", 0)
    if code == choosing.MORE:
        return _card(here, ticks, page + 1)
    return _card(here, accessories.tick(ticks=ticks, accessory_id=int(code), by=here.by), page)


def everything(here: Here, _meaning: Meaning) -> Answer:
    """ALL or YES: all that belongs to it is there."""
    return _card(here, accessories.all_there(ticks=_ticks(here), by=here.by))


def nothing_else(here: Here, _meaning: Meaning) -> Answer:
    """NO: what is not ticked is not there."""
    return _card(here, accessories.rest_not_there(ticks=_ticks(here), by=here.by))


def undo(here: Here, meaning: Meaning) -> Answer:
    """The tick list stands again where it stood; elsewhere nothing but the words."""
    if (here.last_answer or {}).get("icon") != ticking_cards.ICON:
        return again.undo_last(here, meaning)
    return again.undo(here, meaning, lambda _here, undone: undone)


STEPS = {
    Command.ALL: _or_else(everything, receiving.everything), Command.YES: _or_else(everything, tag_roll.yes),
    Command.NO: _or_else(nothing_else, common.said_no), Command.UNDO: undo,
    **dict.fromkeys([c for c in Command if c.choice is not None], _or_else(chosen, receiving.chosen)),
}
