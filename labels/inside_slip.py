"""The slip that the customer lays into the box: what is inside, what to tick, how to pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import checked
from labels.fitting import fit
from labels.look import PLAIN, Look
from labels.press import printed


@dataclass(frozen=True, slots=True)
class SlipItem:
    """One line: a product, how many, the serials declared, and the reason in the customer's language."""

    product: str
    sku: str = ""
    quantity: int = 1
    serials: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InsideSlip:
    """One RMA's slip. `accessories` become a tick list, `packed` of it ticked; `advice` is that for its goods."""

    rma: str
    customer: str
    items: tuple[SlipItem, ...]
    accessories: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    note: str = ""
    packed: tuple[str, ...] = ()
    look: Look = PLAIN


def render(values: InsideSlip | Sequence[InsideSlip], language: str) -> bytes:
    """PDF of A4 pages, each slip beginning a new one; raises PaperError."""
    return printed("inside_slip.html", values, language, _prepare, fixed=False)


def _prepare(slip: InsideSlip) -> dict[str, Any]:
    checked(slip.rma, "R")
    return {"slip": slip, "customer_points": fit([slip.customer], 95, 14, sizes=range(12, 5, -1), bold=True)}
