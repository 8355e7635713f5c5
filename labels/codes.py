"""Barcodes as black and white pictures in whole printer dots, so that no edge falls between two dots.

The style sheet prints a picture at `image-resolution: 203dpi`, one pixel to one dot; bars are one row of dots that is
as high as its `Bars` says. Modules are given in dots of such a printer; for one of 300 dpi they become the nearest
number of whole dots there.
"""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import NamedTuple

import qrcode
from barcode.codex import Code128
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from labels.errors import BadCode, DoesNotFit, _l

DPI = 203
"""Dots per inch of most label printers. The others have 300."""
QUIET = 10
"""Blank modules left and right of a Code 128: the least that the standard allows."""
LEAST_HEIGHT = 12.0
"""Millimetres. Lower bars are missed by a scanner that is held askew."""
LEAST_MODULE = 3
"""Dots of a QR module, 0.38 mm: a code that is made smaller to fit does not get smaller than this."""
MASK = 0
"""Choosing the best of eight masks costs five times what drawing one does, and decoders read any of them."""

NUMBER = re.compile(r"[A-Z][0-9]{11}")
BARS = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,39}")
ANY_SIGN = re.compile(r"[!-~]{3,40}")
"""Only for a barcode that is there to try a scanner with."""


class Bars(NamedTuple):
    """Bars as a picture of one row, which is a hundredth of what is set, packed and drawn for all of them.

    `width` and `height` are millimetres.
    """

    src: str
    width: float
    height: float

    def __html__(self) -> str:
        """The attributes of its <img>."""
        return f'src="{self.src}" style="width: {self.width:.5f}mm; height: {self.height:.5f}mm"'


def dots(millimetres: float, dpi: int = DPI) -> int:
    """Whole printer dots in a length, rounded up."""
    return -int(-millimetres * dpi // 25.4)


def millimetres(count: int, dpi: int = DPI) -> float:
    """Length in millimetres of so many printer dots."""
    return count * 25.4 / dpi


def whole(module: int, dpi: int) -> int:
    """Dots at this resolution that come nearest to `module` dots at 203 dpi: 2, 3, 4 are 3, 4, 6 at 300."""
    return round(module * dpi / DPI)


def checked(number: str, prefix: str) -> str:
    """The number itself, when it is one of ours with this prefix letter; raises BadCode."""
    if not NUMBER.fullmatch(number) or number[0] != prefix:
        raise BadCode(_l("“%(number)s” is not a number that begins with %(prefix)s and has eleven digits."),
                      number=number, prefix=prefix)
    return number


def grouped(number: str) -> str:
    """P12345678901 as people read it aloud: P 123 456 789 01, with spaces that do not break."""
    if not NUMBER.fullmatch(number):
        raise BadCode(_l("“%(number)s” is not one letter and eleven digits."), number=number)
    parts = (number[0], number[1:4], number[4:7], number[7:10], number[10:])
    return "\u00a0".join(parts)


def code128(
    text: str, module: int = 2, height: float = LEAST_HEIGHT, signs: re.Pattern[str] = BARS, dpi: int = DPI
) -> Bars:
    """Code 128 of a number.

    :param module: dots of the thinnest bar, counted at 203 dpi
    :param height: millimetres, at least 12
    :param signs: what the text may consist of: capitals, digits and ./-
    :param dpi: of the printer
    :raises BadCode: it consists of other signs, or the bars would be too small to scan
    """
    if not signs.fullmatch(text):
        raise BadCode(_l("“%(text)s” cannot be printed as a barcode."), text=text)
    if module < 2 or height < LEAST_HEIGHT:
        raise BadCode(f"Bars of {module} dots and {height} mm are too small to be scanned.")
    pattern = "0" * QUIET + Code128(text).build()[0] + "0" * QUIET
    row = [bit == "1" for bit in pattern]
    wide = len(row) * whole(module, dpi)
    return Bars(_png([row], (wide, 1)), millimetres(wide, dpi), millimetres(dots(height, dpi), dpi))


def qr(text: str, module: int = 4, dpi: int = DPI, room: float | None = None) -> str:
    """QR code with a quiet zone of four modules as a data: URI of a PNG.

    :param module: dots of a module, counted at 203 dpi
    :param dpi: of the printer
    :param room: millimetres it may be wide; a long text gets smaller modules, of three dots at least
    :raises BadCode: the modules would be too small to scan
    :raises DoesNotFit: it is wider than its room even then
    """
    if module < 2:
        raise BadCode(f"A QR code of {module} dots a module is too small to be scanned.")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    side = len(matrix) * (whole(module, dpi) if room is None else _fitting(len(matrix), module, dpi, room, text))
    return _png(matrix, (side, side))


def _fitting(count: int, module: int, dpi: int, room: float, text: str) -> int:
    """Dots of a module with which so many of them fit."""
    for size in range(module, LEAST_MODULE - 1, -1):
        if millimetres(count * whole(size, dpi), dpi) <= room:
            return whole(size, dpi)
    over = millimetres(count * whole(LEAST_MODULE, dpi), dpi) - room
    raise DoesNotFit(_l("Not printed: the QR code of “%(text)s” … is %(over)s mm too wide for its place."),
                     text=text[:40], over=f"{over:.1f}")


def _png(matrix: list[list[bool]], size: tuple[int, int]) -> str:
    """Modules (true is black) blown up to `size` dots without any smoothing.

    In eight bits a dot, as the page has it in the end: WeasyPrint would make that of one bit and pack it once more.
    """
    small = Image.new("L", (len(matrix[0]), len(matrix)))
    small.putdata([0 if black else 255 for row in matrix for black in row])
    buffer = BytesIO()
    small.resize(size, Image.Resampling.NEAREST).save(buffer, "PNG", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
