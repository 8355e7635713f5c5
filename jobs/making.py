"""What makes a paper, and how what stops it is said: jobs/paper.py has the makers of all kinds behind one function."""

from __future__ import annotations

from typing import Any, Protocol

from labels.address import Address
from labels.errors import PaperError
from workflow.sentences import Sentence, say


class Made(Protocol):
    """The PDF of some sheets of a kind, in a language; a label's for a printer of so many dots per inch."""

    def __call__(self, kind: str, sheets: list[dict[str, Any]], language: str, dpi: int = ...) -> bytes: ...


def sentence(error: PaperError) -> Sentence:
    """Why a sheet cannot be printed, for whoever reads it in their language."""
    return Sentence(error.msgid, dict(error.values))


def broken(error: Exception) -> Sentence:
    """What is no fault of the sheet's values."""
    return say("The label could not be made (%(error)s). Tell who runs the server.", error=type(error).__name__)


def address(values: dict[str, Any]) -> Address:
    """An address with its Latin form, out of plain values."""
    latin = values.get("latin")
    return Address(**{**values, "latin": Address(**latin) if latin else None})
