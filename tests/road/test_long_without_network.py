"""F5: half an hour and 300 codes without a network. All are delivered once and in order, and the page stays of use."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation

walt = away.walt
COUNT = 300
APART_MS = 6_000  # 300 of them are half an hour
DELIVERED_SECONDS = 60
PUT_AWAY_SECONDS = 5
# The tablet's clock, so that half an hour need not pass: each scan moves it on.
CLOCK = """() => {
    const RealDate = Date;
    window.ahead = 0;
    window.Date = class extends RealDate {
        constructor(...given) { given.length ? super(...given) : super(RealDate.now() + window.ahead); }
        static now() { return RealDate.now() + window.ahead; }
    };
}"""
KEPT_FOR = """async () => {
    const station = document.querySelector('script[src$="/station/station.js"]').src;
    const {Store} = await import(new URL('store.js', station));
    const times = (await new Store('dock-1', 'scan').all()).entries.map((scan) => Date.parse(scan.scanned_at));
    return [times.length, (Math.max(...times) - Math.min(...times)) / 60000];
}"""


def scan_for_half_an_hour(page: Page, codes: list[str]) -> None:
    page.evaluate(CLOCK)
    for code in codes:
        page.keyboard.insert_text(code)
        page.keyboard.press("Enter")
        page.evaluate("step => { window.ahead += step; }", APART_MS)


def kept_for(page: Page) -> tuple[int, float]:
    """How many scans the tablet has put away, and how many minutes they span; the last are counted a moment before."""
    until = time.monotonic() + PUT_AWAY_SECONDS
    while (found := page.evaluate(KEPT_FOR))[0] < COUNT and time.monotonic() < until:
        page.wait_for_timeout(50)
    return found[0], found[1]


@pytest.mark.faults
def test_three_hundred_codes_in_half_an_hour(walt: AtStation) -> None:
    codes, page = away.parcels(COUNT + 1), walt.page
    walt.context.set_offline(True)
    scan_for_half_an_hour(page, codes[:COUNT])
    away.expect_waiting(page, COUNT)
    kept, minutes = kept_for(page)
    assert kept == COUNT and 29 < minutes < 35
    walt.context.set_offline(False)
    begun = time.monotonic()
    expect(page.locator("[data-waiting]")).not_to_have_text(str(COUNT), timeout=10_000)
    away.type_codes(page, [codes[-1]])  # in the middle of it: the card is of this one, and says that it waits
    expect(page.locator("#waiting")).to_be_visible()
    left = int(page.locator("[data-waiting]").inner_text())
    assert 0 < left <= COUNT, "all was sent before the new scan: the test shows nothing"
    expect(page.locator("#waiting")).to_be_hidden(timeout=DELIVERED_SECONDS * 1000)
    took = time.monotonic() - begun
    print(f"{COUNT + 1} codes delivered in {took:.1f} s")  # 22 s on two cores: 72 ms for each, the card drawn
    away.expect_delivered(codes, page)
    expect(page.locator("#card .st-title")).to_have_text("Received")
    expect(page.locator("[data-problems] > li")).to_have_count(0)
    assert took < DELIVERED_SECONDS
