"""The tag that is stuck on a unit at receipt and scanned at every later step.

62 x 29 mm; on an endless roll of 62 mm, where it is as long as the product's name asks; 50 x 30 mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, Literal

from labels.codes import DPI, checked
from labels.errors import DoesNotFit, _l
from labels.fitting import LEADING, POINT, fit, shorten, tall, wrapped
from labels.press import printed

Size = Literal["62x29", "62", "50x30"]
WIDTHS: dict[Size, tuple[float, float]] = {"62x29": (43.0, 18.0), "62": (43.0, 18.0), "50x30": (46.0, 23.0)}
"""Millimetres beside the QR code or between the margins, and those of them that site and shelf may take."""
MODULES: dict[Size, tuple[int, int]] = {"62x29": (3, 4), "62": (3, 4), "50x30": (2, 3)}
"""Dots of the thinnest bar and of a module of the QR code."""
NAME_POINTS, NAME_LINES = 7, 2
LINE = NAME_POINTS * POINT * LEADING
LONGEST_NAME = 8
"""Lines of a name on the endless roll: a tag longer than 49 mm no longer sticks flat."""


@dataclass(frozen=True, slots=True)
class UnitTag:
    """One unit: its T number, the RMA it came under (or "" when it was not declared), product, site and shelf."""

    tag: str
    product: str
    rma: str = ""
    site: str = ""
    shelf: str = ""


def render(values: UnitTag | Sequence[UnitTag], language: str, size: Size = "62x29", dpi: int = DPI) -> bytes:
    """PDF, one tag on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed(f"unit_tag_{size}.html", values, language, partial(_prepare, size=size), dpi=dpi)


def _prepare(tag: UnitTag, size: Size) -> dict[str, Any]:
    checked(tag.tag, "T")
    if tag.rma:
        checked(tag.rma, "R")
    width, where_width = WIDTHS[size]
    where = shorten(" / ".join(part for part in (tag.site, tag.shelf) if part), where_width, 1, 5)
    rows = _rows(tag.product, width) if size == "62" else NAME_LINES
    return {
        "tag": tag, "product": shorten(tag.product, width, rows, NAME_POINTS), "rows": rows, "line": LINE,
        "module": MODULES[size][0], "square": MODULES[size][1],
        "where": where, "where_points": fit([where], where_width, 3.2, sizes=range(7, 4, -1)),
    }


def _rows(product: str, width: float) -> int:
    """Lines that the whole name takes on the endless roll; raises DoesNotFit."""
    rows = max(NAME_LINES, wrapped(product, width, NAME_POINTS))
    if rows > LONGEST_NAME:
        over = tall([product], width, NAME_POINTS) - LONGEST_NAME * LINE
        raise DoesNotFit(_l("Not printed: the tag of “%(product)s” … would be %(over)s mm too long. Please shorten the "
                            "product's name."), product=product[:60], over=ceil(over))
    return rows
