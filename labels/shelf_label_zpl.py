"""The shelf label as ZPL text, as labels/templates/shelf_label.html has it: the same places in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

from labels.codes import checked, grouped
from labels.fitting import fit
from labels.shelf_label import ShelfLabel
from labels.zpl_text import Canvas, is_latin

NAME_WIDTH, ABOUT_WIDTH = 92, 62


def render(values: Sequence[ShelfLabel], _language: str, dpi: int) -> bytes | None:
    """One label after the other; None when a text needs letters that a printer does not have.

    :raises PaperError: the number is none of a shelf, or the name is too long
    """
    labels = [_label(shelf, dpi) for shelf in values]
    return b"".join(label for label in labels if label) if all(labels) else None


def _label(shelf: ShelfLabel, dpi: int) -> bytes | None:
    checked(shelf.code, "S")
    about = ", ".join(text for text in (shelf.site, shelf.purpose) if text)
    if not is_latin(shelf.name, about):
        return None
    canvas = Canvas(102, 51, dpi)
    points = fit([shelf.name], NAME_WIDTH, 16, sizes=range(36, 6, -1), bold=True)
    canvas.text(5, 3, shelf.name, points, width=NAME_WIDTH, lines=3)
    if about:
        canvas.text(5, 20.5, about, fit([about], ABOUT_WIDTH, 8, sizes=range(9, 4, -1)), width=ABOUT_WIDTH, lines=2)
    canvas.bars(0, 29.5, shelf.code, module=4, height=15)
    canvas.text(5, 45.4, grouped(shelf.code).replace("\u00a0", " "), 10)
    canvas.square(74, 25.6, shelf.code, module=6)
    return canvas.zpl()
