"""The statements that write rows, built once per table: on the scan's path building one costs more than running it.

Values are given when a statement is executed; the columns it sets are those of the values. What a row must still be
is given under `was_` and the column's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from models import together

ROW_ID, ROW_IDS, WAS = "row_id", "row_ids", "was_"


class Insert(NamedTuple):
    """A new row with values for these columns."""

    table: sa.Table
    names: tuple[str, ...]
    has_lists = False

    def statement(self) -> sa.Insert:
        """See together.Shape."""
        return _insert(self.table)

    def part(self, prefix: str) -> sa.Insert:
        """See together.Shape."""
        return _insert(self.table).values(_named(self.table, self.names, prefix))


class Update(NamedTuple):
    """New values for these columns of a row, or of `several`, that still is what it `was`."""

    table: sa.Table
    names: tuple[str, ...]
    was: tuple[str, ...]
    several: bool = False
    lists: frozenset[str] = frozenset()  # those of `was` that give a list to be one of

    @property
    def has_lists(self) -> bool:
        return self.several or bool(self.lists)

    def statement(self) -> sa.Update:
        """See together.Shape."""
        return _update(self)

    def part(self, prefix: str) -> sa.Update:
        """See together.Shape."""
        return _update(self, prefix).values(_named(self.table, self.names, prefix))


def _named(table: sa.Table, names: tuple[str, ...], prefix: str) -> dict[str, sa.BindParameter]:
    return {name: sa.bindparam(prefix + name, type_=table.c[name].type) for name in names}


@cache
def _update(shape: Update, prefix: str = "") -> sa.Update:
    columns = shape.table.c
    return sa.update(shape.table).where(
        _is(columns.id, prefix + (ROW_IDS if shape.several else ROW_ID), of=shape.several),
        *[_is(columns[name], prefix + WAS + name, of=name in shape.lists) for name in shape.was])


def _is(column: sa.Column, name: str, *, of: bool) -> sa.ColumnElement[bool]:
    if of:
        return column.in_(sa.bindparam(name, expanding=True, type_=column.type))
    return column == sa.bindparam(name, type_=column.type)


@cache
def _defaults(table: sa.Table) -> Mapping[str, Any]:
    """What columns hold that are not given: an INSERT within another statement gets no defaults by itself."""
    return {column.name: column.default.arg if column.default.is_scalar else column.default.arg(None)
            for column in table.c if column.default is not None}


@cache
def _insert(table: sa.Table) -> sa.Insert:
    return sa.insert(table).inline()


@cache
def _insert_returning(table: sa.Table) -> sa.Insert:
    return sa.insert(table).returning(table.c.id)


def add(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any], *, row_id: int | None = None) -> int:
    """Add a row; returns its id, which is `row_id` if the database has set that aside before."""
    if row_id is not None:
        _send_row(connection, table, {"id": row_id, **values})
        return row_id
    if connection.dialect.name == "sqlite":  # which says it without being asked
        return together.alone(connection, *_new(table, values)).lastrowid
    return connection.execute(_insert_returning(table), values).scalar_one()


def add_all(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Add rows of one shape whose ids nobody needs."""
    if len(rows) == 1:
        _send_row(connection, table, rows[0])
    else:
        connection.execute(_insert(table), rows)


def _send_row(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    together.send(connection, *_new(table, values))


def _new(table: sa.Table, values: Mapping[str, Any]) -> tuple[Insert, dict[str, Any]]:
    """Nothing is said of columns that stay empty: a third of what a scan writes."""
    defaults = _defaults(table)
    given = {**defaults, **{name: value for name, value in values.items() if value is not None or name in defaults}}
    return Insert(table, tuple(given)), given


def change(connection: sa.Connection, table: sa.Table, row_ids: int | Iterable[int], values: Mapping[str, Any],
           **was: Any) -> None:
    """Change rows that still are what they `was`: of several rows, one of a list where a list is given.

    Raises:
        Stale: one of them is not there or is something else now: a lost race. On PostgreSQL at the latest before the
            commit.
    """
    wanted = {WAS + name: value for name, value in was.items()}
    if isinstance(row_ids, int):
        shape, wanted[ROW_ID], count = Update(table, tuple(values), tuple(was)), row_ids, 1
    else:
        ids = list(row_ids)
        lists = frozenset(name for name, value in was.items() if isinstance(value, list))
        shape, wanted[ROW_IDS], count = Update(table, tuple(values), tuple(was), True, lists), ids, len(ids)
    together.send(connection, shape, {**values, **wanted}, must=count)


def change_each(connection: sa.Connection, table: sa.Table, rows: Mapping[int, Mapping[str, Any]],
                **was: Mapping[int, Any]) -> None:
    """Give rows values of their own, in one statement: `rows` and `was` by id, the same columns for each.

    Raises:
        Stale: as `change`.
    """
    columns = table.c
    names = next(iter(rows.values()))
    changes = {name: _of_each(columns[name], {row_id: values[name] for row_id, values in rows.items()})
               for name in names}
    unmoved = [columns[name].is_not_distinct_from(_of_each(columns[name], of_each)) for name, of_each in was.items()]
    changed = sa.update(table).where(columns.id.in_(rows), *unmoved).values(**changes)
    if connection.execute(changed).rowcount != len(rows):
        raise together.Stale


def _of_each(column: sa.Column, values: Mapping[int, Any]) -> sa.ColumnElement[Any]:
    """What each row has in this column, by its id; the one value where all have the same."""
    first = next(iter(values.values()))
    if all(value == first for value in values.values()):
        return sa.literal(first, column.type)
    return sa.case({row_id: sa.literal(value, column.type) for row_id, value in values.items()},
                   value=column.table.c.id)


def change_in_turn(connection: sa.Connection, table: sa.Table, whole: Mapping[int, Mapping[str, Any]],
                   turns: Sequence[Mapping[int, Mapping[str, Any]]], **was: Mapping[int, Any]) -> None:
    """As `change_each`, turn by turn: what must be unique goes from a row of one turn to a row of the next.

    PostgreSQL gets a statement for each turn. On SQLite, where each would be one of the few that a scan has, it is one:
    rows that are there are written as if they were new, in the order given, and the conflict changes them instead.
    Nobody else can have taken one away meanwhile: there a transaction writes alone from its beginning.

    Args:
        whole: the rows as they are, by id, with all their columns.
    """
    if connection.dialect.name != "sqlite":
        for rows in turns:
            change_each(connection, table, rows, **{
                name: {row_id: of_each[row_id] for row_id in rows} for name, of_each in was.items()})
        return
    changes = {row_id: values for rows in turns for row_id, values in rows.items()}
    names = dict.fromkeys(name for values in changes.values() for name in values)
    new = insert_or_update(table).values([{**whole[row_id], **values} for row_id, values in changes.items()])
    unmoved = [table.c[name].is_not_distinct_from(_of_each(table.c[name], of_each)) for name, of_each in was.items()]
    changed = connection.execute(new.on_conflict_do_update(
        index_elements=[table.c.id], set_={name: new.excluded[name] for name in names}, where=sa.and_(*unmoved)))
    if changed.rowcount != len(changes):
        raise together.Stale
