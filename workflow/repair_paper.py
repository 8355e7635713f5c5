"""What stands on a repair report and on the warranty voucher of a repair: staff by their code, no address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.catalogue import DeviceSerial, Product
from models.lifecycle import JobState, Stage
from models.orders import Order
from models.places import Site
from models.rma import Photo, Rma, Unit, UnitNote
from models.work import CheckResult, Part, PartUse, RepairJob
from reference import checks, fault_codes, reasons
from workflow import clock, installation
from workflow.eligibility.periods import add_months

U, Q, R, ORD, SI, J, K, PU, C, PH, N, DS = (m.__table__ for m in (
    Unit, Product, Rma, Order, Site, RepairJob, Part, PartUse, CheckResult, Photo, UnitNote, DeviceSerial))
ENDED = (JobState.DONE, JobState.UNREPAIRABLE)
MOST_PHOTOS = 6
"""Of each kind, before and after: the report goes by mail."""
LONGEST_WORDS = 1500
"""Signs of the customer's own words; the whole thread is the customer's anyway."""


def reports(connection: sa.Connection, unit_id: int, language: str) -> list[dict[str, Any]]:
    """The report of the unit's last repair that has ended, with its voucher; none before that. Times are the
    house's, in ISO 8601.
    """
    row = _repair(connection, unit_id)
    if row is None:
        return []
    check, voucher = _check(connection, row), vouchers(connection, unit_id, language)
    fault = fault_codes.fault_codes().get(row.fault_code or "")
    zone = row.time_zone or "UTC"
    return [{"product": row.product or "", "ended": clock.iso_at(row.finished_at, zone), "company": row.company or "",
             "repaired": row.state is JobState.DONE, "tag": row.tag or "", "sku": row.sku or "",
             "rma": row.rma or "", "order": row.order or "", "serial_in": row.serial_seen or row.serial_stated or "",
             "serial_out": _serial(connection, row), "reported": reasons.said(row, language),
             "words": words_of(connection, U.c.id == unit_id).get(unit_id, []),
             "fault": fault.text.say(language) if fault else "",
             "cause": fault.cause_text.say(language) if fault and fault.cause_text else "", "diagnosis": row.diagnosis,
             "work": row.work_done, "technician": _code(row.technician_id), "parts": _parts(connection, row.job_id),
             "tests": _tests(check, row.category, language), "tested": check and clock.iso_at(check.signed_at, zone),
             "checker": _code(check.staff_id) if check else "", **_photos(connection, row),
             "warranty_until": voucher[0]["until"] if voucher else None, "voucher": voucher}]


def vouchers(connection: sa.Connection, unit_id: int, language: str) -> list[dict[str, Any]]:
    """The voucher of the unit's last repair, once its check is passed. Its term begins on the day of that check.

    REPAIR_WARRANTY_MONTHS is the term; 0 gives none. Our own goods have none: nobody bought that repair.
    """
    row, months = _repair(connection, unit_id), installation.settings().repair_warranty_months
    check = _check(connection, row) if row is not None and row.state is JobState.DONE else None
    if row is None or check is None or not row.tag or months < 1 or row.stage in (Stage.STOCKED, Stage.DISPOSED):
        return []
    starts = clock.day_at(check.signed_at, row.time_zone or "UTC")
    fault = fault_codes.fault_codes().get(row.fault_code or "")
    return [{"number": f"{row.tag}-{row.job_id}", "tag": row.tag, "product": row.product or "", "months": months,
             "starts": starts.isoformat(), "until": add_months(starts, months).isoformat(),
             "company": row.company or "", "sku": row.sku or "", "serial": _serial(connection, row),
             "rma": row.rma or "", "fault": fault.text.say(language) if fault else "",
             "parts": list(dict.fromkeys(part["name"] for part in _parts(connection, row.job_id) if part["put_in"])),
             "page_url": f"{installation.settings().public_url}/returns"}]


def checked_units(rma_id: int) -> sa.Select:
    """The ids of the RMA's units whose repair is done and has passed a check."""
    return sa.select(U.c.id).join(J, J.c.unit_id == U.c.id).join(C, C.c.unit_id == U.c.id).where(
        U.c.rma_id == rma_id, J.c.state == JobState.DONE, C.c.kind == "repair", C.c.passed,
        C.c.signed_at >= J.c.finished_at)


def _repair(connection: sa.Connection, unit_id: int) -> sa.Row | None:
    """The unit with its last job that has ended."""
    return connection.execute(
        sa.select(U.c.id, U.c.tag, U.c.stage, U.c.reason, U.c.serial_seen, U.c.serial_stated, U.c.device_id,
                  Q.c.name.label("product"), Q.c.sku, Q.c.category, R.c.number.label("rma"),
                  ORD.c.number.label("order"), SI.c.company, SI.c.time_zone, J.c.id.label("job_id"), J.c.state,
                  J.c.fault_code, J.c.diagnosis, J.c.work_done, J.c.technician_id, J.c.started_at, J.c.finished_at)
        .join(J, J.c.unit_id == U.c.id).outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
        .outerjoin(ORD, ORD.c.id == R.c.order_id).outerjoin(SI, SI.c.id == R.c.site_id)
        .where(U.c.id == unit_id, J.c.state.in_(ENDED), J.c.finished_at.is_not(None))
        .order_by(J.c.id.desc()).limit(1)).first()


def _check(connection: sa.Connection, repair: sa.Row) -> sa.Row | None:
    """The last check after the repair, if it was passed: one that failed sends the unit back to the bench."""
    last = connection.execute(
        sa.select(C).where(C.c.unit_id == repair.id, C.c.kind == "repair", C.c.signed_at.is_not(None),
                           C.c.signed_at >= repair.finished_at).order_by(C.c.id.desc()).limit(1)).first()
    return last if last is not None and last.passed else None


def _tests(check: sa.Row | None, category: str | None, language: str) -> list[dict[str, Any]]:
    texts = {test.code: test.text.say(language) for test in checks.after_repair(category or "")}
    return [{"text": texts.get(code, code), "passed": bool(answer.get("passed")), "value": str(answer.get("value", ""))}
            for code, answer in (check.answers if check else {}).items()]


def _parts(connection: sa.Connection, job_id: int) -> list[dict[str, Any]]:
    """Parts put in and taken out, several of the same kind as one line."""
    put_in = (PU.c.kind == "add").label("put_in")
    rows = connection.execute(
        sa.select(K.c.name, K.c.sku, PU.c.serial, put_in, sa.func.sum(PU.c.quantity).label("quantity"))
        .join(K, K.c.id == PU.c.part_id).where(PU.c.job_id == job_id)
        .group_by(K.c.name, K.c.sku, PU.c.serial, put_in).order_by(sa.func.min(PU.c.id)))
    return [{"name": row.name, "sku": row.sku, "serial": row.serial or "", "put_in": bool(row.put_in),
             "quantity": int(row.quantity)} for row in rows]


def _photos(connection: sa.Connection, repair: sa.Row) -> dict[str, Any]:
    """Photos of the unit, parted by when somebody began to work on it."""
    rows = connection.execute(sa.select(PH.c.storage_key, PH.c.at).where(PH.c.unit_id == repair.id)
                              .order_by(PH.c.at, PH.c.id)).all()
    begun = repair.started_at or repair.finished_at
    zone = repair.time_zone or "UTC"
    before = [_photo(row.storage_key, row.at, zone) for row in rows if row.at < begun]
    after = [_photo(row.storage_key, row.at, zone) for row in rows if row.at >= begun]
    kept = before[:MOST_PHOTOS], after[-MOST_PHOTOS:]
    return {"before": kept[0], "after": kept[1], "more_photos": len(rows) - len(kept[0]) - len(kept[1])}


def _photo(key: str, at: datetime, zone: str) -> dict[str, str]:
    return {"key": key, "at": clock.iso_at(at, zone)}


def _serial(connection: sa.Connection, unit: sa.Row) -> str:
    """The serial number that the device has now: a board that was changed brings a new one."""
    now = connection.execute(sa.select(DS.c.serial).where(DS.c.device_id == unit.device_id, DS.c.current)
                             .order_by(DS.c.id.desc()).limit(1)).scalar() if unit.device_id else None
    return now or unit.serial_seen or ""


def words_of(connection: sa.Connection, which: sa.ColumnElement[bool]) -> dict[int, list[str]]:
    """What the customer wrote about each of these units when asking for it. `which` speaks of the table of units."""
    rows = connection.execute(sa.select(N.c.unit_id, N.c.text).join(U, U.c.id == N.c.unit_id)
                              .where(which).order_by(N.c.id))
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row.text[:LONGEST_WORDS])
    return found


def _code(staff_id: int | None) -> str:
    return f"staff:{staff_id}" if staff_id else ""
