"""Writes that need not be waited for one by one.

PostgreSQL answers over a socket, and on the scan's path asking and waiting cost more than the work. A write of which
only the number of rows matters is kept back and goes as one statement with the others, a CTE: before the next statement
of its transaction (`settle`), and at its end (`finish`). A transaction is begun by its first write; where all writes
are the one statement of its end, that statement is the transaction. SQLite answers at once; there nothing is kept back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus

from models import straight

HELD = "writes_held"
WHOLE = "writes_whole"
OWN_BEGIN = "own_begin"
ALONE = "w_"
COUNT_MATTERS_NOT = -1
IDLE = TransactionStatus.IDLE
DIVISION_BY_ZERO = "22012"


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
        Stale: it touched another number of rows; on PostgreSQL from `settle` or `finish`.
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
    """Write what is kept back, inside the transaction.

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
    else:
        _write(connection, held)


def finish(connection: sa.Connection) -> None:
    """The end of a transaction: write what is kept back, then commit.

    Raises:
        As `settle`.
    """
    held = connection.info.get(HELD)
    if held and not _is_begun(connection):
        connection.info[WHOLE] = connection.info.pop(HELD)
        _write(connection, held)
    else:
        settle(connection)
    connection.commit()


def _write(connection: sa.Connection, held: list[Held]) -> None:
    values = {f"w{place}_{name}": value for place, write in enumerate(held) for name, value in write.values.items()}
    parts = tuple((write.shape, write.must) for write in held)
    try:
        if any(shape.has_lists for shape, _ in parts):
            connection.execute(_one_statement(parts), values)
        else:
            straight.write(connection, _one_statement, parts, values)
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == DIVISION_BY_ZERO:
            raise Stale from error
        raise


def alone(connection: sa.Connection, shape: Shape, values: Mapping[str, Any]) -> Any:
    """Write at once, by itself. What comes back knows `rowcount` and `lastrowid`."""
    if shape.has_lists:
        return connection.execute(shape.statement(), values)
    return straight.write(connection, _alone, shape, values, prefix=ALONE)


def _alone(shape: Shape) -> sa.sql.dml.UpdateBase:
    return shape.part(ALONE)


@lru_cache(maxsize=1024)
def _one_statement(parts: tuple[tuple[Shape, int], ...]) -> sa.Select:
    """All of them as one SELECT. It fails as a whole, by a division by zero, if one touches other rows than it must:
    when it is a transaction of its own, nothing could be taken back afterwards.
    """
    right, uncounted = [], []
    for place, (shape, must) in enumerate(parts):
        statement = shape.part(f"w{place}_")
        if must == COUNT_MATTERS_NOT:
            uncounted.append(statement.cte(f"w{place}"))
            continue
        rows = statement.returning(sa.literal_column("1").label("row")).cte(f"w{place}")
        right.append(sa.select(sa.func.count()).select_from(rows).scalar_subquery() == sa.literal_column(str(must)))
    if not right:
        return sa.select(sa.literal_column("1")).add_cte(*uncounted)
    checked = sa.literal_column("1") / sa.case((sa.and_(*right), sa.literal_column("1")), else_=sa.literal_column("0"))
    return sa.select(checked).add_cte(*uncounted)


def _is_begun(connection: sa.Connection) -> bool:
    return connection.connection.dbapi_connection.pgconn.transaction_status != IDLE


def forget(connection: sa.Connection) -> None:
    """Before a rollback: what was kept back no longer matters."""
    connection.info.pop(HELD, None)


def listen(engine: sa.Engine) -> None:
    """Whatever else is executed goes after what was kept back; what changes or locks something begins a transaction."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def go_first(connection: sa.Connection, cursor: psycopg.Cursor, statement: str, *_execution: object) -> None:
        if HELD in connection.info:
            settle(connection)
        if connection.info.pop(WHOLE, None) or not connection.get_execution_options().get(OWN_BEGIN):
            return
        if _only_reads(statement, cursor) or _is_begun(connection):
            return
        connection.connection.dbapi_connection.execute("BEGIN")


def _only_reads(statement: str, cursor: psycopg.Cursor) -> bool:
    """Whether it may stand outside a transaction: it changes nothing, keeps no lock, and is fetched at once."""
    return (statement.startswith("SELECT") and "FOR UPDATE" not in statement
            and not isinstance(cursor, psycopg.ServerCursor))


def _check(rows: int, must: int) -> None:
    if must not in (COUNT_MATTERS_NOT, rows):
        raise Stale
