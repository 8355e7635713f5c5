"""A statement that is taken apart once and then only executed, on the driver's own cursor.

SQLAlchemy prepares every execution anew: it looks the compiled statement up, orders its values, finds their types,
describes the result. For the statements of a scan, always the same few, that took longer than the database did. Here
it is done once. Values and columns still go through their types, listeners still hear each statement, and an error of
the driver is still SQLAlchemy's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

import sqlalchemy as sa
from sqlalchemy.engine import result_tuple
from sqlalchemy.sql import visitors

LISTENERS = "before_each_straight_statement"
Processor = Callable[[Any], Any]
Build = Callable[[Hashable], sa.Executable]


class Prepared(NamedTuple):
    """The text for the driver; the values it takes, in its order; its columns.

    Each value is named as it is given and as it stands in the text, with what its type makes of it. `own` are values
    that stand in the statement itself.
    """

    text: str
    own: Mapping[str, Any]
    values: tuple[tuple[str, str, Processor | None], ...]
    by_place: bool
    row: Callable[[Sequence[Any]], sa.Row]
    columns: tuple[tuple[int, Processor], ...]


def write(connection: sa.Connection, build: Build, what: Hashable, values: Mapping[str, Any], *,
          prefix: str = "") -> Any:
    """Execute `build(what)`, which must give equal statements for equal `what` and hold no list of unknown length.

    Args:
        prefix: with what each name begins in the statement, but not in `values`.

    Returns the driver's cursor (`rowcount`, `lastrowid`).

    Raises:
        KeyError: a value is missing.
        sqlalchemy.exc.DBAPIError: as any execution.
    """
    return _run(connection, _prepared(build, what, connection.dialect, prefix), values)


def rows(connection: sa.Connection, build: Build, what: Hashable, values: Mapping[str, Any]) -> list[sa.Row]:
    """All rows of a SELECT; otherwise as `write`."""
    prepared = _prepared(build, what, connection.dialect)
    make, columns = prepared.row, prepared.columns
    found = []
    for given in _run(connection, prepared, values).fetchall():
        row = list(given)
        for place, process in columns:
            if row[place] is not None:
                row[place] = process(row[place])
        found.append(make(row))
    return found


def first(connection: sa.Connection, build: Build, what: Hashable, values: Mapping[str, Any]) -> sa.Row | None:
    """The first row of a SELECT that has one or none; otherwise as `write`."""
    found = rows(connection, build, what, values)
    return found[0] if found else None


def say(connection: sa.Connection, text: str) -> None:
    """Tell the driver something that takes and gives nothing. Raises as `write`."""
    _run(connection, Prepared(text, {}, (), True, tuple, ()), {})


def _run(connection: sa.Connection, prepared: Prepared, values: Mapping[str, Any]) -> Any:
    if not connection.in_transaction():
        connection.begin()
        connection.__dict__.pop(LISTENERS, None)
    wanted = prepared.values
    values = {**prepared.own, **values} if prepared.own else values
    given = (tuple([values[name] if make is None else make(values[name]) for name, _in_text, make in wanted])
             if prepared.by_place else
             {in_text: values[name] if make is None else make(values[name]) for name, in_text, make in wanted})
    cursor = connection.connection.cursor()
    for listener in _listeners(connection):
        listener(connection, cursor, prepared.text, given, None, False)
    try:
        cursor.execute(prepared.text, given)
    except connection.dialect.loaded_dbapi.Error as error:
        _raise(connection, prepared.text, given, error)
    return cursor


def _listeners(connection: sa.Connection) -> list[Callable[..., Any]]:
    """Who hears each statement. Looked up once for a transaction."""
    held = connection.__dict__.get(LISTENERS)
    if held is None:
        held = connection.__dict__[LISTENERS] = list(iter(connection.dispatch.before_cursor_execute))
    return held


def _raise(connection: sa.Connection, text: str, given: object, error: Exception) -> NoReturn:
    """As SQLAlchemy raises it; a connection that is gone does not go back into the pool."""
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    raised = sa.exc.DBAPIError.instance(text, given, error, dialect.loaded_dbapi.Error,
                                        connection_invalidated=gone, dialect=dialect)
    if gone:
        connection.invalidate(error)
    raise raised from error


@lru_cache(maxsize=2048)
def _prepared(build: Build, what: Hashable, dialect: sa.Dialect, prefix: str = "") -> Prepared:
    statement = build(what)
    compiled, required = _compiled(statement, dialect)
    by_place = compiled.positiontup is not None
    text = str(compiled)
    names = compiled.positiontup if by_place else [  # what is written out is named there too
        name for name in compiled.bind_names.values() if f"%({name})s" in text]
    into = {name: _into(compiled.binds[name], dialect) for name in names}
    own = {name: process(value) if (process := into[name]) else value for name in names if name not in required
           for value in (compiled.binds[name].effective_value,)}
    columns = tuple(statement.selected_columns) if isinstance(statement, sa.SelectBase) else ()
    return Prepared(
        text, own, tuple((name if name in own else name.removeprefix(prefix), name, None if name in own else into[name])
                         for name in names),
        by_place, result_tuple([column.key for column in columns]),
        tuple((place, process) for place, column in enumerate(columns) if (process := _out_of(column, dialect))))


def _compiled(statement: sa.Executable, dialect: sa.Dialect) -> tuple[Any, set[str]]:
    """The compiled statement and the names of values it must be given; a SELECT's own are written out."""
    if isinstance(statement, sa.SelectBase):
        statement = visitors.replacement_traverse(statement, {}, _written_out)
    compiled = statement.compile(dialect=dialect)
    required = {name for name, bind in compiled.binds.items() if bind.required}
    if compiled.literal_execute_params or compiled.post_compile_params:
        compiled = statement.params(dict.fromkeys(required)).compile(
            dialect=dialect, compile_kwargs={"render_postcompile": True})
    return compiled, required


def _written_out(element: object, **_how: object) -> sa.BindParameter | None:
    """A value of ours is part of the text: as one of the driver's it would be sent again with each scan."""
    is_own = isinstance(element, sa.BindParameter) and not element.required
    return element.render_literal_execute() if is_own else None


def _into(bind: sa.BindParameter, dialect: sa.Dialect) -> Processor | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _out_of(column: sa.ColumnElement, dialect: sa.Dialect) -> Processor | None:
    return column.type.dialect_impl(dialect).result_processor(dialect, None)
