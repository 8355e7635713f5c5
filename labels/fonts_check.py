"""Whether our fonts can draw a text. Asked before printing, because a PDF shows boxes without any warning."""

from __future__ import annotations

import dataclasses
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


@dataclasses.dataclass(frozen=True, slots=True)
class Widths:
    """Advance of each character of one font file, in parts of an em."""

    ems: dict[str, float]


@lru_cache(maxsize=len(FAMILIES) * len(WEIGHTS))
def widths(family: str, weight: str) -> Widths:
    """The characters that a font file has, each with its advance."""
    with TTFont(FOLDER / f"{family}-{weight}.ttf", lazy=True) as font:
        unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return Widths({chr(point): advances[glyph][0] / unit for point, glyph in font.getBestCmap().items()})


@lru_cache(maxsize=1)
def drawable() -> frozenset[str]:
    """Every character that one of our families has in both weights."""
    found: set[str] = set(LAYOUT | HIDDEN)
    for family in FAMILIES:
        regular, bold = (widths(family, weight).ems.keys() for weight in WEIGHTS)
        found |= {character for character in regular & bold if character.isprintable() or character in SPACES}
    return frozenset(found)


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that no font of ours has, each once, in order."""
    can = drawable()
    return tuple(dict.fromkeys(character for character in text if character not in can))


def check(value: Any, field: str = "") -> None:
    """Look at every text inside a value (text, list, dataclass); raises Unprintable naming field and characters."""
    for name, text in _texts(value, field):
        if absent := missing(text):
            raise Unprintable(absent, name)


def without_missing(text: str) -> str:
    """The text without what cannot be drawn, for callers who choose to print "Ada" for "Ada" and a heart."""
    can = drawable()
    return " ".join("".join(character for character in text if character in can).split())


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _texts(getattr(value, part.name), f"{field}.{part.name}" if field else part.name)
    elif isinstance(value, (tuple, list)):
        for number, part in enumerate(value, start=1):
            yield from _texts(part, f"{field} {number}".strip())
