"""An hour at the shelves with nothing but a scanner: put away, move, find, count; and each act taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from models.lifecycle import Found, PlaceKind
from models.numbers import grouped
from tests.packing import roads
from tests.shelving.stock import counts, findings, place_of, shelf
from tests.support import goods
from tests.support.browser_people import AtStation, InGloves
from tests.support.server import Server
from tests.support.tablets import TabletAt, everything
from workflow.scanning.commands import Command as C

STRANGE = "SHELF-OF-NOBODY-7"
CARRIER = "1Z999AA10123456784"


def undone(window: AtStation, code: str, title: str) -> None:
    """Scan it, take it back, see that nothing is left of it, then do it again."""
    before = everything()
    window.scan(code, title)
    assert everything() != before
    window.scan(C.UNDO.code, "Undone")
    assert everything() == before
    window.scan(code, title)


def with_serials(dock: TabletAt) -> roads.Road:
    """Four units of one RMA, each seen with its serial number."""
    rma = goods.announced(units=4, serials=True)
    dock.scan(rma.parcel)
    for sku in rma.skus:
        dock.scan(sku, f"SN{sku}")
    dock.scan(C.BOX_DONE)
    return roads.Road(rma.rma_id, rma.rma, rma.order_id, rma.unit_ids)


def card(window: AtStation) -> str:
    return window.page.locator("#card").inner_text()


@pytest.mark.faults
@pytest.mark.usefixtures("untouched")
def test_an_hour_at_the_shelves(house: Server, browser: Browser) -> None:
    dock, announced = TabletAt("walt"), goods.announced()
    road = with_serials(dock)
    dock.scan(announced.parcel)
    dock.scan(CARRIER)
    at = InGloves(browser, house.url, "walt", "shelf-1")
    a1, a2, b1 = shelf("A-01"), shelf("A-02"), shelf("B-01")

    at.scan(road.tags[0], "Which shelf?")  # one
    undone(at, a1.code, "Put away")
    for tag in road.tags[1:]:  # three, then their shelf
        at.scan(tag, "Which shelf?")
    undone(at, a2.code, "Put away")
    at.scan(announced.parcel, "Which shelf?")  # boxes, by our number and by the carrier's
    at.scan(CARRIER, "Which shelf?")
    undone(at, a2.code, "Put away")
    at.scan(a1.code, "Shelf A-01")  # the same code twice within a moment would be the scanner's double
    at.scan(a2.code, "Shelf A-02")
    at.scan(C.ALL.code, "To which shelf?")
    undone(at, b1.code, "Put away")
    assert {place_of(unit_id) for unit_id in road.ids[1:]} == {(PlaceKind.SHELF, b1.id)}
    assert goods.parcel(announced.parcel_id).place_id == b1.id

    for code, title in ((road.tags[0], "On A-01"), (f"SN{roads.sku(road.ids[1])}", "On B-01"), (road.rma, "Found: 4"),
                        (announced.parcel, "On B-01"), (CARRIER, "On B-01")):
        at.scan(C.FIND.code, "Find what?")
        at.scan(code, title)

    _counts(at, road, announced)
    assert at.complaints == []


def _counts(at: AtStation, road: roads.Road, announced: goods.Announced) -> None:
    """B-01 holds three units and two boxes; a unit and a box are not scanned, one of A-01 and a strange code are."""
    at.scan(shelf("B-01").code, "Shelf B-01")
    undone(at, C.COUNT.code, "Count begun")
    undone(at, road.tags[1], "Counted")
    at.scan(road.tags[2], "Counted")
    undone(at, CARRIER, "Counted")
    undone(at, road.tags[0], "Does not belong")
    undone(at, STRANGE, "Unknown, noted")
    undone(at, C.DONE.code, "Count differs")
    assert findings(counts()[0].id) == {Found.THERE: 3, Found.MISSING: 1, Found.FOREIGN: 1, Found.UNKNOWN: 1}
    assert counts()[0].missing_parcels == [announced.parcel_id]
    for code in (road.tags[3], announced.parcel, road.tags[0]):
        assert grouped(code) in card(at)
    undone(at, C.YES.code, "Put away")
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("B-01").id)
