"""The statements that write rows, built once per table: on the scan's path building one costs more than running it.

Values are given when a statement is executed; the columns it sets are those of the values. What a row must still be
is given under `was_` and the column's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from models import together

ROW_ID, ROW_IDS, WAS = "row_id", "row_ids", "was_"


@cache
def _insert(table: sa.Table) -> sa.Insert:
    return sa.insert(table).inline()


@cache
def _insert_returning(table: sa.Table) -> sa.Insert:
    return sa.insert(table).returning(table.c.id)


@cache
def _update(table: sa.Table, unmoved: tuple[str, ...]) -> sa.Update:
    return sa.update(table).where(table.c.id == sa.bindparam(ROW_ID, type_=table.c.id.type),
                                  *[table.c[name] == sa.bindparam(WAS + name, type_=table.c[name].type)
                                    for name in unmoved])


@cache
def _update_many(table: sa.Table, unmoved: tuple[str, ...], several: frozenset[str]) -> sa.Update:
    return sa.update(table).where(
        table.c.id.in_(sa.bindparam(ROW_IDS, expanding=True, type_=table.c.id.type)),
        *[table.c[name].in_(sa.bindparam(WAS + name, expanding=True, type_=table.c[name].type)) if name in several
          else table.c[name] == sa.bindparam(WAS + name, type_=table.c[name].type) for name in unmoved])


def add(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any], *, row_id: int | None = None) -> int:
    """Add a row; returns its id, which is `row_id` if the database has set that aside before."""
    if row_id is not None:
        together.send(connection, _insert(table), {"id": row_id, **values})
        return row_id
    return connection.execute(_insert_returning(table), values).scalar_one()


def add_all(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Add rows of one shape whose ids nobody needs."""
    together.send(connection, _insert(table), rows if len(rows) > 1 else rows[0])


def change(connection: sa.Connection, table: sa.Table, row_ids: int | Iterable[int], values: Mapping[str, Any],
           **was: Any) -> None:
    """Change rows that still are what they `was`: of several rows, one of a list where a list is given.

    Raises:
        Stale: one of them is not there or is something else now: a lost race. On PostgreSQL at the latest before the
            commit.
    """
    wanted = {WAS + name: value for name, value in was.items()}
    if isinstance(row_ids, int):
        statement, wanted[ROW_ID], count = _update(table, tuple(was)), row_ids, 1
    else:
        ids = list(row_ids)
        statement, wanted[ROW_IDS], count = _several(table, was), ids, len(ids)
    together.send(connection, statement, {**values, **wanted}, must=count)


def _several(table: sa.Table, was: Mapping[str, Any]) -> sa.Update:
    return _update_many(table, tuple(was), frozenset(name for name, value in was.items() if isinstance(value, list)))
