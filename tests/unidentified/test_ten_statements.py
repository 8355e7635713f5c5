"""The law of the scan where a box of nobody is matched: ten statements at most, however much was taken out before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.lifecycle import Stage
from models.rma import Photo, Unit
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.counting import FrugalTablet
from tests.support.people import actor
from tests.support.tablets import check_undo
from tests.unidentified.test_merging import open_holds, photo, put_aside
from workflow import statuses, verifying
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


def test_a_serial_number_beside_what_is_of_that_rma(dock: FrugalTablet) -> None:
    rma = goods.announced(units=3, serials=True)
    _parcel_id, number = put_aside(dock)
    extras = take_out(dock, number, *rma.skus[1:])
    assert str(check_undo(dock, f"SN{rma.skus[0]}").title) == "Arrived"
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED] * 3
    assert [goods.unit(extra).stage for extra in extras] == [Stage.VOIDED] * 2
    check_status(rma.rma_id)


def test_a_product_that_somebody_waits_for_beside_an_extra(dock: FrugalTablet) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    _parcel_id, number = put_aside(dock)
    take_out(dock, number, *other.skus, rma.skus[1])
    dock.scan(rma.skus[0])
    assert str(check_undo(dock, CHOICES[0]).title) == "Arrived"
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED] * 2
    check_status(rma.rma_id)


def test_a_dangerous_box(dock: FrugalTablet) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    _parcel_id, number = put_aside(dock)
    dock.scan(number, Command.DANGER)
    take_out(dock, number, rma.skus[0])
    dock.scan(Command.PARK, number)
    assert str(check_undo(dock, CHOICES[0]).title) == "Matched"
    assert "safety" in open_holds()
    check_status(rma.rma_id)
