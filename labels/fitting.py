"""How large a text can be set so that it stays inside its place, measured with our own fonts before the layout.

Names are never cut: they wrap, then shrink, and what is too long even then stops the print. Only what is a hint for
the eye (a product's name on a tag) may end in "…".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from labels.errors import DoesNotFit, _l
from labels.fonts_check import FAMILIES, widths

POINT = 25.4 / 72
"""Millimetres of a point."""
LEADING = 1.25
"""Line height in ems; the style sheet says the same."""
SLACK = 0.97
"""Part of the width we count on: shaping and kerning move a line by a percent or two."""
PIECE = re.compile(r"\S+|\s+")


def fit(lines: Sequence[str], width: float, height: float, sizes: Sequence[int], bold: bool = False) -> int:
    """The largest of `sizes` (points, falling) in which all lines, wrapped, fit into width x height millimetres.

    :raises DoesNotFit: not even in the smallest
    """
    for size in sizes:
        needed = tall(lines, width, size, bold)
        if needed <= height:
            return size
    longest = max(lines, key=len)
    raise DoesNotFit(_l("Not printed: “%(text)s” … is too long, %(over)s mm too high for its place. Please "
                        "shorten it."), text=longest[:60], over=ceil(needed - height))


def tall(lines: Sequence[str], width: float, size: int, bold: bool = False) -> float:
    """Millimetres from top to bottom of lines that are wrapped at a width."""
    return sum(wrapped(line, width, size, bold) for line in lines) * size * POINT * LEADING


def wrapped(text: str, width: float, size: int, bold: bool = False) -> int:
    """Number of lines that a text takes, at least one."""
    room = width * SLACK / (size * POINT)
    count, used = 1, 0.0
    for piece in _pieces(text):
        needs = length(piece, bold)
        if used + needs > room and not piece.isspace():
            more, used = _broken(needs, room, fresh=used == 0)
            count += more
        else:
            used += needs
    return count


def shorten(text: str, width: float, lines: int, size: int, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits into so many lines, ending in "…"."""
    if wrapped(text, width, size, bold) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = wrapped(text[:middle].rstrip() + "…", width, size, bold) <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def length(text: str, bold: bool = False) -> float:
    """Length in ems, without kerning. Arabic is measured unjoined, which is a little too long: the safe side."""
    return sum(_advance(character, bold) for character in text)


@lru_cache(maxsize=8192)
def _advance(character: str, bold: bool) -> float:
    if unicodedata.combining(character):
        return 0.0
    for family in FAMILIES:
        advance = widths(family, "Bold" if bold else "Regular").of(character)
        if advance is not None:
            return advance
    return 1.0


def _pieces(text: str) -> list[str]:
    """Words and the spaces between them; scripts without spaces may break anywhere."""
    pieces: list[str] = []
    for word in PIECE.findall(text):
        pieces.extend(word if any(unicodedata.east_asian_width(letter) in "WF" for letter in word) else [word])
    return pieces


def _broken(needs: float, room: float, fresh: bool) -> tuple[int, float]:
    """Lines that a word adds, and what it uses of the last: one wider than the line is broken inside."""
    whole = int(needs // room)
    return whole + (0 if fresh else 1), needs - whole * room
