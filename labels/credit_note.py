"""The credit note: what went back to the customer, for which goods of which order, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labels.address import Address, lines
from labels.codes import checked
from labels.fitting import fit
from labels.look import PLAIN, Look
from labels.press import printed


@dataclass(frozen=True, slots=True)
class CreditNote:
    """One payment that went back. Amounts are in minor units of `currency` (ISO 4217).

    `kind` is refund or credit (store credit); `price_minor` is what the goods cost, None where that is unknown;
    `corrects` is the number of the document in whose place this one stands. No tax is stated: we do not know the rate.
    """

    number: str
    day: date
    rma: str
    kind: str
    amount_minor: int
    currency: str
    seller: Address
    buyer: Address | None = None
    order: str = ""
    ordered: date | None = None
    product: str = ""
    sku: str = ""
    serial: str = ""
    price_minor: int | None = None
    reference: str = ""
    corrects: str = ""
    look: Look = PLAIN


def render(values: CreditNote | Sequence[CreditNote], language: str) -> bytes:
    """PDF of A4 pages, one for each credit note; raises PaperError."""
    return printed("credit_note.html", values, language, _prepare)


def _prepare(note: CreditNote) -> dict[str, Any]:
    checked(note.rma, "R")
    if note.kind not in ("refund", "credit"):
        raise ValueError(f"{note.kind} is no credit")
    buyer, seller = lines(note.buyer) if note.buyer else [], lines(note.seller)
    return {"note": note, "buyer": buyer, "seller": seller,
            "buyer_points": fit(buyer, 82, 36, sizes=range(11, 4, -1), bold=True) if buyer else 11,
            "seller_points": fit(seller, 82, 36, sizes=range(9, 4, -1)),
            "product_points": fit([note.product], 80, 40, sizes=range(9, 4, -1), bold=True)}
