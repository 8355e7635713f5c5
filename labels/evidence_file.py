"""The evidence file of an RMA: path, tracking, scans, messages, photos, the terms of the request, and the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels import pictures
from labels.codes import checked
from labels.custody import CustodyChain
from labels.press import printed

LONGEST_SIDE = 700


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One movement; `at` is in UTC as text, `by` a code, `scan` what the scanner read."""

    at: str
    what: str
    by: str
    hash: str
    thing: str = ""
    detail: str = ""
    place: str = ""
    station: str = ""
    scan: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceUnit:
    product: str
    stage: str
    tag: str = ""
    serial: str = ""
    decided: str = ""
    grade: str = ""
    reason: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceMoney:
    """One money document; the amount in minor units of its currency, the time in UTC as text."""

    what: str
    state: str
    amount_minor: int
    currency: str
    at: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceParcel:
    """A box; `to_us` says which way it goes, the times are in UTC as text."""

    parcel: str
    to_us: bool
    state: str
    carrier: str = ""
    tracking: str = ""
    received: str = ""
    sent: str = ""
    weight_g: int | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceMessage:
    at: str
    by_customer: bool
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """All of one RMA, as it stood on the day `made`. `facts` and `terms` are pairs of name and value; a photo's `shows`
    is its SHA-256; `attached` says whether the chain itself is attached to the PDF.
    """

    rma: str
    made: str
    verdict: str
    facts: tuple[tuple[str, str], ...] = ()
    company: str = ""
    customer: str = ""
    order: str = ""
    units: tuple[EvidenceUnit, ...] = ()
    parcels: tuple[EvidenceParcel, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()
    more_rows: int = 0
    messages: tuple[EvidenceMessage, ...] = ()
    photos: tuple[pictures.Photo, ...] = ()
    more_photos: int = 0
    terms: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
    chains: tuple[CustodyChain, ...] = ()
    attached: bool = True
    money: tuple[EvidenceMoney, ...] = ()


def render(values: EvidenceFile | Sequence[EvidenceFile], language: str, longest: int = LONGEST_SIDE) -> bytes:
    """PDF of A4 pages, each file beginning a new one; photos have at most `longest` pixels; raises PaperError."""
    return printed("evidence_file.html", values, language, lambda file: _prepare(file, longest), fixed=False)


def _prepare(file: EvidenceFile, longest: int) -> dict[str, Any]:
    checked(file.rma, "R")
    return {"file": file, "photos": pictures.prepared(file.photos, longest)}
