"""Placeholders in texts that a company writes for its papers: {{rma}} stands for the number of the return.

A fixed set of names, and nothing but names: a text is taken apart once and its values are put in once. What a value
holds is never looked at again, so a customer called {{rma}} is printed as {{rma}}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

EXAMPLES: dict[str, str] = {
    "rma": "R48392017526", "parcel": "P73920184693", "customer": "Élodie Marchand", "company": "Harbour & Lane",
    "carrier": "DHL", "order": "402-99", "product": "Espresso machine", "date": "2026-11-22", "until": "2027-11-22",
}
"""Every name there is, with a value to show."""
NAME = re.compile(r"\{\{([^{}]*)\}\}")


class Piece(NamedTuple):
    """A part of a text: as it was written, or the value of a placeholder."""

    text: str
    is_value: bool


def names(text: str) -> list[str]:
    """What stands between double braces in a text, each once, in order."""
    return list(dict.fromkeys(found.strip() for found in NAME.findall(text)))


def stray(text: str) -> bool:
    """Whether double braces are left over that do not belong to a placeholder."""
    rest = NAME.sub("", text)
    return "{{" in rest or "}}" in rest


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that somebody most likely meant."""
    return next(iter(get_close_matches(name.lower(), list(allowed), n=1, cutoff=0.4)), None)


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """The text with its placeholders filled in. One without a value here is printed as it was written."""
    found: list[Piece] = []
    end = 0
    for place in NAME.finditer(text):
        name = place[1].strip()
        if name in values:
            found += [Piece(text[end:place.start()], False), Piece(values[name], True)]
            end = place.end()
    return [piece for piece in (*found, Piece(text[end:], False)) if piece.text]
