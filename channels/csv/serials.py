"""Serial numbers out of our CSV."""

from __future__ import annotations

from channels.csv import cells
from channels.csv.cells import BadCell
from channels.csv.columns import SERIALS
from channels.csv.decoding import decode
from channels.csv.tables import Row, open_table
from workflow.importing.values import Fault, Item, Read, SerialIn
from workflow.sentences import say


def read(content: bytes, encoding: str | None = None) -> Read:
    """The serials of a file.

    Raises:
        Unreadable: not our CSV.
    """
    text, encoding = decode(content, encoding)
    table = open_table(text, SERIALS)
    found = Read(encoding, faults=table.notes)
    lines: dict[tuple[str, str], int] = {}
    for row in table.rows:
        try:
            serial = _serial(row)
            _check_once(serial, row.line, lines)
            found.items.append(Item(row.line, serial))
        except BadCell as bad:
            found.faults.append(Fault(row.line, bad.sentence))
            found.bad += 1
    return found


def _serial(row: Row) -> SerialIn:
    return SerialIn(
        cells.required_code(row["serial"], "serial"), cells.required_code(row["sku"], "sku"),
        channel=cells.code(row["channel"], "channel", 24).lower() or "shop",
        order_number=cells.code(row["order_number"], "order_number"),
        line_no=cells.whole(row["line_no"], "line_no", least=1) if row["line_no"] else None,
        lot=cells.code(row["lot"], "lot") or None, warranty_end=cells.day(row["warranty_end"], "warranty_end"))


def _check_once(serial: SerialIn, line: int, lines: dict[tuple[str, str], int]) -> None:
    first = lines.setdefault((serial.serial, serial.sku), line)
    if first != line:
        raise BadCell(say("Serial %(serial)s stands on line %(line)s already.", serial=serial.serial, line=first))
