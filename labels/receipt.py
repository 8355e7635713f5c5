"""What was found in a box: printed at receipt, for whoever brought it or for the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labels.codes import checked
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ReceivedUnit:
    """One unit out of the box. What belongs to it stands under what we found: there, not there, not looked at."""

    product: str
    tag: str
    serial: str = ""
    rma: str = ""
    there: tuple[str, ...] = ()
    not_there: tuple[str, ...] = ()
    not_looked_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One parcel that came in. `received` carries its zone; it is printed in that zone.

    `missing` are the products that were announced in it and not found.
    """

    parcel: str
    received: datetime
    station: str
    units: tuple[ReceivedUnit, ...]
    carrier: str = ""
    tracking: str = ""
    missing: tuple[str, ...] = ()
    damaged: bool = False


def render(values: Receipt | Sequence[Receipt], language: str) -> bytes:
    """PDF of A4 pages, each receipt beginning a new one; raises PaperError."""
    return printed("receipt.html", values, language, _prepare, fixed=False)


def _prepare(receipt: Receipt) -> dict[str, Any]:
    checked(receipt.parcel, "P")
    if receipt.received.tzinfo is None:
        raise ValueError("received needs a zone")
    return {"receipt": receipt}
