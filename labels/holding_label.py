"""The label of a parcel, or a thing out of one, that is kept: 4 x 6 inches, says why, read from across the hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labels.codes import DPI, checked
from labels.fitting import fit, shorten
from labels.press import printed

WHY = ("unidentified", "returned", "damaged", "empty", "not_ours", "matched", "missing")
WHY_UNIT = ("serial", "extra", "other_rma")
MISSING_POINTS = 9


@dataclass(frozen=True, slots=True)
class HoldingLabel:
    """One parcel that surprised: when and where it was received, and what was readable on it, if anything was.

    With a `tag` it is the label of one thing, and `parcel`, if it is not empty, the box it came in. `why` is a word of
    WHY, of a thing one of WHY_UNIT; `damaged` adds that to another one. `missing` names what was announced and not
    there, `more_missing` counts what is not named. `received` carries its zone; it is printed in that zone.
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
    tag: str = ""
    item: str = ""
    serial: str = ""
    missing: tuple[str, ...] = ()
    more_missing: int = 0


def render(values: HoldingLabel | Sequence[HoldingLabel], language: str, dpi: int = DPI) -> bytes:
    """PDF, one label on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed("holding_label.html", values, language, _prepare, dpi=dpi)


def _prepare(label: HoldingLabel) -> dict[str, Any]:
    _check(label)
    facts = {"station": label.station, "carrier": label.carrier, "tracking": label.tracking, "serial": label.serial}
    sizes = {name: fit([text], 58, 7.5, sizes=range(11, 4, -1)) for name, text in facts.items() if text}
    return {
        "label": label, "sizes": sizes, "item": shorten(label.item, 58, 2, 8),
        "missing": [shorten(name, 87, 1, MISSING_POINTS) for name in label.missing],
        "note_points": fit([label.note], 89, 14, sizes=range(10, 4, -1)) if label.note else 10,
    }


def _check(label: HoldingLabel) -> None:
    for number, prefix in ((label.tag, "T"), (label.rma, "R")):
        if number:
            checked(number, prefix)
    if label.parcel or not label.tag:
        checked(label.parcel, "P")
    if label.why not in (WHY_UNIT if label.tag else WHY):
        raise ValueError(f"unknown reason {label.why!r}")
    if label.received.tzinfo is None:
        raise ValueError("received needs a zone")
