"""The barcode that tells what is wrong with a scanner, and what to do with it: a 4 x 6 inch label lying down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import ANY_SIGN, DPI
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ScannerCheck:
    """The text whose arrival shows what the scanner types (workflow/scanning/layouts.py)."""

    code: str


def render(values: ScannerCheck | Sequence[ScannerCheck], language: str, dpi: int = DPI) -> bytes:
    """PDF, one sheet on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed("scanner_check.html", values, language, _prepare, dpi=dpi)


def _prepare(check: ScannerCheck) -> dict[str, Any]:
    return {"check": check, "signs": ANY_SIGN}
