"""Pages as ZPL II for thermal printers: a picture in the printer's own dots, so that any script prints on any of them.

Commands, compression and escapes are those of Zebra's ZPL II Programming Guide: ^GF with ASCII hex and its
alternative compression (a letter for a run, a comma for a white rest, a colon for the same row again), which printers
of other makers that speak ZPL know too; Z64 they often do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from operator import ne, sub

import pypdfium2
from PIL import Image
from pypdfium2 import raw

POINTS_PER_INCH = 72
DPIS = (203, 300)
"""Dots per inch of thermal printers' heads."""
A_HAIR = 1e-6
"""Six inches at 300 dpi are 1,800 dots, and not one more because of the sixteenth digit."""
INSIDE = 0.02
"""Of a dot: a picture that ends a hair outside its dots would be drawn over one more."""
INK = 150
"""Greys darker than this (of 255) become black. A little above the middle: the thin strokes of small letters stay."""
HIGHEST_RUN = 400
"""z stands for twenty times twenty of the same."""
RUNS = re.compile("(0000*|FFFF*)")
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
            scale = dpi / POINTS_PER_INCH * (1 - A_HAIR)
            _put_codes_on_dots(page, scale)
            yield label(page.render(scale=scale, grayscale=True, no_smoothimage=True).to_pil())
            if before is not None:
                before.close()
            before = page  # an open page keeps the fonts of its document, which the next page has too
    finally:
        document.close()


def _put_codes_on_dots(page: pypdfium2.PdfPage, scale: float) -> None:
    """Move each picture to the nearest whole dot: a code between two would get a bar or a module one dot too wide.

    A page that is no whole number of dots is drawn on the next one, so that its own dots are a trifle smaller.
    """
    across, down = (ceil(points * scale) / points for points in page.get_size())
    for picture in _pictures(page):
        left, bottom, right, top = picture.get_bounds()
        wide, high = (_dots(length, pixels) - 2 * INSIDE for length, pixels in zip(
            ((right - left) * across, (top - bottom) * down), picture.get_px_size(), strict=True))
        picture.set_matrix(pypdfium2.PdfMatrix(
            wide / across, 0, 0, high / down, (round(left * across) + INSIDE) / across,
            (round(bottom * down) + INSIDE) / down))


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfImage]:
    """Those that stand upright on the page itself, as all codes do; not what is turned or inside a form.

    `get_objects` would make an object of ours of each letter first.
    """
    for place in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, place)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE:
            picture = pypdfium2.PdfObject(thing, page=page, pdf=page.pdf)
            wide, up, right, high, *_place = picture.get_matrix().get()
            if wide > 0 and high > 0 and not (up or right):
                yield picture


def _dots(length: float, pixels: int) -> int:
    """How many dots a side has: its pixels where it was made for these dots."""
    return pixels if abs(length - pixels) < 1 else round(length)


def label(picture: Image.Image) -> bytes:
    """One label that shows this grey picture, a pixel to a dot."""
    width, height = picture.size
    across = (width + 7) // 8
    total = across * height
    return (f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{total},{total},{across},"
            f"{_compressed(picture)}^FS^PQ1^XZ\n").encode("ascii")


def _compressed(picture: Image.Image) -> str:
    """Rows of hex digits, each in as few signs as the compression allows.

    Half of a label's rows are the one above once more, white or in bars, so only the others are looked at. Runs are
    looked for in all of them at once. A line feed ends a row that is inked to its last dot, so that no run goes on in
    the next one; it is taken out in the end.
    """
    rows, times = _different(picture)
    across = (picture.width + 7) // 8
    bits = Image.frombytes("L", (picture.width, len(rows)), b"".join(rows)).point(_BLACK, "1").tobytes()
    signs, above = [], b""
    for place, count in enumerate(times):
        row = bits[place * across:(place + 1) * across]
        signs.append((":" if row == above else _digits(row)) + ":" * (count - 1))
        above = row
    parts = RUNS.split("".join(signs))
    parts[1::2] = map(_SHORTENED.__getitem__, parts[1::2])
    return "".join(parts).replace("\n", "")


def _different(picture: Image.Image) -> tuple[list[bytes], list[int]]:
    """The rows that differ from the one above, and how often each stands."""
    greys, width = picture.tobytes(), picture.width
    rows = [greys[start:start + width] for start in range(0, len(greys), width)]
    places = [0, *(place for place, differs in enumerate(map(ne, rows[1:], rows), 1) if differs)]
    return [rows[place] for place in places], list(map(sub, [*places[1:], len(rows)], places))


def _digits(row: bytes) -> str:
    inked = row.rstrip(b"\0").hex().upper()
    return inked.removesuffix("0") + "," if row[-1] & 0x0F == 0 else inked + "\n"


class _Shortened(dict[str, str]):
    """What stands for a run. There are not many of them: a row has a few hundred digits."""

    def __missing__(self, run: str) -> str:
        short = self[run] = _times(len(run)) + run[0]
        return short


_SHORTENED = _Shortened()


def _times(count: int) -> str:
    """How often the next digit stands: G to Y are 1 to 19, g to z are 20 to 400; they add up."""
    whole, rest = divmod(count, HIGHEST_RUN)
    twenties, ones = divmod(rest, 20)
    return "z" * whole + (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "")
