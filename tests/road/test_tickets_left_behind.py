"""What is scanned after somebody has left is not booked on them, wherever they signed out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation

walt = away.walt
TICKETS = "() => Object.keys(localStorage).filter((key) => key.endsWith(':ticket'))"
SIGN_OUT = "() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()"


@pytest.mark.parametrize("where", ["/stations", away.PATH], ids=["the list of stations", "the station"])
def test_who_signs_out_leaves_no_ticket(walt: AtStation, where: str) -> None:
    """The page opens without the network and takes scans: they are Lena's, who signs in and sends them."""
    code, page = away.parcels(1)[0], walt.page
    assert page.evaluate(TICKETS) == ["backhaul:dock-1:ticket"]
    page.goto(walt.url + where)
    page.evaluate(SIGN_OUT)
    page.wait_for_url(lambda url: "/sign-in" in url)
    assert page.evaluate(TICKETS) == []
    walt.context.set_offline(True)
    page.goto(walt.url + away.PATH)
    expect(page.locator("#card .st-title")).to_have_text("No network", timeout=30_000)
    away.type_codes(page, [code])
    expect(page.locator("[data-waiting]")).to_have_text("1", timeout=30_000)
    walt.context.set_offline(False)
    page.wait_for_url(lambda url: "/sign-in" in url, timeout=30_000)
    lena = AtStation.beside(walt, "dock-1", login="lena")
    expect(lena.page.locator("#card .st-title")).to_have_text("Received", timeout=30_000)
    assert away.came_in() == [(code, "lena")]


def test_the_page_that_asks_to_sign_in_forgets_them_too(walt: AtStation) -> None:
    """A sign-in that ended by itself, on another tablet say."""
    walt.page.goto(walt.url + "/sign-in")
    assert walt.page.evaluate(TICKETS) == []
