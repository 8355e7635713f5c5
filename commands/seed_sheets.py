"""Many rows at once: executemany on SQLite, COPY on PostgreSQL. Ids are given, so that rows can name each other."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Sheet:
    """Rows of one table that wait to be written. Columns that are not named get the model's own default."""

    def __init__(self, connection: sa.Connection, model: type, names: str) -> None:
        self.table: sa.Table = model.__table__
        self.names = ["id", *names.split()]
        self.defaults = _defaults(self.table, self.names)
        self.rows: list[tuple[Any, ...]] = []
        self._ids = itertools.count(last_id(connection, self.table) + 1)

    def add(self, *values: Any) -> int:
        """Add a row and return its id."""
        row_id = next(self._ids)
        self.rows.append((row_id, *values))
        return row_id

    def write(self, connection: sa.Connection) -> int:
        """Write what waits. Returns how many rows."""
        if not self.rows:
            return 0
        columns = [*self.names, *self.defaults]
        rows = self._whole_rows()
        if connection.dialect.name == "sqlite":
            _insert(connection, self.table, columns, list(rows))
        else:
            _copy(connection, self.table, columns, rows)
        count = len(self.rows)
        self.rows.clear()
        return count

    def _whole_rows(self) -> Iterator[tuple[Any, ...]]:
        rest = tuple(self.defaults.values())
        return (row + rest for row in self.rows)


def _defaults(table: sa.Table, names: list[str]) -> dict[str, Any]:
    """What the model would fill in for columns that are not named."""
    found = {}
    for column in table.columns:
        if column.name in names or column.default is None:
            continue
        value = column.default.arg(None) if column.default.is_callable else column.default.arg
        found[column.name] = json.dumps(value) if isinstance(value, (list, dict)) else getattr(value, "value", value)
    return found


def last_id(connection: sa.Connection, table: sa.Table) -> int:
    """The highest id that was ever given out."""
    newest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    if connection.dialect.name != "sqlite":
        return max(newest, connection.execute(
            sa.select(sa.literal_column("last_value")).select_from(sa.text(_sequence(connection, table)))).scalar_one())
    given = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    return max(newest, given.scalar() or 0)


def _sequence(connection: sa.Connection, table: sa.Table) -> str:
    return connection.execute(sa.select(sa.func.pg_get_serial_sequence(_quoted(table.name), "id"))).scalar_one()


def _insert(connection: sa.Connection, table: sa.Table, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    marks = ",".join("?" * len(columns))
    names = ",".join(map(_quoted, columns))
    connection.exec_driver_sql(f"INSERT INTO {_quoted(table.name)} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _copy(connection: sa.Connection, table: sa.Table, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ",".join(map(_quoted, columns))
    cursor = connection.connection.driver_connection.cursor()
    with cursor.copy(f"COPY {_quoted(table.name)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(sa.select(sa.func.setval(_sequence(connection, table), sa.select(
        sa.func.max(table.c.id)).scalar_subquery())))


def _quoted(name: str) -> str:
    return f'"{name}"'


def moment_writer(dialect: str) -> Callable[[datetime], str]:
    """How this engine takes a moment as text: SQLite as SQLAlchemy stores it, PostgreSQL with its zone."""
    if dialect == "sqlite":
        return lambda moment: moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return lambda moment: moment.isoformat()
