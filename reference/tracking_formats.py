"""How carriers' numbers look, and how much that look proves."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reference.tables import csv_rows

STRENGTHS = ("own", "prefix", "check", "weak")


@dataclass(frozen=True)
class TrackingFormat:
    """One format of one carrier.

    `strength`: own (letters or digits of its own and a check digit), prefix (letters of its own), check (plain digits
    with a check digit, which one number in ten passes by chance), weak (other numbers look the same just as often).
    `check`: how the number is checked; "library" means that `pattern` is that of the package tracking-numbers.
    `source`: where its form is published.
    """

    name: str
    carrier: str
    carrier_name: str
    strength: str
    pattern: str
    check: str
    source: str

    def looks_like(self, number: str) -> bool:
        return bool(self.pattern) and re.fullmatch(self.pattern, number) is not None


@cache
def tracking_formats() -> tuple[TrackingFormat, ...]:
    """Every format, the ones that prove most first."""
    rows = [TrackingFormat(**row) for row in csv_rows("tracking_formats.csv")]
    return tuple(sorted(rows, key=lambda row: STRENGTHS.index(row.strength)))


@cache
def carrier_names() -> dict[str, str]:
    """What a carrier of these formats is called, by code."""
    return {row.carrier: row.carrier_name for row in tracking_formats()}
