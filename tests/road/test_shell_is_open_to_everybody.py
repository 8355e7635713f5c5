"""The station page without a server, its cards and the locked tablet: axe finds nothing serious, nothing too wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.road import test_without_network as away
from tests.road.test_every_page import LOOKS, axe
from tests.road.test_photos_without_network import take_photo
from tests.support.browser_people import PHONE, TABLET, Window
from tests.support.server import Server
from workflow.scanning.commands import Command


def look(page: Page, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [f"{where}: {fault}" for fault in [*axe(page), *(["wider than the screen"] if wide else [])]]


def faults_of(page: Page, code: str) -> list[str]:
    """The shell as it opens, with a kept scan and its photo, with a refused answer, and locked."""
    found = look(page, "opened")
    away.type_codes(page, [code])
    take_photo(page)
    expect(page.locator("#card [data-photos-waiting]")).to_be_visible()
    found += look(page, "kept")
    away.type_codes(page, [Command.YES.code])
    found += look(page, "refused")
    away.type_codes(page, [Command.LOCK.code, code])
    expect(page.locator("[data-refused]")).to_be_visible()
    return found + look(page, "locked")


@pytest.mark.faults
@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_the_shell(house: Server, browser: Browser, theme: str, language: str) -> None:
    window = Window(browser, house.url, TABLET)
    window.sign_in("walt")
    page = window.page
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"{house.url}{away.PATH}?lang={language}")
    page.reload()  # a navigation waits until the new worker has tidied up
    page.wait_for_function(away.WORKER_HAS_PAGE)
    window.context.set_offline(True)
    found: list[str] = []
    for size in (TABLET, PHONE):
        page.set_viewport_size(size)
        page.evaluate("localStorage.removeItem('backhaul:dock-1:locked')")
        page.goto(house.url + away.PATH)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("[data-station-name]")).to_have_text("dock-1")
        found += [f"{size['width']} {fault}" for fault in faults_of(page, away.parcels(1)[0])]
    window.context.close()
    assert found == []
