"""Writes that need not be waited for one by one.

PostgreSQL answers over a socket, and on the scan's path waiting for the answers costs more than the work. A write of
which only the number of rows matters is sent at once and looked at later: before the next statement that is read from,
and before the commit (`settle`). SQLite answers at once; there nothing is ever open.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

OPEN = "writes_sent"
COUNT_MATTERS_NOT = -1


class Stale(Exception):
    """Somebody else changed the row between our reading and our writing: the whole act is done again."""


@dataclass
class _Sent:
    """The writes of one connection that were sent and not yet looked at: each cursor with the rows it must touch."""

    pipeline: AbstractContextManager[Any]
    writes: list[tuple[Any, int]] = field(default_factory=list)
    sending: bool = False


def send(connection: sa.Connection, statement: sa.sql.dml.UpdateBase, values: Mapping[str, Any] | list[dict[str, Any]],
         *, must: int = COUNT_MATTERS_NOT) -> None:
    """Execute a write that returns no rows. `must`: how many rows it has to touch.

    Raises:
        Stale: it touched another number of rows; on PostgreSQL from `settle`.
    """
    if connection.dialect.driver != "psycopg" or isinstance(values, list):
        _check(connection.execute(statement, values).rowcount, must)
        return
    sent = connection.info.get(OPEN)
    if sent is None:
        sent = connection.info[OPEN] = _Sent(connection.connection.driver_connection.pipeline())
        sent.pipeline.__enter__()
    sent.sending = True
    try:
        sent.writes.append((connection.execute(statement, values).context.cursor, must))
    finally:
        sent.sending = False


def settle(connection: sa.Connection) -> None:
    """Wait for what was sent.

    Raises:
        Stale: a write touched another number of rows than it had to.
        sqlalchemy.exc.DBAPIError: as if the write had been waited for.
    """
    sent = connection.info.pop(OPEN, None)
    if sent is None:
        return
    dbapi_error = connection.dialect.loaded_dbapi.Error
    try:
        sent.pipeline.__exit__(None, None, None)
    except dbapi_error as error:
        raise sa.exc.DBAPIError.instance(None, None, error, dbapi_error, dialect=connection.dialect) from error
    for cursor, must in sent.writes:
        _check(cursor.rowcount, must)


def forget(connection: sa.Connection) -> None:
    """Before a rollback: what was sent no longer matters."""
    sent = connection.info.pop(OPEN, None)
    if sent is not None:
        with suppress(connection.dialect.loaded_dbapi.Error):
            sent.pipeline.__exit__(None, None, None)


def listen(engine: sa.Engine) -> None:
    """Whatever else is executed waits first for what was sent."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def wait(connection: sa.Connection, *_execution: object) -> None:
        sent = connection.info.get(OPEN)
        if sent is not None and not sent.sending:
            settle(connection)


def _check(rows: int, must: int) -> None:
    if must not in (COUNT_MATTERS_NOT, rows):
        raise Stale
