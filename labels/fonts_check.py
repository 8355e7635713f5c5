"""Whether our fonts can draw a text. Asked before printing, because a PDF shows boxes without any warning."""

from __future__ import annotations

import dataclasses
import sys
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from labels.errors import Unprintable

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("NotoSans", "NotoSansSC", "NotoSansArabic", "NotoSansHebrew", "NotoSansThai", "NotoSansKR", "NotoSansJP",
            "NotoSansTC")
WEIGHTS = ("Regular", "Bold")
LAYOUT = frozenset("\n\t")
"""White space that the page makes of its own accord."""
SPACES = frozenset("\u00a0\u2009\u202f\u3000")
HIDDEN = frozenset("\u200c\u200d\u200e\u200f")
"""The joiners and marks that scripts need. All other invisible characters are refused: they can turn text round."""


ABSENT = 0xFFFF


class Widths:
    """Advance of each character of one font file, in parts of an em.

    An array by code point: tables of Python objects for all fonts would be 50 MB of the paper process.
    """

    def __init__(self, advances: dict[int, int], unit: int) -> None:
        self._unit = unit
        self._advances = array("H", [ABSENT]) * (max(advances) + 1)
        for point, advance in advances.items():
            self._advances[point] = advance

    def of(self, character: str) -> float | None:
        """None when the font does not have it."""
        point = ord(character)
        advance = self._advances[point] if point < len(self._advances) else ABSENT
        return None if advance == ABSENT else advance / self._unit

    def points(self) -> Iterator[int]:
        """The code points that the font has."""
        return (point for point, advance in enumerate(self._advances) if advance != ABSENT)


@lru_cache(maxsize=len(FAMILIES) * len(WEIGHTS))
def widths(family: str, weight: str) -> Widths:
    """The characters that a font file has, each with its advance."""
    with TTFont(FOLDER / f"{family}-{weight}.ttf", lazy=True) as font:
        advances = font["hmtx"].metrics
        return Widths({point: advances[glyph][0] for point, glyph in font.getBestCmap().items()},
                      font["head"].unitsPerEm)


@lru_cache(maxsize=1)
def _drawable() -> bytearray:
    """A one for every code point that one of our families has in both weights."""
    can = bytearray(sys.maxunicode + 1)
    for family in FAMILIES:
        regular, bold = (widths(family, weight) for weight in WEIGHTS)
        for point in regular.points():
            character = chr(point)
            if bold.of(character) is not None and (character.isprintable() or character in SPACES):
                can[point] = 1
    for character in LAYOUT | HIDDEN:
        can[ord(character)] = 1
    return can


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that no font of ours has, each once, in order."""
    can = _drawable()
    return tuple(character for character in dict.fromkeys(text) if not can[ord(character)])


def check(value: Any, field: str = "") -> None:
    """Look at every text inside a value (text, list, dataclass); raises Unprintable naming field and characters."""
    for name, text in _texts(value, field):
        if absent := missing(text):
            raise Unprintable(absent, name)


def without_missing(text: str) -> str:
    """The text without what cannot be drawn, for callers who choose to print "Ada" for "Ada" and a heart."""
    can = _drawable()
    return " ".join("".join(character for character in text if can[ord(character)]).split())


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _texts(getattr(value, part.name), f"{field}.{part.name}" if field else part.name)
    elif isinstance(value, (tuple, list)):
        for number, part in enumerate(value, start=1):
            yield from _texts(part, f"{field} {number}".strip())
