"""What waits at a station and what is still to come keeps itself new while the page stays open."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Browser, Route, expect

from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.server import Server


def test_what_is_expected_goes_down_and_what_waits_comes_up(house: Server, browser: Browser) -> None:
    rma = goods.announced()
    walt, ina = AtStation(browser, house.url, "walt", "dock-1"), AtStation(browser, house.url, "ina", "inspection-1")
    with closing(walt.context), closing(ina.context):
        ina.page.clock.install()
        ina.page.reload()
        announced = walt.page.locator("#work li", has_text="Announced").locator("b")
        expect(announced).to_have_text("1")
        expect(ina.page.locator("#work")).not_to_contain_text("Waiting here")
        walt.scan(rma.parcel, "Received")
        expect(announced).to_have_text("0", timeout=10_000)
        walt.scan(rma.skus[0], "Arrived")
        ina.page.route("**/work", portal)
        with ina.page.expect_response("**/work"):
            ina.page.clock.fast_forward(60_000)
        expect(ina.page.locator("#work")).not_to_contain_text("Pay")
        ina.page.unroute("**/work")
        ina.page.clock.fast_forward(60_000)
        expect(ina.page.locator("#work")).to_contain_text("Waiting here")
        assert walt.complaints == [] and ina.complaints == []


def portal(route: Route) -> None:
    """The Wi-Fi's own page, in the name of our server."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Pay for the Wi-Fi</h1>")
