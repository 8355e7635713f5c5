"""The serial number on a thing at the dock, against the one that was sold or stated."""

from __future__ import annotations

import sqlalchemy as sa

from models import straight
from models.catalogue import Device, DeviceSerial
from models.lifecycle import LIVE
from models.records import split
from models.rma import Unit
from workflow import accessories, moves
from workflow.accessories import TickList
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound
from workflow.receiving import hold_unit
from workflow.sentences import say
from workflow.transaction import act

U, D, DS = (m.__table__ for m in (Unit, Device, DeviceSerial))


@act("unit.serial_seen")
def note_serial(doing: Doing, *, unit_id: int, serial: str, by: Actor) -> tuple[bool, TickList | None]:
    """Compare the serial on the thing with the one sold or stated; a misfit is held.

    Returns whether it fits, and what belongs to the unit, read with it.
    """
    row = straight.first(doing.connection, _with_serial, None, {"unit": unit_id, "serial": serial})
    if row is None:
        raise NotFound(say("There is no such unit."))
    unit, device_id, taken, listed = split(row, Unit)
    fits = device_id is not None or (unit.device_id is None and unit.serial_stated == serial)
    values = {"serial_seen": serial}
    if device_id is not None and unit.device_id is None:
        values["device_id"] = None if taken else device_id
    moves.note_unit(doing, unit, what="unit.serial_fits" if fits else "unit.serial_wrong", **values)
    if not fits:
        hold_unit(doing, unit_id, "serial_mismatch")
    return fits, accessories.unlisted(unit, listed)


def _with_serial(_what: None) -> sa.Select:
    """The unit, the device that is it and ever carried this serial, whether another open unit is that device, and what
    belongs to the unit: one look for the card and for the act.
    """
    other, serial = U.alias("other"), sa.bindparam("serial", type_=DS.c.serial.type)
    own = sa.or_(D.c.id == U.c.device_id, sa.and_(U.c.device_id.is_(None),
                                                  D.c.order_line_id.is_not_distinct_from(U.c.order_line_id)))
    live = sa.or_(*[other.c.stage == stage for stage in sorted(LIVE)])
    taken = sa.exists().where(other.c.device_id == D.c.id, live)
    devices = DS.join(D, D.c.id == DS.c.device_id)
    return sa.select(U, D.c.id.label("its_device"), taken.label("taken"), accessories.listed(U)).select_from(
        U.outerjoin(devices, sa.and_(DS.c.serial == serial, own))).where(
        U.c.id == sa.bindparam("unit")).order_by(D.c.id).limit(1)
