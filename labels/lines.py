"""Lines of text that stand below each other: which way each runs, and which of them may be set as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that run one way and look the same, with line feeds between; `way` is "rtl" or "ltr"."""

    text: str
    way: str
    stands_out: bool


def way(text: str) -> str:
    """"rtl" or "ltr", by the first letter of a text that has a direction, as HTML's dir=auto would have it."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def paragraphs(lines: Sequence[str], names: Collection[str]) -> list[Paragraph]:
    """The lines in as few paragraphs as they need; those that are among `names` stand out."""
    alike = groupby(lines, key=lambda line: (way(line), line in names))
    return [Paragraph("\n".join(group), *how) for how, group in alike]
