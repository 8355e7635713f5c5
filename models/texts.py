"""Rows that are read as one text, so that they can stand in a column of a statement that is sent anyway."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

FIELD, ENTRY = "\x1f", "\x1e"  # the signs for just this, which no name that somebody typed has


def joined(columns: Iterable[sa.ColumnElement]) -> sa.ColumnElement[str | None]:
    """These columns of all rows, in no order; an empty text where a column has nothing."""
    one, *others = [sa.func.coalesce(sa.cast(column, sa.String), "") for column in columns]
    for other in others:
        one = one + FIELD + other
    return sa.func.aggregate_strings(one, ENTRY)


def entries(text: str | None) -> list[list[str]]:
    """What `joined` has read, row by row."""
    return [entry.split(FIELD) for entry in text.split(ENTRY)] if text else []
