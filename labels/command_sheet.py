"""The commands of one kind of station as barcodes, A4, to be laminated: the common ones, its own, and the digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from labels.codes import checked
from labels.errors import DoesNotFit, _l
from labels.fitting import POINT, SLACK, fit, length
from labels.press import printed

ROWS = 12
"""Commands of one half that a page has room for."""
WORD_WIDTH, WORD_HEIGHT = 31.0, 16.0
SIZES = range(19, 6, -1)


@dataclass(frozen=True, slots=True)
class PrintedCommand:
    """One command: its C number, its word in the sheet's language, its icon (labels/icons.py)."""

    code: str
    word: str
    icon: str


@dataclass(frozen=True, slots=True)
class CommandSheet:
    """The sheet of one kind of station. Of a digit the word is the digit itself. Badges never stand here."""

    station: str
    common: tuple[PrintedCommand, ...]
    own: tuple[PrintedCommand, ...]
    digits: tuple[PrintedCommand, ...]


def render(values: CommandSheet | Sequence[CommandSheet], language: str) -> bytes:
    """PDF, one sheet on each page; raises PaperError."""
    return printed("command_sheet.html", values, language, _prepare)


def _prepare(sheet: CommandSheet) -> dict[str, Any]:
    for command in (*sheet.common, *sheet.own, *sheet.digits):
        checked(command.code, "C")
    if max(len(sheet.common), len(sheet.own)) > ROWS:
        raise DoesNotFit(_l("Not printed: more than %(count)s commands in one half of the sheet."), count=ROWS)
    rows = zip_longest((_cell(command) for command in sheet.common), (_cell(command) for command in sheet.own))
    half = len(sheet.digits) // 2
    return {"sheet": sheet, "rows": list(rows), "digits": (sheet.digits[:half], sheet.digits[half:])}


def _cell(command: PrintedCommand) -> dict[str, Any]:
    return {"code": command.code, "word": command.word, "icon": command.icon,
            "points": fit([command.word], WORD_WIDTH, WORD_HEIGHT, sizes=_unbroken(command.word), bold=True)}


def _unbroken(word: str) -> Sequence[int]:
    """The sizes in which no part of it is wider than its place; all, where there is no such size."""
    widest = max(length(part, bold=True) for part in word.split()) * POINT
    return [size for size in SIZES if widest * size <= WORD_WIDTH * SLACK] or SIZES
