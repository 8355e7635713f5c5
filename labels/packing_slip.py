"""The slip that goes out with the goods: what is in the parcel, what was done to it, and prices if asked for."""

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
class PackedUnit:
    """One unit in the parcel. `done` is what was done to it, a sentence each, in the customer's language.

    `accessories` lie beside it, `left_out` belong to it and do not; `never_came` was not with it when it came to us.

    `price_minor` is in minor units (cents) of the slip's currency; None where there is nothing to pay.
    """

    product: str
    serial: str = ""
    sku: str = ""
    rma: str = ""
    accessories: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    never_came: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """One outgoing parcel. Prices stay off the paper unless `show_prices`: the receiver may not be the payer."""

    parcel: str
    to: Address
    sender: Address
    units: tuple[PackedUnit, ...]
    packed_on: date
    order: str = ""
    note: str = ""
    show_prices: bool = False
    currency: str = ""
    look: Look = PLAIN


def render(values: PackingSlip | Sequence[PackingSlip], language: str) -> bytes:
    """PDF of A4 pages, each slip beginning a new one; raises PaperError."""
    return printed("packing_slip.html", values, language, _prepare, fixed=False)


def _prepare(slip: PackingSlip) -> dict[str, Any]:
    checked(slip.parcel, "P")
    if slip.show_prices and not slip.currency:
        raise ValueError("prices need a currency")
    to, sender = lines(slip.to), lines(slip.sender)
    return {
        "slip": slip, "to": to, "to_points": fit(to, 82, 36, sizes=range(11, 4, -1), bold=True),
        "sender": sender, "sender_points": fit(sender, 82, 36, sizes=range(9, 4, -1)),
        "total": sum(unit.price_minor or 0 for unit in slip.units),
    }
