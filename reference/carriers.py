"""Carriers and where the public sees their tracking."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from reference.tables import csv_rows


@dataclass(frozen=True)
class Carrier:
    """One carrier; `country` is its home (ISO 3166 alpha-2)."""

    code: str
    name: str
    country: str
    tracking_url: str

    def track(self, number: str) -> str:
        """The public tracking page for a number."""
        return self.tracking_url.format(number=quote(number, safe=""))


@cache
def carriers() -> Mapping[str, Carrier]:
    """Every carrier we know, by code."""
    return {row["code"]: Carrier(**row) for row in csv_rows("carriers.csv")}
