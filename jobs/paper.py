"""The paper process: makes each paper that was asked for, one document per request."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa
import structlog

from jobs import (
    custody_words,
    customs_paper,
    evidence_paper,
    looks,
    money_paper,
    print_runs,
    repair_paper,
    thermal,
)
from jobs.making import address, broken, sentence
from labels import (
    badge,
    claim_sheet,
    command_sheet,
    custody,
    holding_label,
    inside_slip,
    packing_slip,
    part_label,
    pictures,
    receipt,
    return_label,
    scanner_check,
    shelf_label,
    unit_tag,
)
from labels.codes import DPI
from labels.errors import PaperError
from labels.language import Speaker
from models.lifecycle import OutReason, Role
from workflow import ahead, paper_work, printing, proofs, storage
from workflow.errors import Busy
from workflow.words import word

log = structlog.get_logger()
IDLE_SECONDS = 0.15


def run(stop: threading.Event) -> None:
    """Make papers until told to stop."""
    looked_at: int | None = None
    while not stop.is_set():
        try:
            looked_at = ahead.first_to_look_at() if looked_at is None else looked_at
            busy, looked_at = turn(looked_at)
        except (Busy, sa.exc.SQLAlchemyError) as error:
            log.warning("paper.database", error=type(error).__name__)
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def turn(looked_at: int) -> tuple[bool, int]:
    """Make a paper or a label, and a chunk of a run: a single sheet waits for one chunk at most. With nothing else to
    do, ask for what will be wanted soon.

    Returns whether anything was done, and the last box that was looked at for `ahead`.
    """
    work = paper_work.waiting(looked_at)
    busy = (work.paper and make_next()) or (work.label and thermal.make_next())
    busy = (work.run and print_runs.make_next_chunk(made)) or busy
    if busy:
        return True, looked_at
    return (True, ahead.ask(looked_at)) if work.announced else (False, work.newest)


def warm() -> None:
    """The first call of the renderer in a process takes a second: let nobody wait for it."""
    unit_tag.render(unit_tag.UnitTag(tag="T00000000000", product="warm"), "en")


def make_next() -> bool:
    """Make one paper. False when none waits."""
    row = printing.lease_next()
    if row is None:
        return False
    try:
        content = made(proofs.kind_of(row.kind), row.values["sheets"], row.language, row.values.get("dpi", DPI))
    except PaperError as error:
        printing.fail(row.id, error=sentence(error), for_good=True)
    except Exception as error:
        log.exception("paper.failed", document=row.id, kind=row.kind)
        printing.fail(row.id, error=broken(error), for_good=row.tries >= printing.MOST_TRIES)
    else:
        key = f"papers/{hashlib.sha256(content).hexdigest()}.pdf"
        storage.put(key, content)
        if row.kind.startswith(proofs.SHOWN):
            storage.put(proofs.picture_key(key), looks.picture(content))
        printing.finish(row.id, storage_key=key)
    return True


def made(kind: str, sheets: list[dict[str, Any]], language: str, dpi: int = DPI) -> bytes:
    """The PDF; of a label (`printers.SIZES`) for a printer of so many dots per inch. Raises PaperError."""
    return MAKERS[kind](sheets, language, dpi=dpi) if dpi != DPI else MAKERS[kind](sheets, language)


def _return_label(sheets: list[dict[str, Any]], language: str, size: return_label.Size, dpi: int = DPI) -> bytes:
    return return_label.render([return_label.ReturnLabel(**{**sheet, "to": address(sheet["to"]),
                                                            "sender": address(sheet["sender"])})
                                for sheet in sheets], language, size=size, dpi=dpi)


def _inside_slip(sheets: list[dict[str, Any]], language: str) -> bytes:
    return inside_slip.render([inside_slip.InsideSlip(**{
        **sheet, "items": tuple(inside_slip.SlipItem(**{**item, "serials": tuple(item["serials"])})
                                for item in sheet["items"]),
        "accessories": tuple(sheet["accessories"]), "advice": tuple(sheet.get("advice", ())),
        "packed": tuple(sheet.get("packed", ()))})
        for sheet in sheets], language)


def _packing_slip(sheets: list[dict[str, Any]], language: str) -> bytes:
    return packing_slip.render([packing_slip.PackingSlip(**{
        **sheet, "to": address(sheet["to"]), "sender": address(sheet["sender"]),
        "packed_on": date.fromisoformat(sheet["packed_on"]),
        "units": tuple(packing_slip.PackedUnit(**{
            **unit, "accessories": tuple(unit["accessories"]), "left_out": tuple(unit.get("left_out", ())),
            "never_came": tuple(unit.get("never_came", ())),
            "done": _words(OutReason, unit["done"], language)})
            for unit in sheet["units"])})
        for sheet in sheets], language)


def _receipt(sheets: list[dict[str, Any]], language: str) -> bytes:
    return receipt.render([receipt.Receipt(**{
        **sheet, "received": datetime.fromisoformat(sheet["received"]), "missing": tuple(sheet["missing"]),
        "units": tuple(receipt.ReceivedUnit(**{name: tuple(value) if isinstance(value, list) else value
                                               for name, value in unit.items()}) for unit in sheet["units"])})
        for sheet in sheets], language)


def _custody(sheets: list[dict[str, Any]], language: str) -> bytes:
    return custody.render([custody_words.sheet(sheet, language) for sheet in sheets], language)


def _carrier_claim(sheets: list[dict[str, Any]], language: str) -> bytes:
    return claim_sheet.render([claim_sheet.ClaimSheet(**{
        **sheet, **{name: datetime.fromisoformat(sheet[name]) if sheet[name] else None
                    for name in ("received", "noted", "filed", "due")},
        "units": tuple(claim_sheet.ClaimedUnit(**unit) for unit in sheet["units"]),
        "photos": tuple(_photo(photo, Speaker(language).say) for photo in sheet["photos"])})
        for sheet in sheets], language)


def _photo(photo: dict[str, str], translated: Callable[[str], str]) -> pictures.Photo:
    shows = photo.get("shows", "")
    return pictures.Photo(storage.get(photo["key"]), datetime.fromisoformat(photo["at"]), photo["of"],
                                  translated(shows) if shows else "")


def _words(kind: type[StrEnum], codes: list[str], language: str) -> tuple[str, ...]:
    """What codes are called in the language of the paper."""
    speaker = Speaker(language)
    return tuple(speaker.say(word(kind(code)).msgid) for code in codes)


def _tags(sheets: list[dict[str, Any]], language: str, size: unit_tag.Size = "62x29", dpi: int = DPI) -> bytes:
    return unit_tag.render([unit_tag.UnitTag(**sheet) for sheet in sheets], language, size, dpi)


def _part_label(sheets: list[dict[str, Any]], language: str, dpi: int = DPI) -> bytes:
    return part_label.render([part_label.PartLabel(**sheet) for sheet in sheets], language, dpi)


def _badge(sheets: list[dict[str, Any]], language: str, dpi: int = DPI) -> bytes:
    return badge.render([badge.Badge(**{**sheet, "roles": _words(Role, sheet["roles"], language)})
                         for sheet in sheets], language, dpi)


def _holding_label(sheets: list[dict[str, Any]], language: str, dpi: int = DPI) -> bytes:
    return holding_label.render([holding_label.HoldingLabel(
        **{**sheet, "received": datetime.fromisoformat(sheet["received"]), "missing": tuple(sheet.get("missing", ()))})
        for sheet in sheets], language, dpi)


def _shelf_label(sheets: list[dict[str, Any]], language: str, dpi: int = DPI) -> bytes:
    return shelf_label.render([shelf_label.ShelfLabel(**sheet) for sheet in sheets], language, dpi)


def _scanner_check(sheets: list[dict[str, Any]], language: str) -> bytes:
    return scanner_check.render([scanner_check.ScannerCheck(**sheet) for sheet in sheets], language)


def _command_sheet(sheets: list[dict[str, Any]], language: str) -> bytes:
    translated = Speaker(language).say
    return command_sheet.render([command_sheet.CommandSheet(
        translated(sheet["station"]), *(_commands(sheet[half], translated) for half in ("common", "own", "digits")))
        for sheet in sheets], language)


def _commands(given: list[dict[str, str]],
              translated: Callable[[str], str]) -> tuple[command_sheet.PrintedCommand, ...]:
    return tuple(command_sheet.PrintedCommand(**{**command, "word": translated(command["word"])})
                 for command in given)


_PLAIN: dict[str, Callable[..., bytes]] = {
    "return_label_a4": partial(_return_label, size="a4"), "return_label_4x6": partial(_return_label, size="4x6"),
    "return_label_a6": partial(_return_label, size="a6"), "unit_tag_62": partial(_tags, size="62"),
    "unit_tag_50x30": partial(_tags, size="50x30"), "part_label": _part_label,
    "inside_slip": _inside_slip, "unit_tag": _tags, "parcel_tags": _tags, "packing_slip": _packing_slip,
    "packing_slip_plain": _packing_slip, "packing_slip_priced": _packing_slip,
    "credit_note": money_paper.credit, "customs": customs_paper.papers,
    "battery_mark": customs_paper.mark,
    "handover": customs_paper.handover, "evidence": evidence_paper.file,
    "receipt": _receipt, "custody": _custody, "carrier_claim": _carrier_claim,
    "repair_report": repair_paper.report, "warranty_voucher": repair_paper.voucher,
    "badge": _badge, "holding_label": _holding_label, "unit_holding_label": _holding_label, "shelf_label": _shelf_label,
    "scanner_check": _scanner_check, "command_sheet": _command_sheet,
}
MAKERS = {kind: looks.dressed(make) for kind, make in _PLAIN.items()}
