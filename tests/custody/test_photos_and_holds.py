"""On a unit's path stand its photos and those of its boxes, what brakes it and why, and what was taken back whole."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from jobs import custody_words
from labels import custody as sheet
from models.log import Act
from models.rma import Unit
from tests.custody.test_custody import sheets
from tests.inspecting.units import WELL, Tablet, answer_all
from tests.labels.reading import text
from tests.packing import roads
from tests.requesting import shop
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import custody, photos
from workflow.scanning.commands import Command


def steps(unit_id: int, what: str) -> list[str]:
    return [str(step.detail) for step in custody.of_unit(unit_id, "en").steps if step.row.what == what]


def photograph(**thing: int) -> int:
    return photos.take(io.BytesIO(shop.picture()), by=actor("walt"), **thing)


def test_its_photos_and_those_of_its_boxes_stand_there(app) -> None:
    rma, beside = goods.announced(units=2), goods.announced()
    TabletAt("walt").scan(rma.parcel, *rma.skus)
    of_unit, of_box = photograph(unit_id=rma.unit_ids[0]), photograph(parcel_id=rma.parcel_id)
    others = photograph(unit_id=rma.unit_ids[1]), photograph(unit_id=beside.unit_ids[0]), photograph(rma_id=rma.rma_id)
    found = [step for step in custody.of_unit(rma.unit_ids[0], "en").steps if step.row.what == "photo.taken"]
    assert [int(step.row.codes.split()[0].removeprefix("photo:")) for step in found] == [of_unit, of_box]
    assert all(str(step.detail) == f"SHA-256 {step.row.codes.split('sha256:')[1]}…" for step in found)
    assert len(steps(rma.unit_ids[1], "photo.taken")) == 2 and len(others) == 3
    assert custody.of_unit(rma.unit_ids[0], "en").faults == []


def test_a_photo_of_what_belongs_to_no_rma_stands_there_once(app) -> None:
    dock = TabletAt("walt")
    dock.scan("1Z999AA10123456784", goods.announced().skus[0], Command.YES)
    unit_id = roads.rows_of(Unit, declared=False)[0].id
    photograph(unit_id=unit_id)
    assert len(steps(unit_id, "photo.taken")) == 1


def extra() -> int:
    rma = goods.announced()
    TabletAt("walt").scan(rma.parcel, goods.announced().skus[0], Command.YES)
    return roads.rows_of(Unit, declared=False)[-1].id


def wrong_serial() -> int:
    rma = goods.announced(serials=True)
    TabletAt("walt").scan(rma.parcel, rma.skus[0], "ANOTHER-SERIAL-9")
    return rma.unit_ids[0]


def wrong_item() -> int:
    rma, inspector = goods.announced(), Tablet("ina")
    Tablet("walt").scan(rma.parcel, rma.skus[0])
    inspector.scan(goods.unit(rma.unit_ids[0]).tag)
    answer_all(inspector, rma.unit_ids[0], {**WELL, "right_item": "no"})
    inspector.scan(Command.SIGN)
    return rma.unit_ids[0]


def serial_at_inspection() -> int:
    rma, inspector = goods.announced(serials=True), Tablet("ina")
    Tablet("walt").scan(rma.parcel, rma.skus[0], Command.NO_CODE)
    inspector.scan(goods.unit(rma.unit_ids[0]).tag, "ANOTHER-SERIAL-9", Command.YES)
    return rma.unit_ids[0]


@pytest.mark.parametrize(("made", "why"), [
    (extra, "Nobody declared this unit"), (wrong_serial, "Serial number does not fit"),
    (serial_at_inspection, "Serial number does not fit"), (wrong_item, "Not the item that was sold")])
def test_what_the_stations_hold_stands_there_with_its_reason(app, client_as: Callable[..., PageClient],
                                                             made: Callable[[], int], why: str) -> None:
    unit_id = made()
    assert steps(unit_id, "hold.placed") == [why]
    assert why in client_as("alice").page(f"/desk/units/{unit_id}/custody")
    printed = text(sheet.render(custody_words.sheet(sheets(unit_id)[0], "en"), "en"))
    assert "".join(why.split()) in "".join(printed.split())


def test_holding_leaves_no_trace_when_undone(app, statements: list[str]) -> None:
    rma, other, dock = goods.announced(units=2), goods.announced(), TabletAt("walt")
    dock.scan(rma.parcel, rma.skus[0], other.skus[0])
    check_undo(dock, Command.YES)
    dock.scan(Command.UNDO, other.skus[0])
    statements.clear()
    assert str(dock.scan(Command.YES).title) == "Extra, held"
    assert len(statements) <= 10, "\n".join(line[:100] for line in statements)


def test_a_unit_whose_entry_was_undone_still_has_its_path(app, client_as: Callable[..., PageClient]) -> None:
    rma, dock = goods.announced(), TabletAt("walt")
    dock.scan(rma.parcel, goods.announced().skus[0], Command.YES)
    unit_id = roads.rows_of(Unit, declared=False)[0].id
    dock.scan(Command.UNDO)
    assert roads.rows_of(Unit, declared=False) == []
    found = custody.of_unit(unit_id, "en")
    assert [str(step.what) for step in found.steps if step.row.unit_id == unit_id][:2] == [
        "Undeclared item found", "Put on hold"]
    assert found.faults == [] and found.unit.rma_number == rma.rma
    page = client_as("alice").page(f"/desk/units/{unit_id}/custody")
    assert "Undone: Undeclared item found" in page
    assert sheets(unit_id)[0]["whole"] and len(roads.rows_of(Act, kind="undo")) == 1
