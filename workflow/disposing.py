"""What becomes of goods that are ours: into stock, refurbished, or away. Above a value only if two people agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Disposition, Owner, PlaceKind, Role, Stage
from models.rma import Hold
from workflow import gates, holding, installation, moves, rows, settling, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

D = Disposition
WORDS: dict[Disposition, Sentence] = {
    D.REPAIR: say("repair"), D.TO_CUSTOMER: say("to the customer"), D.STOCK_AS_NEW: say("stock, as new"),
    D.STOCK_OPEN_BOX: say("stock, open box"), D.REFURBISH: say("refurbish"), D.VENDOR: say("back to the vendor"),
    D.LIQUIDATE: say("sell off"), D.DONATE: say("donate"), D.SCRAP: say("scrap"),
}
TO_STOCK = (D.STOCK_AS_NEW, D.STOCK_OPEN_BOX)
AWAY = (D.VENDOR, D.LIQUIDATE, D.DONATE, D.SCRAP)
REFURBISH_DAYS = 10


def check_can_stock(connection: sa.Connection, unit: Any) -> None:
    """It is inspected, ours (or becomes ours by what was given for it), and nothing holds it."""
    if unit.stage is not Stage.INSPECTED:
        raise Refused(say("Only an inspected item can be put into stock or disposed of."))
    if unit.owner is Owner.CUSTOMER and unit.resolution in settling.GIVES_UP:
        gates.check_no_hold(connection, unit)
        gates.check_inspected(connection, unit)
    else:
        gates.check_can_leave_the_customer(connection, unit)


def check_can_dispose(connection: sa.Connection, unit: Any, disposition: Disposition) -> None:
    """As for stock; above the limit of one person a second one has to have agreed."""
    check_can_stock(connection, unit)
    if unit.price_minor > installation.settings().approval_limit_minor and not holding.agreed_by_two(connection, unit):
        raise Refused(say("This is worth more than one person may dispose of. Propose it; a second person agrees."))


@act("unit.stocked")
def stock(doing: Doing, *, unit_id: int, disposition: Disposition = D.STOCK_OPEN_BOX, by: Actor) -> None:
    """Ours goes into stock, as new or as open box. Where it lies is scanned apart."""
    if disposition not in TO_STOCK:
        raise Refused(say("Choose stock, as new or open box."), field="disposition")
    unit = _ours(doing, unit_id)
    moves.move_units(doing, [unit], Stage.STOCKED, what="unit.stocked", codes=disposition.value,
                     disposition=disposition, due_at=None)


@act("unit.refurbishing")
def refurbish(doing: Doing, *, unit_id: int, by: Actor) -> int:
    """Ours goes to the bench before it is sold. Returns the job's id."""
    unit = _ours(doing, unit_id)
    due_at = doing.now + timedelta(days=REFURBISH_DAYS)
    job_id = work_moves.new_job(doing, unit=unit, due_at=due_at)
    moves.move_units(doing, [unit], Stage.REPAIRING, what="unit.refurbishing", codes=f"job:{job_id}",
                     disposition=D.REFURBISH, due_at=due_at)
    return job_id


@act("unit.disposed")
def dispose(doing: Doing, *, unit_id: int, disposition: Disposition, by: Actor) -> None:
    """Ours leaves: to the vendor, sold off, given away, scrapped.

    Raises:
        Refused: it is not ours, not inspected, held, or above the limit without a second person.
    """
    if disposition not in AWAY:
        raise Refused(say("Choose where it goes."), field="disposition")
    check_can_dispose(doing.connection, rows.unit(doing, unit_id), disposition)
    unit = _ours(doing, unit_id)
    moves.move_units(doing, [unit], Stage.DISPOSED, what="unit.disposed", codes=disposition.value,
                     place=(PlaceKind.GONE, None), disposition=disposition, due_at=None)


@act("unit.disposal_proposed")
def propose_disposal(doing: Doing, *, unit_id: int, disposition: Disposition, by: Actor) -> None:
    """Ask a second person: the unit is held until another agent or lead releases it."""
    if not by.has(Role.AGENT, Role.LEAD, Role.INSPECTOR):
        raise NotAllowed(say("Your roles do not allow this step. Ask your lead."))
    if disposition not in AWAY:
        raise Refused(say("Choose where it goes."), field="disposition")
    unit = _ours(doing, unit_id)
    moves.note_unit(doing, unit, what="unit.disposal_proposed", codes=disposition.value, disposition=disposition)
    hold_id = doing.insert(Hold, unit_id=unit_id, reason=holding.SECOND_PERSON, note="", placed_by_id=by.staff_id,
                           placed_at=doing.now)
    moves.note_hold(doing, unit_id=unit_id, hold_id=hold_id, reason=holding.SECOND_PERSON)


def _ours(doing: Doing, unit_id: int) -> sa.Row:
    """The unit, ours by now."""
    unit = rows.unit(doing, unit_id)
    check_can_stock(doing.connection, unit)
    return settling.take_over(doing, unit)
