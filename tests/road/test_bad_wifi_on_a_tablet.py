"""F4, F5 and F6 in a real browser: whatever becomes of its requests, each scan is taken once, and in order."""

from __future__ import annotations

from contextlib import closing

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from models.log import Act
from tests.road import test_without_network as away
from tests.support.bad_wifi import SHARES, BadWifi
from tests.support.browser_people import AtStation
from tests.support.server import Server
from workflow.transaction import reading

walt = away.walt
PATIENT_MS = 45_000
# Both reads of the scanner in one moment, key by key: a driven keyboard may be slower than two reads are apart.
TWICE = """code => {
    for (const key of [...code, "Enter", ...code, "Enter"])
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
}"""


def received() -> int:
    """How many parcels were received: acts, whatever came in twice."""
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).where(Act.kind == "parcel.received")).scalar_one()


def test_every_fault_of_the_network_is_met_by_a_tablet(house: Server, browser: Browser) -> None:
    """Lost, reset, cut, half, doubled, 502 after the work, a portal: each with a scan of its own, all in a row."""
    faults = [kind for fault in SHARES for kind in (fault, "fine")]
    with BadWifi(house.port, []) as wifi:
        walt = AtStation(browser, f"http://127.0.0.1:{wifi.port}", "walt", "dock-1")
        with closing(walt.context):
            codes, page = away.parcels(len(SHARES) + 1), walt.page
            wifi.met.clear()
            wifi.drawn[:] = reversed(faults)
            away.type_codes(page, codes)
            expect(page.locator("[data-today]")).to_have_text(str(len(codes)), timeout=PATIENT_MS)
            away.expect_delivered(codes, page)
            expect(page.locator("[data-problems] > li")).to_have_count(0)
            expect(page.locator("#card .st-title")).to_have_text("Received")
    assert wifi.drawn == [] and {kind for kind in SHARES if wifi.met[kind]} == set(SHARES)
    assert received() == len(codes)


@pytest.mark.parametrize("network", [True, False], ids=["with a network", "without"])
def test_one_label_read_twice_is_one_event(walt: AtStation, network: bool) -> None:
    """The second read gets the card of the first, and counts for nothing."""
    code, page = away.parcels(1)[0], walt.page
    walt.context.set_offline(not network)
    page.evaluate(TWICE, code)
    if not network:
        expect(page.locator("[data-waiting]")).to_have_text("2", timeout=PATIENT_MS)
        walt.context.set_offline(False)
    away.expect_delivered([code, code], page)
    assert received() == 1
    expect(page.locator("#card .st-title")).to_have_text("Received")
    expect(page.locator("[data-today]")).to_have_text("1")
    expect(page.locator("[data-problems] > li")).to_have_count(0)


def test_a_new_form_token_alone_asks_nobody(walt: AtStation) -> None:
    """The page fetches it by itself: twenty scans wait, and go once each, with no question."""
    codes, page, asked = away.parcels(20), walt.page, []
    walt.context.set_offline(True)
    away.type_codes(page, codes)
    expect(page.locator("[data-waiting]")).to_have_text("20", timeout=PATIENT_MS)
    walt.context.clear_cookies(name="backhaul_form")
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    walt.context.set_offline(False)
    away.expect_delivered(codes, page)
    assert asked == [] and received() == 20
