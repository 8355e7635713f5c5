"""The warranty voucher for a repair: what it covers, until when, and on what conditions. A page of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labels.codes import checked
from labels.fitting import fit
from labels.look import PLAIN, Look
from labels.press import printed


@dataclass(frozen=True, slots=True)
class WarrantyVoucher:
    """`number` names the repair, `tag` the unit: its barcode leads whoever scans it to the repair.

    `parts` are those that were put in; `page_url` is where a claim begins.
    """

    number: str
    tag: str
    product: str
    starts: date
    until: date
    months: int
    company: str = ""
    sku: str = ""
    serial: str = ""
    rma: str = ""
    fault: str = ""
    parts: tuple[str, ...] = ()
    page_url: str = ""
    look: Look = PLAIN


def render(values: WarrantyVoucher | Sequence[WarrantyVoucher], language: str) -> bytes:
    """PDF of A4 pages, one for each voucher; raises PaperError."""
    return printed("warranty_voucher.html", values, language, _prepare)


def _prepare(voucher: WarrantyVoucher) -> dict[str, Any]:
    checked(voucher.tag, "T")
    if voucher.rma:
        checked(voucher.rma, "R")
    return {"voucher": voucher, "points": fit([voucher.product], 105, 16, sizes=range(14, 4, -1), bold=True)}
