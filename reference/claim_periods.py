"""How many days after a damaged box came its carrier takes a claim."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reference.tables import csv_rows

ANY = "*"


@dataclass(frozen=True)
class ClaimPeriod:
    """Days after arrival, and where that is from."""

    days: int
    source: str


@cache
def claim_periods() -> Mapping[str, ClaimPeriod]:
    """By the carrier's code; ANY is for every other one."""
    return {row["carrier"]: ClaimPeriod(int(row["days"]), row["source"]) for row in csv_rows("claim_periods.csv")}
