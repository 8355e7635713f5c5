"""The unit tag as ZPL text, as labels/templates/unit_tag.html has it: the same places in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from labels.codes import checked, grouped
from labels.fitting import shorten
from labels.language import Speaker
from labels.unit_tag import NAME_POINTS, WHERE_WIDTH, WIDTH, UnitTag
from labels.zpl_text import Canvas, is_latin


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
    canvas = Canvas(62, 29, dpi)
    canvas.bars(0.5, 1.5, tag.tag)
    canvas.square(48, 0.5, tag.tag)
    canvas.text(3, 13.9, grouped(tag.tag).replace("\u00a0", " "), 12)
    canvas.text(3, 18.7, _short(tag.product, WIDTH, 2), NAME_POINTS + 1, width=WIDTH, lines=2)
    canvas.text(3, 25.2, rma, 8)
    canvas.text(59 - WHERE_WIDTH, 25.2, _short(where, WHERE_WIDTH, 1), 8, width=WHERE_WIDTH, align="R")
    return canvas.zpl()


@lru_cache(maxsize=4096)
def _short(text: str, width: float, lines: int) -> str:
    """The printer has no “…”."""
    return shorten(text, width, lines, NAME_POINTS + 1).replace("…", "...")
