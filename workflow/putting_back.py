"""What an act did to rows, taken back: newest first, each table in one write unless something between forbids it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from models.all_tables import TABLES
from models.restoring import Addition, Change, Deletion, Write

Changes = Iterable[list[Any]]


def of(changes: Changes) -> list[Write]:
    """The writes that take these changes back; as `Doing.undo` has them, oldest first."""
    writes: list[Write] = []
    for write in _row_by_row(changes).values():
        other = _to_join(writes, write)
        if other is None:
            writes.append(write)
        else:
            _join(other, write)
    return writes


def _row_by_row(changes: Changes) -> dict[tuple[str, int], Write]:
    """One write for each row, whatever was done to it one after the other: newest first."""
    found: dict[tuple[str, int], Write] = {}
    for name, row_id, before, after in reversed(list(changes)):
        if before == {}:
            continue  # only noted in the log: the row stayed as it was
        newer = found.get((name, row_id))
        if before is None:
            found.pop((name, row_id), None)  # it goes when what was added before it has gone
            if not isinstance(newer, Addition):
                found[name, row_id] = Deletion(TABLES[name], [row_id], newer.was if newer else {})
        else:
            found[name, row_id] = _older(TABLES[name], row_id, before, after, newer)
    return found


def _older(table: sa.Table, row_id: int, before: dict[str, Any], after: Any, newer: Write | None) -> Write:
    """A row was changed or deleted, and afterwards `newer` to it was done what is taken back first."""
    had = _typed(table, before)
    if after == "deleted":
        return Addition(table, [had])
    if isinstance(newer, Addition):
        return Addition(table, [{**newer.rows[0], **had}])
    left = _typed(table, after)
    if isinstance(newer, Change):
        had, left = {**newer.rows[row_id], **had}, {**left, **newer.was[row_id]}
    return Change(table, {row_id: had}, {row_id: left})


def _to_join(writes: list[Write], write: Write) -> Write | None:
    """The write that this one may become part of, going before those that stand between them."""
    for other in reversed(writes):
        if other.table is write.table:
            return other if type(other) is type(write) else None
        if not (_may_go_before(write, other) and _may_go_before(other, write)):
            return None
    return None


def _may_go_before(one: Write, other: Write) -> bool:
    """Whether nothing in `one` points at a row that `other` adds or deletes. What is added is looked at by triggers,
    which see the rows that it points at.
    """
    pointing = [key.parent.name for key in one.table.foreign_keys if key.column.table is other.table]
    if isinstance(one, Change) and not isinstance(other, Change):
        return not any(name in values for values in one.rows.values() for name in pointing)
    return not pointing or (isinstance(other, Change) and not isinstance(one, Addition))


def _join(to: Write, write: Write) -> None:
    if isinstance(to, Deletion):
        to.ids += write.ids
    elif isinstance(to, Addition):
        to.rows += write.rows
        return
    else:
        to.rows |= write.rows
    to.was |= write.was


def _typed(table: sa.Table, values: dict[str, Any]) -> dict[str, Any]:
    """JSON's text back as the column's own kind of value."""
    return {name: _read(table.c[name].type, value) for name, value in values.items()}


def _read(column_type: sa.types.TypeEngine, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column_type, sa.Enum):
        return column_type.enum_class(value)
    if isinstance(column_type, sa.Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if column_type.__class__.__name__ == "UtcTime" else value
