"""Customs papers, out of plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from labels import customs_declaration as customs
from labels.address import Address


def papers(sheets: list[dict[str, Any]], language: str) -> bytes:
    """Form, invoice and mark of each parcel."""
    return customs.render([customs.CustomsPapers(**{
        **sheet, "sender": Address(**sheet["sender"]), "to": Address(**sheet["to"]),
        "day": date.fromisoformat(sheet["day"]), "ordered": date.fromisoformat(sheet["ordered"]),
        "original": tuple(sheet["original"]), "batteries": tuple(sheet["batteries"]),
        "goods": tuple(customs.CustomsItem(**item) for item in sheet["goods"])}) for sheet in sheets], language)
