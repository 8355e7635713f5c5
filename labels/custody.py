"""The chain of custody of one unit on paper, for outsiders: every movement with its hash, and how to check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labels.codes import checked
from labels.press import printed


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """One movement. `at` is in UTC as text; `by` is a code, never a name; `fault` says what is wrong with the row."""

    number: int
    at: str
    what: str
    thing: str
    detail: str
    source: str
    target: str
    by: str
    station: str
    scan: str
    hash: str
    prev: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CustodyChain:
    """Whose chain it is, how many rows it has, and the hash of the last one. `partial`: not all of them were read."""

    owner: str
    count: int
    head: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class CustodySheet:
    """One unit's path, oldest movement first, as it was found on the day `checked_on`."""

    product: str
    rows: tuple[CustodyRow, ...]
    chains: tuple[CustodyChain, ...]
    checked_on: date
    verdict: str
    whole: bool
    faults: tuple[str, ...] = ()
    tag: str = ""
    sku: str = ""
    serial: str = ""
    rma: str = ""


def render(values: CustodySheet | Sequence[CustodySheet], language: str) -> bytes:
    """PDF of A4 pages, each sheet beginning a new one; raises PaperError."""
    return printed("custody.html", values, language, _prepare, fixed=False)


def _prepare(sheet: CustodySheet) -> dict[str, Any]:
    if sheet.tag:
        checked(sheet.tag, "T")
    if sheet.rma:
        checked(sheet.rma, "R")
    return {"paper": sheet}
