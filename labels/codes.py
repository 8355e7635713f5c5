"""Barcodes as 1-bit pictures in whole printer dots, so that no edge falls between two dots.

A picture carries no size: the style sheet prints it at `image-resolution: 203dpi`, one pixel to one dot.
"""

from __future__ import annotations

import base64
import re
from io import BytesIO

import qrcode
from barcode.codex import Code128
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from labels.errors import BadCode

DPI = 203
"""Dots per inch of the printers in the house."""
QUIET = 10
"""Blank modules left and right of a Code 128: the least that the standard allows."""
LEAST_HEIGHT = 12.0
"""Millimetres. Lower bars are missed by a scanner that is held askew."""
MASK = 0
"""Choosing the best of eight masks costs five times what drawing one does, and decoders read any of them."""

NUMBER = re.compile(r"[A-Z][0-9]{11}")
BARS = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,39}")
ANY_SIGN = re.compile(r"[!-~]{3,40}")
"""Only for a barcode that is there to try a scanner with."""


def dots(millimetres: float) -> int:
    """Whole printer dots in a length, rounded up."""
    return -int(-millimetres * DPI // 25.4)


def millimetres(count: int) -> float:
    """Length in millimetres of so many printer dots."""
    return count * 25.4 / DPI


def checked(number: str, prefix: str) -> str:
    """The number itself, when it is one of ours with this prefix letter; raises BadCode."""
    if not NUMBER.fullmatch(number) or number[0] != prefix:
        raise BadCode(f"“{number}” is not a number that begins with {prefix} and has eleven digits.")
    return number


def grouped(number: str) -> str:
    """P12345678901 as people read it aloud: P 123 456 789 01, with spaces that do not break."""
    if not NUMBER.fullmatch(number):
        raise BadCode(f"“{number}” is not one letter and eleven digits.")
    parts = (number[0], number[1:4], number[4:7], number[7:10], number[10:])
    return "\u00a0".join(parts)


def code128(text: str, module: int = 2, height: float = LEAST_HEIGHT, signs: re.Pattern[str] = BARS) -> str:
    """Code 128 of a number as a data: URI of a 1-bit PNG.

    :param module: printer dots of the thinnest bar
    :param height: millimetres, at least 12
    :param signs: what the text may consist of: capitals, digits and ./-
    :raises BadCode: it consists of other signs, or the bars would be too small to scan
    """
    if not signs.fullmatch(text):
        raise BadCode(f"“{text}” cannot be printed as a barcode.")
    if module < 2 or height < LEAST_HEIGHT:
        raise BadCode(f"Bars of {module} dots and {height} mm are too small to be scanned.")
    pattern = "0" * QUIET + Code128(text).build()[0] + "0" * QUIET
    row = [bit == "1" for bit in pattern]
    return _png([row], (len(row) * module, dots(height)))


def qr(text: str, module: int = 4) -> str:
    """QR code with a quiet zone of four modules as a data: URI of a 1-bit PNG; `module` in printer dots."""
    if module < 2:
        raise BadCode(f"A QR code of {module} dots a module is too small to be scanned.")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    return _png(matrix, (len(matrix) * module, len(matrix) * module))


def _png(matrix: list[list[bool]], size: tuple[int, int]) -> str:
    """Modules (true is black) blown up to `size` dots without any smoothing."""
    small = Image.new("1", (len(matrix[0]), len(matrix)))
    small.putdata([0 if black else 1 for row in matrix for black in row])
    buffer = BytesIO()
    small.resize(size, Image.Resampling.NEAREST).save(buffer, "PNG", compress_level=6)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
