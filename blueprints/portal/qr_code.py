"""A QR code as one path, drawn into the page itself: it needs no second request, no script and no style."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
"""Blank modules around the code: the least that the standard (ISO/IEC 18004) allows."""


@dataclass(frozen=True)
class Drawing:
    """`path` draws the dark modules in a square of `size` modules, the quiet zone included."""

    path: str
    size: int


def drawn(text: str) -> Drawing:
    """The QR code of a text."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    runs = [f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for start, length in _runs(row)]
    return Drawing("".join(runs), len(matrix))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules stand side by side: the first one's place, and how many."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
