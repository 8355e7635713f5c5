"""Family names of one character that are spelled in several ways in Latin letters."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reference.tables import csv_rows, listed


@cache
def groups() -> Mapping[str, frozenset[int]]:
    """The rows in which a spelling stands: two spellings are of one name if they share a row."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(csv_rows("surname_spellings.csv")):
        for spelling in listed(row["spellings"]):
            found.setdefault(spelling, set()).add(number)
    return {spelling: frozenset(rows) for spelling, rows in found.items()}
