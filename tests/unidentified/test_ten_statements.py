"""The law of the scan where a box of nobody is matched: ten statements at most, however much was taken out before.

A few cost one or two more on SQLite, which has no statement that writes two tables: they say so (`may_cost_more`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobs import letters
from models.db import db
from models.lifecycle import Stage
from models.log import Delivery
from models.rma import Photo, Unit
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.counting import BUDGET, FrugalTablet
from tests.support.people import actor
from tests.support.tablets import check_undo
from tests.unidentified.test_merging import open_holds, photo, put_aside
from workflow import clock, statuses, verifying
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import reading


@pytest.fixture
def dock(either_app) -> Iterator[FrugalTablet]:
    goods.announced(units=2, serials=True, name="Petra Schneider")  # somebody else's
    yield FrugalTablet("walt")
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def take_out(dock: FrugalTablet, number: str, *skus: str) -> list[int]:
    """Things of nobody out of this box; the ids of the extras that they are."""
    dock.scan(number, Command.NO)
    for sku in skus:
        dock.scan(sku, Command.YES)
    return [unit.id for unit in rows_of(Unit, unexpected="extra")]


def may_cost_more(dock: FrugalTablet, more: int = 1) -> None:
    """Photos go over and holds are released beside all that every match writes; see docs/decisions/0013."""
    if db.engine.dialect.name == "sqlite":
        dock.most = BUDGET + more


def check_status(rma_id: int) -> None:
    """What the act foresaw is what now stands there."""
    with reading() as connection:
        fact, = statuses.read(connection, [rma_id])
    assert fact.new_status is fact.status


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("pictures", [False, True])
def test_a_match_with_all_that_was_taken_out(dock: FrugalTablet, count: int, pictures: bool) -> None:
    rma, other = goods.announced(units=count + 1, name="Wang Wei"), goods.announced()
    parcel_id, number = put_aside(dock)
    extras = take_out(dock, number, *rma.skus[:count], *other.skus)
    taken = [photo(unit_id=extra, by=actor("walt")) for extra in extras if pictures]
    tags = [goods.unit(extra).tag for extra in extras]
    dock.scan(Command.PARK, number)
    assert str(check_undo(dock, CHOICES[0]).title) == "Matched"
    units = [goods.unit(unit_id) for unit_id in rma.unit_ids]
    assert [unit.stage for unit in units] == [*[Stage.ARRIVED] * count, Stage.EXPECTED]
    assert ([unit.tag for unit in units[:count]], {unit.came_in_id for unit in units[:count]}) == (
        tags[:count], {parcel_id})
    assert [goods.unit(extra).stage for extra in extras] == [*[Stage.VOIDED] * count, Stage.ARRIVED]
    assert (goods.unit(extras[-1]).rma_id, open_holds()) == (rma.rma_id, ["extra_unit"])
    assert [row.unit_id for row in rows_of(Photo) if row.id in taken] == (
        [*rma.unit_ids[:count], extras[-1]] if pictures else [])
    check_status(rma.rma_id)


def test_a_serial_number_beside_what_nobody_waits_for(dock: FrugalTablet) -> None:
    rma, other = goods.announced(units=2, serials=True), goods.announced()
    parcel_id, number = put_aside(dock)
    extra, = take_out(dock, number, *other.skus)
    photo(unit_id=extra, by=actor("walt"))
    assert str(check_undo(dock, f"SN{rma.skus[0]}").title) == "Arrived"
    assert (goods.unit(extra).rma_id, goods.unit(rma.unit_ids[0]).came_in_id) == (rma.rma_id, parcel_id)
    check_status(rma.rma_id)


@pytest.mark.parametrize("pictures", [False, True])
def test_a_serial_number_beside_what_is_of_that_rma(dock: FrugalTablet, pictures: bool) -> None:
    rma = goods.announced(units=3, serials=True)
    _parcel_id, number = put_aside(dock)
    extras = take_out(dock, number, *rma.skus[1:])
    taken = [photo(unit_id=extra, by=actor("walt")) for extra in extras if pictures]
    if pictures:
        may_cost_more(dock)
    assert str(check_undo(dock, f"SN{rma.skus[0]}").title) == "Arrived"
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED] * 3
    assert [goods.unit(extra).stage for extra in extras] == [Stage.VOIDED] * 2
    assert [row.unit_id for row in rows_of(Photo) if row.id in taken] == (rma.unit_ids[1:] if pictures else [])
    check_status(rma.rma_id)


def test_a_product_that_somebody_waits_for_beside_an_extra(dock: FrugalTablet) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    _parcel_id, number = put_aside(dock)
    take_out(dock, number, *other.skus, rma.skus[1])
    dock.scan(rma.skus[0])
    assert str(check_undo(dock, CHOICES[0]).title) == "Arrived"
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED] * 2
    check_status(rma.rma_id)


@pytest.mark.parametrize("pictures", [False, True])
def test_a_dangerous_box(dock: FrugalTablet, pictures: bool) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    _parcel_id, number = put_aside(dock)
    dock.scan(number, Command.DANGER)
    extra, = take_out(dock, number, rma.skus[0])
    dock.scan(Command.PARK, number)
    if pictures:
        photo(unit_id=extra, by=actor("walt"))
        may_cost_more(dock)
    assert str(check_undo(dock, CHOICES[0]).title) == "Matched"
    assert [row.unit_id for row in rows_of(Photo)] == rma.unit_ids[:1] * pictures
    assert open_holds() == ["safety"]
    check_status(rma.rma_id)


def test_a_lead_takes_a_match_back_after_its_letter_was_written(dock: FrugalTablet) -> None:
    """A dangerous box with a photographed extra: six tables, and the letter that is held back."""
    lead, rma = FrugalTablet("lena", dock.station), goods.announced(units=2, name="Wang Wei")
    _parcel_id, number = put_aside(lead)
    lead.scan(number, Command.DANGER)
    extra, = take_out(lead, number, rma.skus[0])
    photo(unit_id=extra, by=actor("walt"))
    may_cost_more(lead, 2)
    lead.scan(Command.PARK, number, CHOICES[0])
    with clock.at(lead.moment + timedelta(seconds=90)):
        letters.write_due()
    lead.moment += timedelta(minutes=5)
    assert str(lead.scan(Command.UNDO, CHOICES[0]).title) == "Undone"
    assert [row.state for row in rows_of(Delivery)] == ["cancelled"]
    assert (rows_of(Photo)[0].unit_id, goods.unit(extra).stage, open_holds()) == (
        extra, Stage.ARRIVED, ["extra_unit"])
