"""The shelves while the network is away: two units put away, a shelf counted, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from models.lifecycle import Found, PlaceKind
from tests.packing import roads
from tests.road import test_without_network as away
from tests.shelving.stock import counts, findings, place_of, shelf
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.server import Server
from workflow import exceptions
from workflow.scanning.commands import Command

walt = away.walt


@pytest.fixture
def at_shelves(house: Server, browser: Browser) -> Iterator[AtStation]:
    window = AtStation(browser, house.url, "walt", "shelf-1")
    window.page.wait_for_function(away.WORKER_HAS_PAGE)
    yield window
    window.context.close()


@pytest.mark.parametrize("server", [True, pytest.param(False, marks=pytest.mark.faults)],
                         ids=["no network", "no server and a reload"])
def test_put_away_and_counted(at_shelves: AtStation, house: Server, server: bool) -> None:
    page, name = at_shelves.page, "A-01" if server else "A-02"
    road, on = roads.arrived(units=2), shelf(name)
    codes = [*road.tags, on.code, on.code, Command.COUNT.code, road.tags[0], road.tags[1], Command.DONE.code]
    if server:
        at_shelves.context.set_offline(True)
    else:
        house.kill()
        page.reload()
        expect(page.locator("#card .st-title")).to_have_text("No network")
    for number, code in enumerate(codes, 1):
        page.wait_for_timeout(800)  # the same label twice in a moment is one scan
        away.type_codes(page, [code])
        away.expect_waiting(page, number)
        expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    if server:
        at_shelves.context.set_offline(False)
    else:
        house.start()
    expect(page.locator("#card .st-title")).to_have_text("All there", timeout=20_000)
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("[data-problems] > li")).to_have_count(0)
    assert {place_of(unit_id) for unit_id in road.ids} == {(PlaceKind.SHELF, on.id)}
    assert findings(counts()[-1].id) == {Found.THERE: 2} and counts()[-1].shelf_id == on.id
    assert exceptions.waiting() == []


def test_damage_and_danger_at_the_dock(walt: AtStation) -> None:
    rma, other, page = goods.announced(), goods.announced(), walt.page
    walt.context.set_offline(True)
    codes = [rma.parcel, Command.DAMAGED.code, Command.DANGER.code, other.parcel]
    away.type_codes(page, codes)
    away.expect_waiting(page, 4)
    walt.context.set_offline(False)
    away.expect_delivered(codes, page)
    parcel = goods.parcel(rma.parcel_id)
    assert parcel.damaged and parcel.dangerous
    assert not goods.parcel(other.parcel_id).damaged and exceptions.waiting() == []
