"""LOCK without a network: nothing of the work can be read, what waits is kept, and the next person signs in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation
from tests.support.people import badge, pin
from tests.support.server import Server
from workflow.scanning.commands import Command

walt = away.walt
LOCK = Command.LOCK.code


def expect_locked(page: Page, *never: str) -> None:
    """The card of the lock, and not one word that is named here."""
    expect(page.locator("#card .st-title")).to_have_text("Locked")
    seen = page.locator("body").inner_text()
    assert not [word for word in ("Walt", "Received", *never) if word in seen], seen
    assert "Walt" not in page.title() and "Scan" not in seen


def sign_in_by_badge(page: Page, login: str) -> None:
    page.wait_for_url("**/stations/dock-1/shift")
    page.fill("[name=badge]", badge(login))
    page.fill("[name=pin]", pin(login))
    page.keyboard.press("Enter")
    page.wait_for_url("**/stations/dock-1")


def test_it_covers_the_work_at_once_and_opens_for_who_signs_in(walt: AtStation) -> None:
    codes, page = away.parcels(3), walt.page
    walt.scan(codes[0], "Received")
    walt.context.set_offline(True)
    away.type_codes(page, [codes[1], LOCK])
    expect_locked(page, codes[0], codes[1])
    away.expect_waiting(page, 2)
    away.type_codes(page, [codes[2]])
    expect(page.get_by_text("Not kept: this tablet is locked.")).to_be_visible()
    away.expect_waiting(page, 2)
    page.keyboard.press("F9")
    expect_locked(page)
    walt.context.set_offline(False)
    sign_in_by_badge(page, "walt")
    expect(page.locator(".bh-person-name")).to_have_text("Walt")
    away.expect_delivered([*codes[:2], LOCK], page)
    walt.scan(codes[2], "Received")


@pytest.mark.faults
def test_it_stays_locked_through_a_reload_with_and_without_a_server(walt: AtStation, house: Server) -> None:
    codes, page = away.parcels(1), walt.page
    walt.scan(codes[0], "Received")
    house.kill()
    away.type_codes(page, [LOCK])
    expect_locked(page, codes[0])
    page.reload()
    expect_locked(page, codes[0])
    away.type_codes(page, [codes[0]])
    expect(page.get_by_text("Not kept: this tablet is locked.")).to_be_visible()
    page.route(away.SCANS, lambda route: route.abort())  # the server is back, the scans do not come through yet
    house.start()
    expect(page.locator("#scan-form")).to_have_attribute("data-station", "dock-1", timeout=15_000)
    expect_locked(page, codes[0])
    page.unroute(away.SCANS)
    sign_in_by_badge(page, "walt")
    away.expect_delivered([codes[0], LOCK], page)


@pytest.mark.faults
def test_two_pages_of_a_tablet_are_locked_together(walt: AtStation) -> None:
    other = AtStation.beside(walt, "dock-1")
    walt.context.set_offline(True)
    away.type_codes(walt.page, [LOCK])
    expect_locked(walt.page)
    expect_locked(other.page)


@pytest.mark.parametrize("network", [pytest.param(True, marks=pytest.mark.faults), False], ids=["network", "none"])
def test_after_a_sign_in_that_ended_meanwhile_the_next_person_works(walt: AtStation, network: bool) -> None:
    """The lock that comes late ends Walt's sign-in and not that of the lead who has come."""
    codes, page = away.parcels(2), walt.page
    walt.context.set_offline(not network)
    if not network:
        away.type_codes(page, [codes[0]])
        walt.context.clear_cookies(name="backhaul_staff")
    away.type_codes(page, [LOCK])
    if not network:
        expect_locked(page, codes[0])
        walt.context.set_offline(False)
    sign_in_by_badge(page, "lena")
    away.expect_delivered([LOCK] if network else [codes[0], LOCK], page)
    expect(page.locator(".bh-person-name")).to_have_text("Lena")
    walt.scan(codes[1], "Received")
