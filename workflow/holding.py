"""Holds: brakes with a reason on a unit or an RMA. They stop decisions and the way out, never receiving."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Role
from models.rma import Hold
from workflow import moves, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

H = Hold.__table__
SECOND_PERSON = "second_person"
BATTERY = "battery"
CHOICES: dict[str, Sentence] = {
    "fraud_check": say("Looks like abuse"), "wrong_item": say("Not the item that was sold"),
    "waiting_supplier": say("Waiting for the supplier"), "waiting_marketplace": say("Waiting for the marketplace"),
    "payment_dispute": say("Payment is disputed"), "safety": say("May be dangerous"),
    "lead_decision": say("A lead has to decide"), "other": say("Other, see the note"),
}
WORDS: dict[str, Sentence] = {
    **CHOICES, "serial_mismatch": say("Serial number does not fit"), "extra_unit": say("Nobody declared this unit"),
    "empty_box": say("The box was empty"), "weight_off": say("The weight does not fit"),
    BATTERY: say("Battery damaged or loose: no label until released"),
    "photo_missing": say("A photo is missing"), "quantity_above": say("More than was ordered"),
    SECOND_PERSON: say("A second person has to agree"),
}
MAY_HOLD = (Role.AGENT, Role.LEAD, Role.INSPECTOR, Role.TECHNICIAN, Role.CHECKER, Role.PACKER, Role.DOCK, Role.SYSTEM)
MAY_RELEASE = (Role.AGENT, Role.LEAD)


@act("hold.placed")
def hold(doing: Doing, *, reason: str, rma_id: int | None = None, unit_id: int | None = None, note: str = "",
         by: Actor) -> int:
    """Hold an RMA or one unit. Returns the hold's id.

    Args:
        reason: a code of WORDS.
        note: free text for colleagues; it stands in no log.
    """
    if not by.has(*MAY_HOLD):
        raise NotAllowed(say("Your roles do not allow this step. Ask your lead."))
    if reason not in WORDS:
        raise Refused(say("Choose a reason from the list."), field="reason")
    if (rma_id is None) == (unit_id is None):
        raise Refused(say("Choose either the RMA or one item to hold."))
    unit = rows.unit(doing, unit_id) if unit_id is not None else None
    rma = rows.rma(doing, rma_id) if rma_id is not None else None
    hold_id = doing.insert(Hold, rma_id=rma and rma.id, unit_id=unit_id, reason=reason, note=note.strip(),
                           placed_by_id=by.staff_id, placed_at=doing.now)
    _log(doing, "hold.placed", unit, rma and rma.id, f"hold:{hold_id} reason:{reason}")
    return hold_id


def check_can_release(by: Actor, row: Any) -> None:
    """An agent or lead; where a second person has to agree, another one than who placed the hold."""
    if not by.has(*MAY_RELEASE):
        raise NotAllowed(say("Only an agent or lead can release a hold."))
    if row.reason == SECOND_PERSON and row.placed_by_id == by.staff_id:
        raise NotAllowed(say("You asked for this yourself. A second person has to agree to it."))


@act("hold.released")
def release(doing: Doing, *, hold_id: int, by: Actor) -> None:
    """Take a brake off.

    Raises:
        AlreadyDone: it is released already.
        NotAllowed: not an agent, or the same person where a second one has to agree.
    """
    row = doing.one(sa.select(H).where(H.c.id == hold_id).with_for_update())
    if row is None:
        raise NotFound(say("There is no such hold."))
    check_can_release(by, row)
    if row.released_at is not None:
        raise AlreadyDone(say("This hold is released already."), at=row.released_at)
    doing.update(Hold, row, released_at=doing.now, released_by_id=by.staff_id)
    unit = rows.unit(doing, row.unit_id) if row.unit_id is not None else None
    _log(doing, "hold.released", unit, row.rma_id, f"hold:{hold_id} reason:{row.reason}")


def _log(doing: Doing, what: str, unit: sa.Row | None, rma_id: int | None, codes: str) -> None:
    if unit is not None:
        moves.note_unit(doing, unit, what=what, codes=codes)
        doing.touch(unit.rma_id)
    else:
        moves.note(doing, what=what, rma_id=rma_id or 0, codes=codes)


def agreed_by_two(connection: sa.Connection, unit: Any) -> bool:
    """Whether a second person has agreed since the unit last arrived."""
    since = H.c.placed_at >= unit.arrived_at if unit.arrived_at else sa.true()
    return connection.execute(sa.select(H.c.id).where(
        H.c.unit_id == unit.id, H.c.reason == SECOND_PERSON, H.c.released_by_id.is_not(None),
        H.c.released_by_id != H.c.placed_by_id, since).limit(1)).scalar() is not None
