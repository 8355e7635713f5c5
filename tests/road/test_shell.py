"""The page that opens without the server: it sends what it must not leave, has the tablet's volume, and a camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.road import test_without_network as away
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.chromium import launch_args
from tests.support.server import Server
from tests.tablet.pictures import film

walt = away.walt
PATIENT_MS = 45_000
NO_ROOM = """() => {
    const full = () => { throw new DOMException("full", "QuotaExceededError"); };
    IDBObjectStore.prototype.put = Storage.prototype.setItem = full;
}"""
LOUDNESS_AND_LIGHT = """window.peaks = []; window.locks = 0;
    const set = AudioParam.prototype.setValueAtTime;
    AudioParam.prototype.setValueAtTime = function (to, at) { peaks.push(to); return set.call(this, to, at); };
    Object.defineProperty(navigator, "wakeLock", {configurable: true,
        value: {request: async () => { locks += 1; }}});"""
SET_TO = "volume => localStorage.setItem('backhaul:tablet', JSON.stringify({volume}))"


def open_shell(page: Page, house: Server) -> None:
    house.kill()
    page.reload()
    expect(page.locator("#card .st-title")).to_have_text("No network", timeout=PATIENT_MS)


def expect_waiting(page: Page, count: int) -> None:
    expect(page.locator("[data-waiting]")).to_have_text(str(count), timeout=PATIENT_MS)
    expect(page.locator("#waiting")).to_be_visible(timeout=PATIENT_MS)


def test_what_no_storage_took_is_sent_from_where_it_is(walt: AtStation, house: Server) -> None:
    """Left, the page would lose it: it sends, then the real page comes."""
    codes, page = away.parcels(2), walt.page
    open_shell(page, house)
    page.evaluate(NO_ROOM)
    away.type_codes(page, codes)
    expect_waiting(page, 2)
    expect(page.locator("#unsafe")).to_be_visible()
    house.start()
    expect(page.locator(".bh-person-name")).to_have_text("Walt", timeout=PATIENT_MS)
    away.expect_delivered(codes, page)


def test_what_no_storage_took_waits_for_a_sign_in_in_another_tab(walt: AtStation, house: Server) -> None:
    codes, page = away.parcels(2), walt.page
    page.clock.install()
    open_shell(page, house)
    page.evaluate(NO_ROOM)
    away.type_codes(page, codes)
    expect_waiting(page, 2)
    walt.context.clear_cookies(name="backhaul_staff")
    house.start()
    expect(page.locator("#card .st-title")).to_have_text("Sign in again", timeout=PATIENT_MS)
    for link in page.locator("#card .st-choices a").all():
        assert link.get_attribute("target") == "_blank"
    assert away.came_in() == []
    walt.sign_in("walt")
    page.clock.fast_forward(21_000)
    away.expect_delivered(codes, page)


def test_it_is_as_loud_as_the_tablet_is_set_to_and_stays_on(walt: AtStation, house: Server) -> None:
    page = walt.page
    page.evaluate(SET_TO, 1)
    walt.context.add_init_script(LOUDNESS_AND_LIGHT)
    open_shell(page, house)
    assert page.evaluate("locks") == 1
    away.type_codes(page, away.parcels(2))
    page.wait_for_function("() => peaks.length > 0", timeout=PATIENT_MS)
    assert set(page.evaluate("peaks")) == {0.06}
    page.evaluate(SET_TO, 0)
    page.reload()
    away.type_codes(page, ["SILENT-1", "SILENT-2"])
    expect_waiting(page, 4)
    assert page.evaluate("peaks") == []


@pytest.fixture
def filmed(browser_type: BrowserType, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """A browser before whose camera a code is held."""
    opened: list[Browser] = []

    def start(code: str) -> Browser:
        made, given = film(tmp_path / "code.mjpeg", ("Code128", code)), launch_args()
        opened.append(browser_type.launch(**{**given, "args": [
            *given["args"], "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={made}"]}))
        return opened[-1]

    yield start
    for browser in opened:
        browser.close()


def test_it_reads_by_camera_once_the_camera_was_used(house: Server, filmed: Callable[[str], Browser]) -> None:
    code = goods.announced().parcel
    walt = AtStation(filmed(code), house.url, "walt", "dock-1")
    with closing(walt.context):
        page = walt.page
        page.wait_for_function(away.WORKER_HAS_PAGE)
        walt.press("Camera")
        expect(page.locator("[data-camera-words=ready]")).to_be_visible(timeout=PATIENT_MS)
        open_shell(page, house)
        walt.press("Camera")
        expect(page.locator("#card .st-thing")).to_contain_text(code, timeout=PATIENT_MS)
        expect(page.locator("#waiting")).to_be_visible()
