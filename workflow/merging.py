"""What came unannounced turns out to be what was announced: the box takes its place, the thing becomes that unit.

Nothing is counted twice: a box that is matched stands for one that was to come and has not moved, and what was taken
out of it as an extra is the unit that its RMA waits for. The extra is voided and points to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, Stage
from models.parcels import Parcel
from models.records import split
from models.rma import WAITED_FOR, Hold, Photo, Rma, Unit
from workflow import calling, moves
from workflow.boxes import Box
from workflow.doing import Doing

P, U, R, H, PH = (m.__table__ for m in (Parcel, Unit, Rma, Hold, Photo))


def belongs_to(doing: Doing, box: Box, rma_id: int, *, taken: Any = None) -> None:
    """The unidentified box is this RMA's, with all that was taken out of it.

    Args:
        taken: the unit that is being taken out just now and said so.
    """
    waited, announced = _waits(doing, rma_id)
    waited = [unit for unit in waited if taken is None or unit.id != taken.id]
    match_box(doing, box, rma_id, announced)
    extras = [line.unit for line in box.units if line.unit.rma_id is None]
    for extra in extras:
        same = same_as(extra, waited)
        if same is None:
            moves.note_unit(doing, extra, what="unit.matched", rma_id=rma_id)
        else:
            waited.remove(same)
            become(doing, extra, same)


def _waits(doing: Doing, rma_id: int) -> tuple[list[Any], Any]:
    """The units that the RMA waits for, and the first of its boxes that is announced and has not moved."""
    first = sa.select(P.c.id).where(P.c.rma_id == R.c.id, P.c.direction == Direction.IN,
                                    P.c.state == ParcelState.ANNOUNCED).order_by(P.c.box_no, P.c.id).limit(1)
    rows = doing.all(sa.select(U, P).select_from(
        R.outerjoin(U, sa.and_(U.c.rma_id == R.c.id, WAITED_FOR))
        .outerjoin(P, P.c.id == first.correlate(R).scalar_subquery())).where(R.c.id == rma_id).order_by(U.c.id))
    parts = [split(row, Unit, Parcel) for row in rows]
    return [unit for unit, _box in parts if unit], parts[0][1] if parts else None


def match_box(doing: Doing, box: Box, rma_id: int, announced: Any) -> None:
    """Whose the box is. `announced`, a box that has not moved, need not come any more; that of the RMA is told."""
    instead = f" instead:{announced.id}" if announced else ""
    moves.note_parcel(doing, box.parcel, what="parcel.matched", codes=f"rma:{rma_id}{instead}", rma_id=rma_id,
                      unidentified=False)
    moves.note(doing, what="parcel.matched", rma_id=rma_id,
               codes=f"parcel:{box.parcel.id}:{box.parcel.chain_head[:16]}")
    if announced:
        moves.move_parcel(doing, announced, ParcelState.REFUSED, what="parcel.replaced")
    if box.parcel.dangerous:
        calling.hold_matched(doing, rma_id)
    doing.letters = True
    doing.data = {"letter": "received", "rma_id": rma_id, "parcel_id": box.parcel.id}


def same_as(extra: Any, waited: Sequence[Any]) -> Any:
    """The unit that this extra is: by its device or serial number, else by its product; None if nobody waits for it."""
    if extra.stage is not Stage.ARRIVED:
        return None
    proven = [unit for unit in waited if extra.serial_seen and (
        unit.serial_stated == extra.serial_seen or (unit.device_id and unit.device_id == extra.device_id))]
    fitting = [unit for unit in waited if extra.product_id and unit.product_id == extra.product_id]
    return next(iter([*proven, *fitting]), None)


def become(doing: Doing, extra: Any, unit: Any) -> None:
    """The extra was this unit all along: its tag, its place, its photos and what was seen of it go over."""
    moves.move_units(doing, [extra], Stage.VOIDED, what="unit.is_same", codes=f"unit:{unit.id}", tag=None,
                     voided_into_id=unit.id, came_in_id=None)
    moves.move_units(
        doing, [unit], Stage.ARRIVED, what="unit.arrived", codes=f"unit:{extra.id}",
        place=(extra.place_kind, extra.place_id), tag=extra.tag, came_in_id=extra.came_in_id,
        serial_seen=extra.serial_seen, device_id=unit.device_id or extra.device_id, arrived_at=extra.arrived_at,
        due_at=extra.due_at, unexpected=None if unit.stage is Stage.EXPECTED else unit.stage.value)
    doing.update_all(Hold, doing.all(sa.select(H).where(
        H.c.unit_id == extra.id, H.c.reason == "extra_unit", H.c.released_at.is_(None))),
        released_at=doing.now, released_by_id=doing.by.staff_id)
    doing.update_all(Photo, doing.all(sa.select(PH).where(PH.c.unit_id == extra.id)), unit_id=unit.id)
