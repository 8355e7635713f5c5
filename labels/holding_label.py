"""The label of a parcel that is kept as it is: 4 x 6 inches, it says why, read from across the hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labels.codes import checked
from labels.fitting import fit
from labels.press import printed

WHY = ("unidentified", "returned", "damaged", "empty", "not_ours", "matched")


@dataclass(frozen=True, slots=True)
class HoldingLabel:
    """One parcel that surprised: when and where it was received, and what was readable on it, if anything was.

    `why` is a word of WHY; `damaged` adds that to another one. `received` carries
    its zone; it is printed in that zone.
    """

    parcel: str
    received: datetime
    station: str
    carrier: str = ""
    tracking: str = ""
    note: str = ""
    why: str = "unidentified"
    rma: str = ""
    damaged: bool = False


def render(values: HoldingLabel | Sequence[HoldingLabel], language: str) -> bytes:
    """PDF, one label on each page; raises PaperError."""
    return printed("holding_label.html", values, language, _prepare)


def _prepare(label: HoldingLabel) -> dict[str, Any]:
    checked(label.parcel, "P")
    if label.why not in WHY:
        raise ValueError(f"unknown reason {label.why!r}")
    if label.rma:
        checked(label.rma, "R")
    if label.received.tzinfo is None:
        raise ValueError("received needs a zone")
    facts = {"station": label.station, "carrier": label.carrier, "tracking": label.tracking}
    sizes = {name: fit([text], 58, 7.5, sizes=range(11, 4, -1)) for name, text in facts.items() if text}
    return {
        "label": label, "sizes": sizes,
        "note_points": fit([label.note], 89, 14, sizes=range(10, 4, -1)) if label.note else 10,
    }
