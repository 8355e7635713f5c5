"""Yes or no to what a customer asked for, unit by unit, and going back on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Stage, Verdict
from reference import phrases, reasons
from workflow import announcing, clock, gates, moves, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import act
from workflow.words import word

REOPENABLE = (Stage.DECLINED, Stage.CANCELLED, Stage.EXPIRED)
DAYS_TO_SETTLE = 3
NOT_SEEN_YET = (Stage.REQUESTED, Stage.EXPECTED)


def check_can_approve(connection: sa.Connection, unit: Any) -> None:
    """It is requested, the customer or a carrier has it, and nothing holds it."""
    _check_stage(unit, (Stage.REQUESTED,))
    if reasons.never_came(unit):
        raise Refused(say(
            "The customer never got this item, so nothing can come back. Decide at the item what they get."))
    gates.check_no_hold(connection, unit)


def check_can_decline(connection: sa.Connection, unit: Any) -> None:
    """It has not come yet, was not decided otherwise, and nothing holds it."""
    _check_stage(unit, NOT_SEEN_YET)
    if unit.resolution is not None:
        raise Refused(say("This item was decided already: %(resolution)s.", resolution=word(unit.resolution)))
    gates.check_no_hold(connection, unit)


def check_can_reopen(connection: sa.Connection, unit: Any) -> None:
    """It was declined, cancelled or has expired, and nothing holds it."""
    _check_stage(unit, REOPENABLE)
    gates.check_no_hold(connection, unit)


def check_can_cancel(connection: sa.Connection, unit: Any) -> None:
    check_can_decline(connection, unit)


def check_can_lose(_connection: sa.Connection, unit: Any) -> None:
    """It is somewhere where it can be lost: on its way to us or in the house."""
    _check_stage(unit, (Stage.EXPECTED, Stage.ARRIVED, Stage.INSPECTED, Stage.REPAIRING, Stage.CHECKING, Stage.READY,
                        Stage.PACKED, Stage.SHIPPED, Stage.STOCKED))


def _check_stage(unit: Any, stages: Sequence[Stage]) -> None:
    if unit.stage not in stages:
        raise Refused(say("This item is %(stage)s now. Load the page again to see what can be done.",
                          stage=word(unit.stage)))


@act("unit.approved")
def approve(doing: Doing, *, rma_id: int, unit_ids: Sequence[int], by: Actor) -> list[int]:
    """Let these units come back: they are expected in an announced box. Returns the ids of the boxes to come.

    Raises:
        Refused: one is no longer requested, or is on hold, or the customer never got it.
    """
    units = rows.units(doing, rma_id, unit_ids)
    for unit in units:
        check_can_approve(doing.connection, unit)
    moves.move_units(doing, units, Stage.EXPECTED, what="unit.approved", due_at=None)
    return _let_come(doing, rma_id, units)


def _let_come(doing: Doing, rma_id: int, units: Sequence[Any]) -> list[int]:
    """Announce the boxes of what the customer sends, and of what a carrier brings back; the letter tells them apart."""
    by_carrier = [unit.id for unit in units if reasons.carrier_has_it(unit)]
    by_customer = [unit.id for unit in units if unit.id not in by_carrier]
    parcels = announcing.announce(doing, rma_id=rma_id, unit_ids=by_customer) if by_customer else []
    if by_carrier:
        parcels.append(announcing.announce_from_carrier(doing, rma_id=rma_id, unit_ids=by_carrier))
    _write(doing, "approved", rma_id, by_customer + by_carrier, parcel_ids=parcels,
           **({"by_carrier": by_carrier} if by_carrier else {}))
    return parcels


@act("unit.declined")
def decline(doing: Doing, *, unit_id: int, reason: str, by: Actor) -> None:
    """Say no to one unit, with the coded reason that the customer will read.

    Args:
        reason: a code of reference decline reasons.
    """
    _check_reason(reason, phrases.decline_reasons())
    unit = rows.unit(doing, unit_id)
    check_can_decline(doing.connection, unit)
    doing.reason = reason
    moves.move_units(doing, [unit], Stage.DECLINED, what="unit.declined", codes=f"reason:{reason}",
                     decline_reason=reason, verdict=Verdict.REFUSED, due_at=None)
    _write(doing, "declined", unit.rma_id, [unit.id], reason=reason)


@act("unit.reopened")
def reopen(doing: Doing, *, unit_id: int, reason: str, by: Actor) -> list[int]:
    """Overrule a no, or take up again what was cancelled or has expired. Returns the boxes to come.

    What never reached the customer is requested again: it cannot come, it waits for a decision.

    Args:
        reason: a code of reference override reasons.
    """
    _check_reason(reason, phrases.override_reasons())
    unit = rows.unit(doing, unit_id)
    check_can_reopen(doing.connection, unit)
    doing.reason = reason
    lost = reasons.never_came(unit)
    to, due_at = (Stage.REQUESTED, clock.in_days(DAYS_TO_SETTLE)) if lost else (Stage.EXPECTED, None)
    moves.move_units(doing, [unit], to, what="unit.reopened", codes=f"reason:{reason}", decline_reason=None,
                     verdict=None, due_at=due_at)
    return [] if lost else _let_come(doing, unit.rma_id, [unit])


overrule = reopen


@act("unit.cancelled")
def cancel(doing: Doing, *, unit_id: int, by: Actor) -> None:
    """The customer does not want it any more and said so to an agent."""
    unit = rows.unit(doing, unit_id)
    check_can_cancel(doing.connection, unit)
    moves.move_units(doing, [unit], Stage.CANCELLED, what="unit.cancelled", due_at=None)
    _write(doing, "cancelled", unit.rma_id, [unit.id])


@act("unit.lost")
def lose(doing: Doing, *, unit_id: int, by: Actor) -> None:
    """The carrier lost it, or it cannot be found in the house. What the customer gets is decided apart."""
    unit = rows.unit(doing, unit_id)
    check_can_lose(doing.connection, unit)
    moves.move_units(doing, [unit], Stage.LOST, what="unit.lost", due_at=clock.in_days(DAYS_TO_SETTLE))


def _check_reason(reason: str, known: Mapping[str, Any]) -> None:
    if reason not in known:
        raise Refused(say("Choose a reason from the list."), field="reason")


def _write(doing: Doing, letter: str, rma_id: int, unit_ids: list[int], **more: Any) -> None:
    doing.letters = True
    doing.data = {"letter": letter, "rma_id": rma_id, "unit_ids": unit_ids, **more}
