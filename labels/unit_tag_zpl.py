"""The unit tag as ZPL text, as labels/templates/unit_tag_62x29.html has it: the same places in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from labels.codes import checked, grouped
from labels.fitting import shorten
from labels.language import Speaker
from labels.unit_tag import MODULES, NAME_LINES, NAME_POINTS, WIDTHS, UnitTag
from labels.zpl_text import Canvas, is_latin

WIDE, WHERE_POINTS = 62, 6
(WIDTH, WHERE_WIDTH), (BAR, DOT) = WIDTHS["62x29"], MODULES["62x29"]
BARS, SQUARE = 143, 29
"""Modules across a Code 128 of one of our numbers and across its QR code, both with their quiet zones."""


def render(values: Sequence[UnitTag], language: str, dpi: int) -> bytes | None:
    """One label after the other; None when a text needs letters that a printer does not have.

    :raises BadCode: a number is none of ours
    """
    without = Speaker(language).say("no return number")
    labels = [_label(tag, without, dpi) for tag in values]
    return b"".join(label for label in labels if label) if all(labels) else None


def _label(tag: UnitTag, without: str, dpi: int) -> bytes | None:
    checked(tag.tag, "T")
    rma = grouped(checked(tag.rma, "R")).replace("\u00a0", " ") if tag.rma else without
    where = " / ".join(part for part in (tag.site, tag.shelf) if part)
    if not is_latin(tag.product, rma, where):
        return None
    canvas = Canvas(WIDE, 29, dpi)
    canvas.bars((WIDE - canvas.length_of(BARS, BAR)) / 2, 1, tag.tag, module=BAR)
    canvas.square(WIDE - 1 - canvas.length_of(SQUARE, DOT), 13.2, tag.tag, module=DOT)
    canvas.text(3, 13.9, grouped(tag.tag).replace("\u00a0", " "), 12)
    product = _short(tag.product, WIDTH, NAME_LINES, NAME_POINTS)
    canvas.text(3, 18.7, product, NAME_POINTS + 1, width=WIDTH, lines=NAME_LINES)
    canvas.text(3, 25.6, rma, 8)
    where = _short(where, WHERE_WIDTH, 1, WHERE_POINTS)
    canvas.text(WIDE - 16 - WHERE_WIDTH, 25.6, where, WHERE_POINTS + 1, width=WHERE_WIDTH, align="R")
    return canvas.zpl()


@lru_cache(maxsize=4096)
def _short(text: str, width: float, lines: int, points: int) -> str:
    """The printer's narrow letters are set a point larger than they are measured; it has no “…”."""
    return shorten(text, width, lines, points).replace("…", "...")
