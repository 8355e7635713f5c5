"""Papers for customs and for the carrier, out of plain values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from jobs.making import address
from labels import battery_mark, handover_receipt
from labels import customs_declaration as customs


def papers(sheets: list[dict[str, Any]], language: str) -> bytes:
    """Form and invoice of each parcel."""
    return customs.render([customs.CustomsPapers(**{
        **sheet, "sender": address(sheet["sender"]), "to": address(sheet["to"]),
        "day": date.fromisoformat(sheet["day"]), "ordered": date.fromisoformat(sheet["ordered"]),
        "original": tuple(sheet["original"]),
        "goods": tuple(customs.CustomsItem(**item) for item in sheet["goods"])}) for sheet in sheets], language)


def mark(sheets: list[dict[str, Any]], language: str) -> bytes:
    """The battery mark of each parcel."""
    return battery_mark.render([battery_mark.BatteryMark(sheet["parcel"], tuple(sheet["un"])) for sheet in sheets],
                               language)


def handover(sheets: list[dict[str, Any]], language: str) -> bytes:
    """Receipts for parcels that a carrier took."""
    return handover_receipt.render([handover_receipt.HandoverReceipt(**{
        **sheet, "handed_over": datetime.fromisoformat(sheet["handed_over"]) if sheet["handed_over"] else None})
        for sheet in sheets], language)
