"""Printers in the network: which there are, what labels are in them, and which one a station prints on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Role
from models.places import Station
from models.printers import Printer
from workflow import installation, printer_hosts
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act, reading

PR, N = Printer.__table__, Station.__table__
KEEPERS = (Role.LEAD, Role.MANAGER, Role.ADMIN)
# Millimetres, as the templates have it (labels/templates/*.html). What is not here is no label: the browser prints it.
SIZES: dict[str, tuple[float, float]] = {
    "unit_tag": (62, 29), "parcel_tags": (62, 29), "part_label": (62, 29), "unit_tag_50x30": (50, 30),
    "shelf_label": (102, 51), "badge": (86, 54),
    **dict.fromkeys(("return_label_4x6", "holding_label", "unit_holding_label"), (101.6, 152.4)),
}
SMALLER = {"unit_tag": "unit_tag_50x30"}
"""The same paper for smaller labels."""
SPARE_MM = 1.5
"""Labels are sold by whole millimetres or inches: 4 inches are sold as 101 and as 102 mm."""


def is_on() -> bool:
    """Whether labels are sent to printers in the network at all."""
    return bool(printer_hosts.entries(installation.settings().printer_hosts))


def fits(kind: str, width_mm: int, height_mm: int) -> bool:
    """Whether this paper is a label that the labels in a printer have room for."""
    size = SIZES.get(kind)
    return size is not None and size[0] <= width_mm + SPARE_MM and size[1] <= height_mm + SPARE_MM


def as_label(kind: str, width_mm: int, height_mm: int) -> str | None:
    """The kind of this paper that the labels in a printer have room for, if there is one."""
    return next((found for found in (kind, SMALLER.get(kind, kind)) if fits(found, width_mm, height_mm)), None)


def address(row: Any) -> str:
    """The address to connect to for this printer. Raises Refused when it is not allowed, or nobody knows it."""
    return printer_hosts.allowed(row.host, row.port, installation.settings().printer_hosts)


def everywhere() -> list[sa.Row]:
    """All printers by name."""
    with reading() as connection:
        return list(connection.execute(sa.select(PR).order_by(PR.c.name)))


def by_id(printer_id: int) -> sa.Row:
    """Raises NotFound."""
    with reading() as connection:
        return _row(connection, printer_id)


def _row(connection: sa.Connection, printer_id: int) -> sa.Row:
    row = connection.execute(sa.select(PR).where(PR.c.id == printer_id)).first()
    if row is None:
        raise NotFound(say("There is no such printer."))
    return row


def _check(doing: Doing, by: Actor, values: dict[str, Any], printer_id: int | None) -> None:
    _check_keeper(by)
    taken = doing.one(sa.select(PR.c.id).where(PR.c.name == values["name"], PR.c.id != (printer_id or 0)))
    if taken:
        raise Refused(say("A printer has this name already. Choose another."), field="name")
    printer_hosts.allowed(values["host"], values["port"], installation.settings().printer_hosts)


def _check_keeper(by: Actor) -> None:
    if not by.has(*KEEPERS, Role.SYSTEM):
        raise NotAllowed(say("Only a lead, a manager or an administrator may change printers. Ask one of them."))


@act("printer.added", undoable=False)
def add(doing: Doing, *, by: Actor, **values: Any) -> int:
    """Add a printer: name, host, port, dpi, width_mm, height_mm, active. Returns its id.

    Raises:
        Refused: the name is taken, or PRINTER_HOSTS does not allow the address.
    """
    _check(doing, by, values, None)
    printer_id = doing.insert(Printer, **values)
    doing.data = {"printer_id": printer_id}
    return printer_id


@act("printer.changed", undoable=False)
def change(doing: Doing, *, printer_id: int, by: Actor, **values: Any) -> None:
    """Change what is known of a printer. Raises as `add`."""
    _check(doing, by, values, printer_id)
    doing.data = {"printer_id": printer_id}
    doing.update(Printer, _row(doing.connection, printer_id), **values)


@act("printer.chosen", undoable=False)
def choose(doing: Doing, *, station: str, printer_id: int | None, by: Actor) -> None:
    """The printer of a station from now on; None: its papers are printed by the browser."""
    _check_keeper(by)
    row = doing.one(sa.select(N).where(N.c.name == station))
    if row is None:
        raise NotFound(say("There is no station with this name. Choose one from the list of stations."))
    if printer_id is not None:
        _row(doing.connection, printer_id)
    doing.data = {"station_id": row.id, "printer_id": printer_id}
    doing.update(Station, row, printer_id=printer_id)
