"""The customer's return label: an A4 page with cutting line and instructions, or a label of 4 x 6 inches or of A6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

from labels.address import Address
from labels.address_block import block
from labels.codes import DPI, checked
from labels.fitting import fit
from labels.look import PLAIN, Look
from labels.press import printed

Size = Literal["a4", "4x6", "a6"]
PLACES: dict[Size, dict[str, tuple[float, float]]] = {
    "a4": {"title": (110, 10), "to": (100, 44), "sender": (100, 25), "carrier": (44, 8), "note": (40, 8),
           "logo": (48, 11)},
    "4x6": {"title": (40, 8.5), "to": (89, 37), "sender": (89, 18), "carrier": (54, 5), "note": (54, 6.3),
            "logo": (54, 6.5)},
    "a6": {"title": (43, 8.5), "to": (92, 33), "sender": (92, 18), "carrier": (57, 5), "note": (57, 6.3),
           "logo": (57, 6.5)},
}
"""Width and height in millimetres of what can be long."""
SQUARE = {"a4": 43.0, "4x6": 29.4, "a6": 29.4}
"""Millimetres that the QR code may be wide."""


@dataclass(frozen=True, slots=True)
class ReturnLabel:
    """Box `box` of `boxes` of one RMA. The parcel's number is the barcode; the QR is its public page, without a secret.

    `send_by` is the day until which the customer should hand it in; `drop_off` says where, in the customer's language.
    """

    to: Address
    sender: Address
    rma: str
    parcel: str
    public_url: str
    box: int = 1
    boxes: int = 1
    carrier: str = ""
    send_by: date | None = None
    drop_off: str = ""
    look: Look = PLAIN


def render(
    values: ReturnLabel | Sequence[ReturnLabel], language: str, size: Size = "a4", dpi: int = DPI
) -> bytes:
    """PDF, one page for each label, for a printer of so many dots per inch; raises PaperError."""
    return printed(f"return_label_{size}.html", values, language, partial(_prepare, size=size), dpi=dpi)


def parcel_url(public_url: str, parcel: str) -> str:
    """What the QR code outside a box says: the parcel's public page."""
    return f"{public_url.rstrip('/')}/P/{checked(parcel, 'P')}"


def _prepare(label: ReturnLabel, size: Size) -> dict[str, Any]:
    checked(label.rma, "R")
    places, abroad = PLACES[size], label.to.country != label.sender.country
    return {
        "label": label, "url": parcel_url(label.public_url, label.parcel), "square": SQUARE[size],
        "to": block(label.to, abroad, *places["to"], sizes=range(17, 5, -1), bold=True),
        "sender": block(label.sender, abroad, *places["sender"], sizes=range(9, 4, -1)),
        "carrier_points": fit([label.carrier], *places["carrier"], sizes=range(9, 3, -1)),
        "title_place": (60, places["title"][1]) if size == "a4" and label.look.logo else places["title"],
        "note_place": places["note"], "logo_place": places["logo"],
    }
