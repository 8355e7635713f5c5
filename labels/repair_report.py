"""The repair report: what was wrong with a unit, what was done, what was tested and by whom, with photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from labels import pictures
from labels.codes import checked
from labels.look import PLAIN, Look
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One kind of part; `put_in` is false for one that was taken out."""

    name: str
    quantity: int
    put_in: bool = True
    sku: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class ReportTest:
    """One test of the check after the repair; `value` is what was measured."""

    text: str
    passed: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class RepairReport:
    """One repair that has ended. `technician` and `checker` are codes, never names; times carry their zone.

    `words` is what the customer wrote, `diagnosis` and `work` what the technician wrote, each in its own language.
    """

    product: str
    ended: datetime
    repaired: bool
    fault: str
    company: str = ""
    tag: str = ""
    sku: str = ""
    rma: str = ""
    order: str = ""
    serial_in: str = ""
    serial_out: str = ""
    reported: str = ""
    words: tuple[str, ...] = ()
    cause: str = ""
    diagnosis: str = ""
    work: str = ""
    technician: str = ""
    parts: tuple[ReportPart, ...] = ()
    tests: tuple[ReportTest, ...] = ()
    tested: datetime | None = None
    checker: str = ""
    before: tuple[pictures.Photo, ...] = ()
    after: tuple[pictures.Photo, ...] = ()
    more_photos: int = 0
    warranty_until: date | None = None
    look: Look = PLAIN


def render(values: RepairReport | Sequence[RepairReport], language: str) -> bytes:
    """PDF of A4 pages, each report beginning a new one; raises PaperError."""
    return printed("repair_report.html", values, language, _prepare, fixed=False)


def _prepare(report: RepairReport) -> dict[str, Any]:
    if report.tag:
        checked(report.tag, "T")
    if report.rma:
        checked(report.rma, "R")
    return {"report": report, "before": pictures.prepared(report.before), "after": pictures.prepared(report.after)}
