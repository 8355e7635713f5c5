"""Serial numbers read from the thing in hand, against those sold, stated and known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from models.catalogue import Device
from models.rma import Hold, Unit
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.transaction import act

MISMATCH = "serial_mismatch"
D, U = Device.__table__, Unit.__table__


class HasUnit(Protocol):
    """Anything read around a unit."""

    unit: Any


T = TypeVar("T", bound=HasUnit)


def may_be(device_id: int) -> sa.ColumnElement[bool]:
    """Whether a unit is this device, or is none yet and was sold on the device's order line."""
    line = sa.select(D.c.order_line_id).where(D.c.id == device_id).scalar_subquery()
    return sa.or_(U.c.device_id == device_id, sa.and_(U.c.device_id.is_(None), U.c.order_line_id == line))


def which_is(device_id: int, units: Sequence[T]) -> list[T]:
    """Of units that may be the device: the one known as it, else all, since only one open unit can be."""
    return [row for row in units if row.unit.device_id == device_id] or list(units)


@act("unit.serial_seen")
def note(doing: Doing, *, unit: Any, held: str | None, serial: str, device_id: int | None, fits: bool,
         by: Actor) -> tuple[Any, str | None]:
    """Write down the serial found on the thing. One that does not fit holds the unit until an agent has looked.

    Args:
        held: the reason of the hold that stands already, if any.
        device_id: the device that carries this serial, if one is known.

    Returns the unit as it is now, and what holds it.
    """
    values: dict[str, Any] = {"serial_seen": serial}
    if fits and device_id is not None and unit.device_id is None:
        values["device_id"] = device_id
    moves.note_unit(doing, unit, what="unit.serial_fits" if fits else "unit.serial_wrong", **values)
    if not fits:
        hold_id = doing.insert(Hold, unit_id=unit.id, reason=MISMATCH, note="", placed_by_id=by.staff_id,
                               placed_at=doing.now)
        moves.note_hold(doing, unit_id=unit.id, hold_id=hold_id, reason=MISMATCH)
    return unit._replace(**values), held or (None if fits else MISMATCH)
