"""Pages as ZPL II for thermal printers: a picture in the printer's own dots, so that any script prints on any of them.

Commands, compression and escapes are those of Zebra's ZPL II Programming Guide: ^GF with ASCII hex and its
alternative compression (a letter for a run, a comma for a white rest, a colon for the same row again), which printers
of other makers that speak ZPL know too; Z64 they often do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72
DPIS = (203, 300)
"""Dots per inch of thermal printers' heads."""
INK = 150
"""Greys darker than this (of 255) become black. A little above the middle: the thin strokes of small letters stay."""
HIGHEST_RUN = 400
"""z stands for twenty times twenty of the same."""
WHITE, INKED = re.compile("0000*"), re.compile("FFFF*")
"""Runs of three and more. Those of other digits are too rare to look for."""
_BLACK = [255 if grey < INK else 0 for grey in range(256)]
"""In a ^GF a bit that is set is black."""


def pages(pdf: bytes, dpi: int) -> Iterator[bytes]:
    """Each page of a PDF as one label, one after the other, so that five hundred need no more memory than one.

    :param dpi: dots per inch of the printer, one of DPIS
    """
    if dpi not in DPIS:
        raise ValueError(f"{dpi} dpi")
    document = pypdfium2.PdfDocument(pdf)
    before = None
    try:
        for page in document:
            yield label(page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil())
            if before is not None:
                before.close()
            before = page  # an open page keeps the fonts of its document, which the next page has too
    finally:
        document.close()


def label(picture: Image.Image) -> bytes:
    """One label that shows this grey picture, a pixel to a dot."""
    dots = picture.point(_BLACK, "1")
    width, height = dots.size
    across = (width + 7) // 8
    total = across * height
    return (f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{total},{total},{across},"
            f"{_compressed(dots.tobytes(), across)}^FS^PQ1^XZ\n").encode("ascii")


def _compressed(bits: bytes, across: int) -> str:
    """Rows of hex digits, each in as few signs as the compression allows.

    Rows are looked at one by one, runs in all of them at once, which takes half the time. A line feed ends a row that
    is inked to its last dot, so that no run goes on in the next one; it is taken out in the end.
    """
    rows = bits.hex("\n", across).upper().split("\n")
    ended = "".join(":" if row == before else row.rstrip("0") + "," if row[-1] == "0" else row + "\n"
                    for row, before in zip(rows, ["", *rows], strict=False))
    return INKED.sub(_run, WHITE.sub(_run, ended)).replace("\n", "")


def _run(found: re.Match[str]) -> str:
    return _shortened(found[0])


@lru_cache(maxsize=4096)
def _shortened(run: str) -> str:
    return _times(len(run)) + run[0]


def _times(count: int) -> str:
    """How often the next digit stands: G to Y are 1 to 19, g to z are 20 to 400; they add up."""
    whole, rest = divmod(count, HIGHEST_RUN)
    twenties, ones = divmod(rest, 20)
    return "z" * whole + (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "")
