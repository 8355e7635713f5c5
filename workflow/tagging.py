"""Tags printed in advance: a blank one from the roll becomes the tag of a unit."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Stage
from models.rma import Unit
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act

U = Unit.__table__


@act("unit.tagged")
def bind(doing: Doing, *, unit_id: int, tag: str, by: Actor) -> None:
    """Give a unit that has just arrived this tag in place of the number that was drawn for it.

    The index on tags says when somebody else has just bound the same one.

    Raises:
        Refused: the unit has gone on meanwhile; it is known by its number there.
    """
    unit = doing.one(sa.select(U).where(U.c.id == unit_id))
    if unit is None:
        raise NotFound(say("There is no such unit."))
    if unit.stage is not Stage.ARRIVED:
        raise Refused(say("This unit has gone on meanwhile: it keeps the tag that it has."))
    moves.note_unit(doing, unit, what="unit.tagged", codes=f"{unit.tag}>{tag}", tag=tag)
    doing.touch(unit.rma_id)
