"""What a scanner types while a page opens is held for the page's own script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.road.test_shift_by_scanner import raw_texts, until, who_did
from tests.support import goods
from tests.support.browser_people import AtStation, InGloves
from tests.support.people import badge, pin
from tests.support.server import Server


def opening(window: AtStation, script: str, path: str) -> Route:
    """The page is there, its script is still on its way."""
    held: list[Route] = []
    window.context.route(f"**/{script}", lambda route: held.append(route))
    window.page.goto(window.url + path, wait_until="commit")
    until(held, window)
    window.page.wait_for_selector("h1")
    return held[0]


def test_a_parcel_scanned_while_the_station_opens_is_received(house: Server, browser: Browser) -> None:
    rma, other = goods.announced(), goods.announced()
    dock = AtStation(browser, house.url, "walt", "dock-1")
    script = opening(dock, "js/station/station.js", "/stations/dock-1")
    for code in (rma.parcel, other.parcel):
        dock.key_in(code)
    script.continue_()
    expect(dock.page.locator("#card .st-title")).to_have_text("Received")
    expect(dock.page.locator("[data-today]")).to_have_text("2")  # the number waiting leaves out the one under way
    assert raw_texts() == [rma.parcel, other.parcel] and dock.complaints == []


@pytest.mark.parametrize("by_hand", [False, True], ids=["digits of the sheet", "keys"])
def test_badge_and_pin_keyed_while_the_shift_opens_sign_in(house: Server, browser: Browser, by_hand: bool) -> None:
    dock = InGloves(browser, house.url, "walt", "dock-1")
    script = opening(dock, "js/shift.js", "/stations/dock-1/shift")
    dock.key_in(badge("lena"))
    if by_hand:
        dock.page.wait_for_timeout(600)  # else its Enter is a second one of the badge
        dock.page.keyboard.type(pin("lena"), delay=90)
        dock.page.keyboard.press("Enter")
    else:
        dock.scan_pin("lena")
    script.continue_()
    expect(dock.page.locator(".bh-person-name")).to_have_text("Lena")
    assert badge("lena") not in dock.page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    dock.scan(goods.announced().parcel, "Received")
    assert who_did("parcel.received") == "lena" and dock.complaints == []


def test_a_script_that_does_not_come_takes_no_keys(house: Server, browser: Browser) -> None:
    dock = AtStation(browser, house.url, "walt", "dock-1")
    script = opening(dock, "js/shift.js", "/stations/dock-1/shift")
    script.abort()
    dock.page.wait_for_load_state("domcontentloaded")
    dock.page.locator("[name=badge]").focus()
    dock.key_in("B")
    assert dock.page.input_value("[name=badge]") == "B"
