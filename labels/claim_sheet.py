"""A claim against a carrier for a box that came damaged: all that the carrier's form asks for, with the photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labels import pictures
from labels.codes import checked
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ClaimedUnit:
    """One unit announced in the box, its price in minor units. `found` is empty, missing or unseen."""

    product: str
    price_minor: int
    sku: str = ""
    serial: str = ""
    tag: str = ""
    grade: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """One claim. Times carry their zone and are printed in it; amounts are in minor units of `currency` (ISO 4217).

    `state` is open, filed, paid, refused or given_up; `due` is by when it is to be filed or answered.
    """

    parcel: str
    received: datetime | None
    noted: datetime | None
    station: str
    state: str
    units: tuple[ClaimedUnit, ...]
    photos: tuple[pictures.Photo, ...]
    carrier: str = ""
    tracking: str = ""
    rma: str = ""
    sender: str = ""
    weight_g: int | None = None
    reference: str = ""
    amount_minor: int | None = None
    paid_minor: int | None = None
    currency: str = ""
    filed: datetime | None = None
    due: datetime | None = None
    more_photos: int = 0


def render(values: ClaimSheet | Sequence[ClaimSheet], language: str) -> bytes:
    """PDF of A4 pages, each claim beginning a new one; raises PaperError."""
    return printed("claim_sheet.html", values, language, _prepare, fixed=False)


def _prepare(claim: ClaimSheet) -> dict[str, Any]:
    checked(claim.parcel, "P")
    if claim.rma:
        checked(claim.rma, "R")
    return {"claim": claim, "worth": sum(unit.price_minor for unit in claim.units),
            "photos": pictures.prepared(claim.photos)}
