"""The serial number that a customer states, held against the devices that were sold with the line."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial
from models.lifecycle import LIVE
from models.rma import Unit
from workflow.errors import Refused
from workflow.purchases import ReturnableLine
from workflow.sentences import say

D, DS, U = Device.__table__, DeviceSerial.__table__, Unit.__table__


def cleaned(typed: str) -> str:
    """A serial number or IMEI as it is kept: capitals, no spaces."""
    return "".join(typed.split()).upper()[:64]


def at_request(connection: sa.Connection, line: ReturnableLine, typed: str) -> dict[str, Any]:
    """The unit's columns that follow: the serial stated, and the device if it is known which one it is.

    Raises:
        Refused: a serial of no device of this line, or of one that is in another return.
    """
    serial = cleaned(typed)
    devices = check(connection, line, typed)
    known = len(devices) == 1 and not devices[0].taken and (serial or line.quantity == 1)
    return {"serial_stated": serial or None, "device_id": devices[0].device_id if known else None}


def check(connection: sa.Connection, line: ReturnableLine, typed: str) -> list[sa.Row]:
    """The devices that it may be: all of the line, or the one with this serial. Raises Refused as above."""
    serial = cleaned(typed)
    devices = _devices(connection, line.id, serial)
    if serial and line.has_serials and not devices:
        raise Refused(say("This is not the serial number that we sold with this order. Check it on the device; "
                          "leave it empty if you cannot read it."), field="serial")
    if serial and any(row.taken for row in devices):
        raise Refused(say("The device with this serial number is in a return already."), field="serial")
    return devices


def _devices(connection: sa.Connection, line_id: int, serial: str) -> list[sa.Row]:
    """The devices of the line, or the one of them that ever carried this serial."""
    taken = sa.exists().where(U.c.device_id == D.c.id, U.c.stage.in_(sorted(LIVE)))
    query = sa.select(D.c.id.label("device_id"), taken.label("taken")).where(D.c.order_line_id == line_id)
    if serial:
        query = query.where(sa.exists().where(DS.c.device_id == D.c.id, sa.func.upper(DS.c.serial) == serial))
    return list(connection.execute(query))
