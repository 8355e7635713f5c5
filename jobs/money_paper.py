"""Papers about money, out of plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from labels import credit_note
from labels.address import Address


def credit(sheets: list[dict[str, Any]], language: str) -> bytes:
    """Credit notes."""
    return credit_note.render([credit_note.CreditNote(**{
        **sheet, "day": date.fromisoformat(sheet["day"]), "seller": Address(**sheet["seller"]),
        "buyer": Address(**sheet["buyer"]) if sheet["buyer"] else None,
        "ordered": date.fromisoformat(sheet["ordered"]) if sheet["ordered"] else None}) for sheet in sheets], language)
