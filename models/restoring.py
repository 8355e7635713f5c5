"""The statements that give rows back what they had: each row its own columns, however many rows in one statement.

Only what still is what the act left is given back. PostgreSQL gets what concerns different rows as one statement;
SQLite has none that writes several tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models.together import Stale

Values = Mapping[str, Any]


@dataclass
class Deletion:
    """Rows that the act had added go; `was` is what those had last that it changed afterwards."""

    table: sa.Table
    ids: list[int]
    was: dict[int, Values] = field(default_factory=dict)

    def statements(self, _dialect: str) -> list[tuple[sa.Delete, int | None]]:
        """What to execute, and how many rows it must touch: those that are only to go may have gone."""
        unmoved = _unmoved(self.table, self.was, self.ids)
        return [(sa.delete(self.table).where(self.table.c.id.in_(self.ids), *unmoved),
                 len(self.ids) if self.was else None)]


@dataclass
class Addition:
    """Rows that the act had deleted are there again, as they were."""

    table: sa.Table
    rows: list[Values]

    def statements(self, _dialect: str) -> list[tuple[sa.Insert, int | None]]:
        """See Deletion."""
        return [(sa.insert(self.table).values(self.rows), len(self.rows))]


@dataclass
class Change:
    """Rows get what they had before, by id, and were left as `was`. They are written in this order."""

    table: sa.Table
    rows: dict[int, Values]
    was: dict[int, Values]

    def statements(self, dialect: str) -> list[tuple[sa.sql.dml.UpdateBase, int | None]]:
        """See Deletion. What must be unique and goes back from one row to another makes two turns of it, except on
        SQLite, where rows that are there are written as if they were new, in the order given, and the conflict changes
        them instead.
        """
        givers = self._givers()
        if not givers:
            return [(update(self.table, self.rows, self.was), len(self.rows))]
        if dialect == "sqlite":
            return [(self._in_turn(), len(self.rows))]
        turns = [{row_id: values for row_id, values in self.rows.items() if (row_id in givers) is gives}
                 for gives in (True, False)]
        return [(update(self.table, turn, {row_id: self.was[row_id] for row_id in turn}), len(turn))
                for turn in turns if turn]

    def _givers(self) -> set[int]:
        """The rows that have what must be unique and goes to another row of these."""
        names = _unique_names(self.table)
        wanted = {(name, values[name]): row_id for row_id, values in self.rows.items()
                  for name in names & values.keys() if values[name] is not None}
        return {row_id for row_id, values in self.was.items() for name in names & values.keys()
                if wanted.get((name, values[name]), row_id) != row_id}

    def _in_turn(self) -> sa.sql.dml.Insert:
        columns = self.table.c
        order = sa.case({row_id: place for place, row_id in enumerate(self.rows)}, value=columns.id)
        as_they_will_be = sa.select(*[_given(column, self.rows, list(self.rows)) for column in columns]).where(
            columns.id.in_(self.rows)).order_by(order)
        new = sqlite.insert(self.table).from_select([column.name for column in columns], as_they_will_be)
        return new.on_conflict_do_update(
            index_elements=[columns.id], set_={name: new.excluded[name] for name in _names(self.rows)},
            where=sa.and_(*_unmoved(self.table, self.was, list(self.rows))))


Write = Deletion | Addition | Change


def update(table: sa.Table, rows: Mapping[int, Values], was: Mapping[int, Values]) -> sa.Update:
    """Give rows values of their own: columns that a row is not given stay as they are.

    Args:
        was: what the rows must still have, by id; the statement touches none that has something else.
    """
    ids = list(rows)
    values = {name: _given(table.c[name], rows, ids) for name in _names(rows)}
    return sa.update(table).where(table.c.id.in_(ids), *_unmoved(table, was, ids)).values(**values)


def write(connection: sa.Connection, writes: Sequence[Write]) -> None:
    """Write all of it, in this order.

    Raises:
        Stale: a row has something else by now, or is gone.
        sqlalchemy.exc.IntegrityError: something newer points at a row that would have to go.
    """
    dialect = connection.dialect.name
    statements = [statement for what in writes for statement in what.statements(dialect)]
    if dialect == "sqlite":
        for statement, must in statements:
            _check(_execute(connection, statement), must)
        return
    for part in _apart(statements):
        _write_together(connection, part)


def _apart(statements: Iterable[tuple[sa.sql.dml.UpdateBase, int | None]]) -> list[list]:
    """Statements in runs of which each is one statement: its parts do not see each other's rows, so that no table may
    be changed twice in it. What is added comes after all before it: a trigger looks at that.
    """
    runs: list[list] = []
    for statement, must in statements:
        tables = {other.table for other, _ in runs[-1]} if runs else set()
        if not runs or statement.table in tables or isinstance(statement, sa.Insert):
            runs.append([])
        runs[-1].append((statement, must))
    return runs


def _write_together(connection: sa.Connection, run: list[tuple[sa.sql.dml.UpdateBase, int | None]]) -> None:
    if len(run) == 1:
        (statement, must), = run
        _check(_execute(connection, statement), must)
        return
    parts = [statement.returning(sa.literal_column("1").label("one")).cte(f"part_{place}")
             for place, (statement, _must) in enumerate(run)]
    counted = sa.select(*[sa.select(sa.func.count()).select_from(part).scalar_subquery() for part in parts])
    for rows, (_statement, must) in zip(connection.execute(counted).one(), run, strict=True):
        _check(rows, must)


def add_and_change(connection: sa.Connection, table: sa.Table, new: Values, row: Values, change: Values,
                   returning: sa.ColumnElement[Any]) -> Any:
    """Add a row, its id given, and change another of the table that points at it: one statement.

    Args:
        row: the other as it was read; it must still have what `change` changes.
        returning: what is read with it, of other tables as they are now.

    Raises:
        Stale: it has something else.
    """
    needed = {column.name: row[column.name] for column in table.c if not column.nullable}
    names = dict.fromkeys([*new, *needed, *change])
    given = [{name: values.get(name) for name in names} for values in (new, {**needed, **change})]
    both = _INSERT[connection.dialect.name](table).values(given)
    unmoved = [table.c[name].is_not_distinct_from(sa.literal(row[name], table.c[name].type)) for name in change]
    written = connection.execute(both.on_conflict_do_update(
        index_elements=[table.c.id], set_={name: both.excluded[name] for name in change}, where=sa.and_(*unmoved)
    ).returning(returning)).scalars().all()
    _check(len(written), len(given))
    return written[0]


_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _execute(connection: sa.Connection, statement: sa.sql.dml.UpdateBase) -> int:
    """How many rows it has touched. Of an INSERT it is only known when it is asked for."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _check(rows: int, must: int | None) -> None:
    if must not in (None, rows):
        raise Stale


def _names(rows: Mapping[int, Values]) -> list[str]:
    return list(dict.fromkeys(name for values in rows.values() for name in values))


def _given(column: sa.Column, rows: Mapping[int, Values], ids: list[int]) -> sa.ColumnElement[Any]:
    """What each row is given in this column, by its id; the column itself where it is given nothing."""
    values = {row_id: rows[row_id][column.name] for row_id in ids if column.name in rows.get(row_id, ())}
    if not values:
        return column
    first = next(iter(values.values()))
    if len(values) == len(ids) and all(value == first for value in values.values()):
        return sa.literal(first, column.type)
    return sa.case({row_id: sa.literal(value, column.type) for row_id, value in values.items()},
                   value=column.table.c.id, else_=column)


def _unmoved(table: sa.Table, was: Mapping[int, Values], ids: list[int]) -> list[sa.ColumnElement[bool]]:
    """That each row still has what it `was`. JSON is not compared: PostgreSQL cannot."""
    return [table.c[name].is_not_distinct_from(_given(table.c[name], was, ids)) for name in _names(was)
            if not isinstance(table.c[name].type, sa.JSON)]


def _unique_names(table: sa.Table) -> set[str]:
    return {column.name for column in table.c if column.unique} | {
        column.name for index in table.indexes if index.unique for column in index.columns}
