"""The label that shows whether a printer is set up right: a frame along the edge, and what it should be."""

from __future__ import annotations

from labels.zpl_text import Canvas, is_latin

EDGE = 1.0
"""Millimetres from the edge of the label to the frame: seen whole, the size and the place are right."""


def render(name: str, width_mm: int, height_mm: int, dpi: int) -> bytes:
    """One label of this size for a printer of this name; a name in other letters than Latin is left out."""
    canvas = Canvas(width_mm, height_mm, dpi)
    canvas.frame(EDGE, EDGE, width_mm - 2 * EDGE, height_mm - 2 * EDGE)
    room = width_mm - 4 * EDGE
    canvas.text(2 * EDGE, 3, name if is_latin(name) else "Backhaul", 11, width=room, align="C")
    canvas.text(2 * EDGE, 9, f"{width_mm} x {height_mm} mm, {dpi} dpi", 9, width=room, align="C")
    return canvas.zpl()
