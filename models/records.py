"""Rows of several tables out of one joined SELECT, each as a record of its own table."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from functools import cache
from typing import Any

from models.db import Base


@cache
def record_class(model: type[Base]) -> type:
    """A named tuple with the columns of the table, in order; `_mapping` as rows have it."""
    table = model.__table__
    base = namedtuple(table.name, [column.name for column in table.columns], module=__name__)
    return type(table.name, (base,), {"__slots__": (), "_mapping": property(lambda self: self._asdict())})


def split(row: Sequence[Any], *models: type[Base]) -> list[Any]:
    """Cut a row of `select(A, B, ...)` into a record of each; None where an outer join found nothing."""
    parts, start = [], 0
    for model in models:
        kind = record_class(model)
        values = row[start:start + len(kind._fields)]
        start += len(kind._fields)
        parts.append(kind(*values) if values[0] is not None else None)
    return [*parts, *row[start:]]
