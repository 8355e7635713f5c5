"""The receipt for a parcel that a carrier took over: what was handed over, to whom, when, with a line to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labels.codes import checked
from labels.look import PLAIN, Look
from labels.press import printed


@dataclass(frozen=True, slots=True)
class HandoverReceipt:
    """One parcel. `by` is who handed it over, as a code; `handed_over` carries its zone and is empty before."""

    parcel: str
    carrier: str
    tracking: str
    items: int
    company: str = ""
    site: str = ""
    rma: str = ""
    weight_g: int | None = None
    handed_over: datetime | None = None
    by: str = ""
    station: str = ""
    look: Look = PLAIN


def render(values: HandoverReceipt | Sequence[HandoverReceipt], language: str) -> bytes:
    """PDF of A4 pages, one for each parcel; raises PaperError."""
    return printed("handover_receipt.html", values, language, _prepare)


def _prepare(receipt: HandoverReceipt) -> dict[str, Any]:
    checked(receipt.parcel, "P")
    return {"receipt": receipt}
