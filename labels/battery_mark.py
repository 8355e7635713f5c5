"""The mark for a parcel with lithium batteries: red hatching, the sign of the batteries, their UN numbers.

Its form is fixed for carriers everywhere; what is to be done with it stands under it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import checked
from labels.press import printed


@dataclass(frozen=True, slots=True)
class BatteryMark:
    """The mark of one parcel; `un` are UN numbers, one or several."""

    parcel: str
    un: tuple[str, ...]


def render(values: BatteryMark | Sequence[BatteryMark], language: str) -> bytes:
    """PDF of A4 pages, one mark on each; raises PaperError."""
    return printed("battery_mark.html", values, language, _prepare)


def _prepare(mark: BatteryMark) -> dict[str, Any]:
    if not mark.un:
        raise ValueError("a mark names at least one UN number")
    checked(mark.parcel, "P")
    return {"mark": mark}
