"""Labels as ZPL II text and bars, drawn by the printer itself: thousands a second, but only in letters that it has.

What is typed can never become a command: all but letters, digits and a few signs goes as hex (^FH), as Zebra's ZPL II
Programming Guide has it. A text with any other letter than those of LATIN is for labels/zpl.py.
"""

from __future__ import annotations

import re

from labels import codes
from labels.fitting import POINT

LATIN = re.compile(r"[ -\[\]-~\u00a1-\u00ac\u00ae-\u00ff]*")
"""ASCII without the backslash, which breaks lines in a ^FB, and the letters of Latin-1: in every printer's font 0."""
UNSAFE = re.compile(r"[^A-Za-z0-9 .,/()+-]")
MILLIMETRES = 25.4
NARROW = 0.9
"""Width of a letter to its height: so narrow, a line of the printer's font is never longer than one of ours."""
QUIET_QR = 4
"""Modules of white around a QR code, which the printer leaves to us."""


class Canvas:
    """One label of so many millimetres for a printer of `dpi`. Places are millimetres from the upper left corner."""

    def __init__(self, width: float, height: float, dpi: int) -> None:
        self._dpi = dpi
        self._fields = [f"^XA^CI28^PW{self._dots(width)}^LL{self._dots(height)}^LH0,0"]

    def text(self, x: float, y: float, text: str, points: float, *, width: float = 0, lines: int = 1,
             align: str = "L") -> None:
        """A text in the printer's scalable font, in at most `lines` of `width`, or where it ends if that is 0.

        :param align: L, C or R, within `width`
        """
        high = round(points * POINT * self._dpi / MILLIMETRES)
        block = f"^FB{self._dots(width)},{lines},0,{align}" if width else ""
        self._fields.append(f"^FO{self._dots(x)},{self._dots(y)}^A0N,{high},{round(high * NARROW)}{block}"
                            f"^FH^FD{escaped(text)}^FS")

    def bars(self, x: float, y: float, number: str, *, module: int = 2, height: float = codes.LEAST_HEIGHT) -> None:
        """Code 128 of one of our numbers, its quiet zone included; `module` in dots of 203 dpi."""
        _check(number)
        dots = self._module(module)
        self._fields.append(f"^FO{self._dots(x) + codes.QUIET * dots},{self._dots(y)}^BY{dots}"
                            f"^BCN,{self._dots(height)},N,N,N,A^FD{number}^FS")

    def square(self, x: float, y: float, number: str, *, module: int = 4) -> None:
        """QR code of one of our numbers, its quiet zone included; `module` in dots of 203 dpi."""
        _check(number)
        dots = self._module(module)
        self._fields.append(f"^FO{self._dots(x) + QUIET_QR * dots},{self._dots(y) + QUIET_QR * dots}"
                            f"^BQN,2,{dots},M,{codes.MASK}^FDMA,{number}^FS")

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """An empty rectangle of thin lines."""
        self._fields.append(f"^FO{self._dots(x)},{self._dots(y)}^GB{self._dots(width)},{self._dots(height)},2^FS")

    def zpl(self) -> bytes:
        """The label, whole."""
        return ("".join(self._fields) + "^PQ1^XZ\n").encode("ascii")

    def length_of(self, modules: int, module: int) -> float:
        """Millimetres across so many modules of a code; `module` as for `bars`."""
        return modules * self._module(module) * MILLIMETRES / self._dpi

    def _dots(self, millimetres: float) -> int:
        return round(millimetres * self._dpi / MILLIMETRES)

    def _module(self, dots: int) -> int:
        return codes.whole(dots, self._dpi)


def is_latin(*texts: str) -> bool:
    """Whether the printer's own font has every letter."""
    return all(LATIN.fullmatch(text) for text in texts)


def escaped(text: str) -> str:
    """A text as the data of a field behind ^FH: bytes of UTF-8, those that could mean anything as _ and two digits."""
    return UNSAFE.sub(_hex, text)


def _hex(found: re.Match[str]) -> str:
    return "".join(f"_{byte:02X}" for byte in found[0].encode("utf-8"))


def _check(number: str) -> None:
    codes.checked(number, number[:1])
