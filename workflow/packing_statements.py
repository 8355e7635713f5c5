"""What a customer says while packing, each answer an act: it stands in the RMA's history and can be taken back.

An answer may be given anew until the box is on its way. One that stops the label is changed by us alone: a battery
that was swollen yesterday does not become sound by another tap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from models.rma import Accessory, Hold, Rma
from models.statements import BatteryStatement, PackingStatement
from workflow import holding, moves, packing_coach, photos, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.packing_coach import BATTERIES, NONE, PACKED, UNSAFE, Coach, PackedUnit
from workflow.sentences import say
from workflow.transaction import act

B, R = BatteryStatement.__table__, Rma.__table__


@act("packing.contents_stated")
def state_contents(doing: Doing, *, rma_id: int, accessory_ids: Collection[int], by: Actor) -> None:
    """The customer puts these accessories into the box, and the others not.

    Raises:
        NotFound: there is nothing to pack, or one of them belongs to another return.
    """
    coach = _coach(doing, rma_id)
    known = {row.id: row for unit in coach.units for row in unit.accessories}
    if set(accessory_ids) - known.keys():
        raise NotFound(say("There is no such accessory."))
    for there in (True, False):
        doing.update_all(Accessory, [row for row in known.values() if (row.id in accessory_ids) is there], stated=there)
    _write(doing, coach, contents_at=doing.now)
    moves.note(doing, what="packing.contents_stated", rma_id=rma_id,
               codes=f"accessories:{len(set(accessory_ids))}/{len(known)}")


@act("packing.battery_stated")
def state_batteries(doing: Doing, *, rma_id: int, answers: Mapping[int, str], by: Actor) -> None:
    """What the customer says of the batteries, by unit. A loose or damaged one holds its unit, and so the label.

    Raises:
        NotFound: there is nothing to pack.
        Refused: a unit has no answer, “no battery” cannot be true of it, or an answer that stopped the label would be
            changed.
    """
    coach = _coach(doing, rma_id)
    if coach.stopped:
        raise Refused(say("There is no label while a battery is loose or damaged. Write to us, and do not send it."))
    for unit in coach.with_battery_question:
        if answers.get(unit.unit.id) not in BATTERIES:
            raise Refused(say("Choose what holds for the battery of each item."), field=f"battery_{unit.unit.id}")
        if answers[unit.unit.id] == NONE and unit.holds_battery:
            raise Refused(say("There is a lithium battery with %(item)s, by what you ticked or what we know of it. "
                              "Choose what holds for it. If you keep the battery, write to us.", item=unit.name),
                          field=f"battery_{unit.unit.id}")
    for unit in coach.with_battery_question:
        _state_battery(doing, unit, answers[unit.unit.id])


def _state_battery(doing: Doing, unit: PackedUnit, battery: str) -> None:
    if unit.battery == battery:
        return
    hold_id = _hold(doing, unit.unit) if battery in UNSAFE else None
    before = doing.one(sa.select(B).where(B.c.unit_id == unit.unit.id))
    values = {"battery": battery, "hold_id": hold_id, "at": doing.now}
    if before is None:
        doing.insert(BatteryStatement, unit_id=unit.unit.id, **values)
    else:
        doing.update(BatteryStatement, before, **values)
    moves.note(doing, what="packing.battery_stated", rma_id=unit.unit.rma_id,
               codes=f"unit:{unit.unit.id} battery:{battery}")


def _hold(doing: Doing, unit: Any) -> int:
    hold_id = doing.insert(Hold, unit_id=unit.id, reason=holding.BATTERY, note="", placed_by_id=None,
                           placed_at=doing.now)
    moves.note_unit(doing, rows.unit(doing, unit.id), what="hold.placed",
                    codes=f"hold:{hold_id} reason:{holding.BATTERY}")
    return hold_id


@act("packing.photographed")
def add_photos(doing: Doing, *, rma_id: int, photo_ids: Sequence[int], by: Actor) -> None:
    """Photos of the packed goods, taken before and belonging to nothing yet.

    Raises:
        NotFound: there is nothing to pack.
        Refused: there is no photo, or one was kept too long.
    """
    _coach(doing, rma_id)
    if not photo_ids:
        raise Refused(say("Choose a photo first."), field="photos")
    photos.attach(doing, photo_ids, rma_id=rma_id, shows=PACKED)


@act("packing.photo_passed_over")
def pass_photo_over(doing: Doing, *, rma_id: int, by: Actor) -> None:
    """Go on without a photo, where none is needed. Raises Refused where one is, NotFound when there is nothing."""
    coach = _coach(doing, rma_id)
    if coach.photo_answered:
        return
    if coach.photo_rule == "needed":
        raise Refused(say("We need a photo of the packed goods before the label."), field="photos")
    _write(doing, coach, no_photo_at=doing.now)
    moves.note(doing, what="packing.photo_passed_over", rma_id=rma_id)


def _coach(doing: Doing, rma_id: int) -> Coach:
    """What is to be packed, its RMA locked: two answers at once come one after the other."""
    doing.scalar(sa.select(R.c.id).where(R.c.id == rma_id).with_for_update())
    coach = packing_coach.find(doing.connection, rma_id)
    if coach is None:
        raise NotFound(say("There is nothing to pack for this return now."))
    return coach


def _write(doing: Doing, coach: Coach, **values: Any) -> None:
    if coach.statement is None:
        doing.insert(PackingStatement, rma_id=coach.rma.id, **values)
    else:
        doing.update(PackingStatement, coach.statement, **values)
