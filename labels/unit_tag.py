"""The tag that is stuck on a unit at receipt and scanned at every later step: 62 x 29 mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import checked
from labels.fitting import fit, shorten
from labels.press import printed

WIDTH = 56.0
"""Millimetres between the margins."""
WHERE_WIDTH = 30.0
NAME_POINTS = 7


@dataclass(frozen=True, slots=True)
class UnitTag:
    """One unit: its T number, the RMA it came under (or "" when it was not declared), product, site and shelf."""

    tag: str
    product: str
    rma: str = ""
    site: str = ""
    shelf: str = ""


def render(values: UnitTag | Sequence[UnitTag], language: str) -> bytes:
    """PDF, one tag on each page; raises PaperError."""
    return printed("unit_tag.html", values, language, _prepare)


def _prepare(tag: UnitTag) -> dict[str, Any]:
    checked(tag.tag, "T")
    if tag.rma:
        checked(tag.rma, "R")
    where = " / ".join(part for part in (tag.site, tag.shelf) if part)
    where = shorten(where, WHERE_WIDTH, 1, 5)
    return {
        "tag": tag, "product": shorten(tag.product, WIDTH, 2, NAME_POINTS),
        "where": where, "where_points": fit([where], WHERE_WIDTH, 3.2, sizes=range(7, 4, -1)),
    }
