"""A proxy or a portal that says no is not our server: the tablet believes it as little as its yes."""

from __future__ import annotations

import time

from playwright.sync_api import Route, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation

walt = away.walt
FOREIGN = (401, 403, 404, 410, 413, 422, 400, 500, 503)
HALTED_MS = 21_000  # static/js/station/queue.js looks again sooner
PATIENCE = 45


def test_a_no_that_does_not_name_the_scan_stops_nothing(walt: AtStation) -> None:
    """One after the other on the first scan: nobody is asked to sign in, nothing is laid aside, all goes in order."""
    codes, page, left = away.parcels(3), walt.page, list(FOREIGN)

    def say_no(route: Route) -> None:
        route.fulfill(status=left.pop(0), body="<h1>proxy</h1>", content_type="text/html")

    page.route(away.SCANS, say_no, times=len(FOREIGN))
    away.type_codes(page, codes)
    until = time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        page.evaluate("dispatchEvent(new Event('online'))")  # else it waits longer each time
        page.wait_for_timeout(50)
        assert page.locator("#card").get_attribute("data-result") != "refused"
        assert page.locator("#card[data-halted]").count() == 0
    assert left == []
    page.evaluate("dispatchEvent(new Event('online'))")
    away.expect_delivered(codes, page)
    expect(page.locator("[data-problems] > li")).to_have_count(0)


def test_a_sign_in_elsewhere_sends_what_waits_by_itself(walt: AtStation) -> None:
    """The sign-in had ended; in another tab somebody signs in anew. Nobody touches this page."""
    codes, page = away.parcels(4), walt.page
    page.clock.install()
    page.reload()
    walt.context.clear_cookies(name="backhaul_staff")
    away.type_codes(page, codes[:2])
    expect(page.locator("#card .st-title")).to_have_text("Sign in again", timeout=PATIENCE * 1000)
    walt.sign_in("walt")
    away.type_codes(page, codes[2:])
    expect(page.locator("[data-waiting]")).to_have_text("4", timeout=PATIENCE * 1000)
    assert away.came_in() == []
    page.clock.fast_forward(HALTED_MS)
    away.expect_delivered(codes, page)
    expect(page.locator("#card .st-title")).to_have_text("Received")
