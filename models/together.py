"""Writes that need not be waited for one by one.

PostgreSQL answers over a socket, and on the scan's path asking and waiting cost more than the work. A write of which
only the number of rows matters is kept back and goes as one statement with the others, a CTE: before the next statement
of its transaction, and before the commit (`settle`). SQLite answers at once; there nothing is ever kept back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa

from models import straight

HELD = "writes_held"
ALONE = "w_"
COUNT_MATTERS_NOT = -1


class Stale(Exception):
    """Somebody else changed the row between our reading and our writing: the whole act is done again."""


class Shape(Protocol):
    """What is written, without the values: equal shapes are one statement."""

    table: sa.Table

    @property
    def has_lists(self) -> bool:
        """Whether a value is a list: then the statement is another one for each length."""

    def statement(self) -> sa.sql.dml.UpdateBase:
        """The statement by itself: it takes its values by name."""

    def part(self, prefix: str) -> sa.sql.dml.UpdateBase:
        """The statement as a part of another, in which the names of its values begin with `prefix`."""

    def __hash__(self) -> int: ...


class Held(NamedTuple):
    """A write that is kept back, and how many rows it must touch."""

    shape: Shape
    values: Mapping[str, Any]
    must: int


def send(connection: sa.Connection, shape: Shape, values: Mapping[str, Any], *, must: int = COUNT_MATTERS_NOT) -> None:
    """Write. `must`: how many rows it has to touch.

    Raises:
        Stale: it touched another number of rows; on PostgreSQL from `settle`.
    """
    if connection.dialect.name != "postgresql":
        _check(alone(connection, shape, values).rowcount, must)
        return
    held = connection.info.setdefault(HELD, [])
    if any(other.shape.table is shape.table for other in held):
        settle(connection)  # the parts of one statement do not see each other's rows
        held = connection.info.setdefault(HELD, [])
    held.append(Held(shape, values, must))


def settle(connection: sa.Connection) -> None:
    """Write what is kept back.

    Raises:
        Stale: a write touched another number of rows than it had to.
        sqlalchemy.exc.DBAPIError: as if it had been written at once.
    """
    held = connection.info.pop(HELD, None)
    if not held:
        return
    if len(held) == 1:
        only, = held
        _check(alone(connection, only.shape, only.values).rowcount, only.must)
        return
    values = {f"w{place}_{name}": value for place, write in enumerate(held) for name, value in write.values.items()}
    parts = tuple((write.shape, write.must >= 0) for write in held)
    counts = (connection.execute(_one_statement(parts), values) if any(shape.has_lists for shape, _ in parts)
              else straight.execute(connection, _one_statement, parts, values)).one()
    counted = [write.must for write in held if write.must >= 0]
    for rows, must in zip(counts, counted, strict=False):
        _check(rows, must)


def alone(connection: sa.Connection, shape: Shape, values: Mapping[str, Any]) -> sa.CursorResult:
    """Write at once, by itself."""
    if shape.has_lists:
        return connection.execute(shape.statement(), values)
    return straight.execute(connection, _alone, shape, {ALONE + name: value for name, value in values.items()})


def _alone(shape: Shape) -> sa.sql.dml.UpdateBase:
    return shape.part(ALONE)


@lru_cache(maxsize=1024)
def _one_statement(parts: tuple[tuple[Shape, bool], ...]) -> sa.Select:
    """All of them as one SELECT, which gives the number of rows of each that has to be counted."""
    counts, uncounted = [], []
    for place, (shape, count) in enumerate(parts):
        statement = shape.part(f"w{place}_")
        if not count:
            uncounted.append(statement.cte(f"w{place}"))
            continue
        rows = statement.returning(sa.literal_column("1").label("row")).cte(f"w{place}")
        counts.append(sa.select(sa.func.count()).select_from(rows).scalar_subquery().label(f"w{place}"))
    return sa.select(*counts or [sa.literal_column("0")]).add_cte(*uncounted)


def forget(connection: sa.Connection) -> None:
    """Before a rollback: what was kept back no longer matters."""
    connection.info.pop(HELD, None)


def listen(engine: sa.Engine) -> None:
    """Whatever else is executed goes after what was kept back."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def go_first(connection: sa.Connection, *_execution: object) -> None:
        if HELD in connection.info:
            settle(connection)


def _check(rows: int, must: int) -> None:
    if must not in (COUNT_MATTERS_NOT, rows):
        raise Stale
