"""A statement that is taken apart once and then only executed.

SQLAlchemy prepares every execution anew: it looks the compiled statement up, orders its values, finds their types. For
the writes of a scan, always the same few, that took longer than the database did. Here it is done once; each value
still goes through its column's type.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

Processor = Callable[[Any], Any]


class Prepared(NamedTuple):
    """The text for the driver; the values it takes, in its order, each with what its type makes of it."""

    text: str
    values: tuple[tuple[str, Processor | None], ...]
    by_place: bool


def execute(connection: sa.Connection, build: Callable[[Hashable], sa.Executable], what: Hashable,
            values: Mapping[str, Any]) -> sa.CursorResult:
    """Execute `build(what)`, which must give equal statements for equal `what` and hold no list of unknown length.

    Raises:
        KeyError: a value is missing.
        sqlalchemy.exc.DBAPIError: as any execution.
    """
    text, wanted, by_place = _prepared(build, what, connection.dialect)
    if by_place:
        return connection.exec_driver_sql(text, tuple([
            values[name] if make is None else make(values[name]) for name, make in wanted]))
    return connection.exec_driver_sql(text, {
        name: values[name] if make is None else make(values[name]) for name, make in wanted})


@lru_cache(maxsize=2048)
def _prepared(build: Callable[[Hashable], sa.Executable], what: Hashable, dialect: sa.Dialect) -> Prepared:
    compiled = build(what).compile(dialect=dialect)
    names = compiled.positiontup or tuple(compiled.binds)
    return Prepared(str(compiled), tuple((name, _processor(compiled.binds[name], dialect)) for name in names),
                    compiled.positiontup is not None)


def _processor(bind: sa.BindParameter, dialect: sa.Dialect) -> Processor | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)
