"""The number that waits is seen wherever the tablet goes: at another station, at the desk, before somebody signs in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation

walt = away.walt
PATIENT_MS = 30_000


def expect_told(page: Page) -> None:
    expect(page.locator("#elsewhere")).to_be_visible(timeout=PATIENT_MS)
    expect(page.locator("#elsewhere")).to_contain_text("dock-1: 3")


@pytest.mark.parametrize("database", [True, pytest.param(False, marks=pytest.mark.faults)],
                         ids=["database", "small storage"])
def test_what_waits_at_another_station_is_seen_everywhere_and_sent_there(walt: AtStation, database: bool) -> None:
    codes, page = away.parcels(3), walt.page
    if not database:
        walt.context.add_init_script(away.NO_DATABASE)
        page.reload()
    walt.context.set_offline(True)
    away.type_codes(page, codes)
    expect(page.locator("[data-waiting]")).to_have_text("3", timeout=PATIENT_MS)
    expect(page.locator("#elsewhere")).to_be_hidden()  # its own page counts by itself
    page.route(away.SCANS, lambda route: route.abort())
    walt.context.set_offline(False)
    for path in ("/stations/dock-2", "/stations", "/stations/dock-1/shift", "/desk/unidentified"):
        page.goto(walt.url + path)
        expect_told(page)
    page.unroute(away.SCANS)
    assert away.came_in() == []
    page.get_by_role("link", name="dock-1: 3").click()
    away.expect_delivered(codes, page)
    page.goto(walt.url + "/stations")
    expect(page.get_by_role("link", name="dock-1", exact=False).first).to_be_visible()
    expect(page.locator("#elsewhere")).to_be_hidden()
