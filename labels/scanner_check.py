"""The barcode that tells what is wrong with a scanner, and what to do with it: a 4 x 6 inch label lying down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import ANY_SIGN, code128
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ScannerCheck:
    """The text whose arrival shows what the scanner types (workflow/scanning/layouts.py)."""

    code: str


def render(values: ScannerCheck | Sequence[ScannerCheck], language: str) -> bytes:
    """PDF, one sheet on each page; raises PaperError."""
    return printed("scanner_check.html", values, language, _prepare)


def _prepare(check: ScannerCheck) -> dict[str, Any]:
    return {"picture": code128(check.code, 3, 25, signs=ANY_SIGN)}
