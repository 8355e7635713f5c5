"""The papers of a repair: report and warranty voucher, one behind the other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from labels import document, pictures, repair_report, warranty_voucher
from workflow import storage

Sheets = list[dict[str, Any]]


def report(sheets: Sheets, language: str) -> bytes:
    """Each report, then the vouchers that belong to them."""
    made = [repair_report.render([_report(sheet) for sheet in sheets], language)]
    given = [given for sheet in sheets for given in sheet["voucher"]]
    return document.merged([*made, voucher(given, language)] if given else made)


def voucher(sheets: Sheets, language: str) -> bytes:
    """The vouchers alone."""
    return warranty_voucher.render([warranty_voucher.WarrantyVoucher(**{
        **sheet, "starts": date.fromisoformat(sheet["starts"]), "until": date.fromisoformat(sheet["until"]),
        "parts": tuple(sheet["parts"])}) for sheet in sheets], language)


def _report(sheet: dict[str, Any]) -> repair_report.RepairReport:
    values = {name: value for name, value in sheet.items() if name != "voucher"}
    until = sheet["warranty_until"]
    return repair_report.RepairReport(**{
        **values, "ended": datetime.fromisoformat(sheet["ended"]), "words": tuple(sheet["words"]),
        "tested": datetime.fromisoformat(sheet["tested"]) if sheet["tested"] else None,
        "warranty_until": date.fromisoformat(until) if until else None,
        "parts": tuple(repair_report.ReportPart(**part) for part in sheet["parts"]),
        "tests": tuple(repair_report.ReportTest(**test) for test in sheet["tests"]),
        **{side: tuple(photo(given) for given in sheet[side]) for side in ("before", "after")}})


def photo(given: dict[str, str]) -> pictures.Photo:
    """A photo out of the storage."""
    return pictures.Photo(storage.get(given["key"]), datetime.fromisoformat(given["at"]), given.get("of", ""),
                          given.get("shows", ""))
