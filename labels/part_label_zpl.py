"""The part label as ZPL text, as labels/templates/part_label.html has it: the same places in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

from labels.codes import checked, grouped
from labels.fitting import fit
from labels.part_label import PartLabel
from labels.unit_tag_zpl import BAR, BARS, DOT, SQUARE, WIDE
from labels.zpl_text import Canvas, is_latin

WIDTH = 43


def render(values: Sequence[PartLabel], _language: str, dpi: int) -> bytes | None:
    """One label after the other; None when a text needs letters that a printer does not have.

    :raises PaperError: the number is none of a part, or a text is too long
    """
    labels = [_label(part, dpi) for part in values]
    return b"".join(label for label in labels if label) if all(labels) else None


def _label(part: PartLabel, dpi: int) -> bytes | None:
    checked(part.code, "K")
    if not is_latin(part.name, part.sku):
        return None
    canvas = Canvas(WIDE, 29, dpi)
    canvas.bars((WIDE - canvas.length_of(BARS, BAR)) / 2, 1, part.code, module=BAR)
    canvas.square(WIDE - 1 - canvas.length_of(SQUARE, DOT), 13.2, part.code, module=DOT)
    points = fit([part.name], WIDTH, 8.2, sizes=range(12, 3, -1), bold=True)
    canvas.text(3, 13.6, part.name, points, width=WIDTH, lines=3)
    if part.sku:
        canvas.text(3, 21.7, part.sku, fit([part.sku], WIDTH, 3.6, sizes=range(8, 3, -1)), width=WIDTH)
    canvas.text(3, 25.6, grouped(part.code).replace("\u00a0", " "), 8)
    return canvas.zpl()
