"""Whatever the page is doing, what is scanned is a scan: while a paper is printed, on a page of photos, in a field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.requesting import shop
from tests.road import test_without_network as away
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.chromium import launch_args
from tests.support.server import Server
from workflow import photos
from workflow.scanning.commands import Command

walt = away.walt
PATIENT_MS = 30_000
PICTURE = {"name": "box.png", "mimeType": "image/png", "buffer": shop.picture()}
# As a scanner does: all keys in a moment. What is typed into a field by hand stands there already.
BURST = """(input, code) => {
    for (const key of code) {
        input.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        input.value += key;
    }
    input.form.requestSubmit();
}"""


def raw() -> list[str]:
    return [code for code, _login in away.came_in()]


def expect_scanned(page: Page, codes: list[str]) -> None:
    expect(page.locator("#card .st-title")).not_to_have_text("Not sent yet", timeout=PATIENT_MS)
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENT_MS)
    for _ in range(100):
        if len(raw()) >= len(codes):
            break
        page.wait_for_timeout(100)
    assert raw() == codes


@pytest.fixture
def whole_browser(browser_type: BrowserType) -> Iterator[Browser]:
    """One that shows papers, which the browser of the other tests does not."""
    browser = browser_type.launch(**launch_args(whole=True))
    yield browser
    browser.close()


def test_a_paper_is_printed_without_leaving_the_page(house: Server, whole_browser: Browser) -> None:
    walt = AtStation(whole_browser, house.url, "walt", "dock-1")
    rma, page = goods.announced(units=2), walt.page
    walt.scan(rma.parcel, "Received")
    walt.scan(rma.skus[0], "Arrived")
    away.type_codes(page, [Command.PRINT.code])
    page.wait_for_function("() => navigator.pdfViewerEnabled && printed === 1", timeout=PATIENT_MS)
    away.type_codes(page, [rma.skus[1]])
    expect_scanned(page, [rma.parcel, rma.skus[0], Command.PRINT.code, rma.skus[1]])
    assert len(page.context.pages) == 1


def test_a_paper_that_cannot_be_had_is_said_on_the_card(walt: AtStation) -> None:
    rma, page = goods.announced(), walt.page
    walt.scan(rma.parcel, "Received")
    walt.scan(rma.skus[0], "Arrived")
    page.route("**/papers/**", lambda route: route.fulfill(status=502, body="bad gateway"))
    page.locator("#card [data-print]").click()
    expect(page.locator("#card [data-not-printed]")).to_be_visible(timeout=PATIENT_MS)


def test_a_photo_is_taken_without_leaving_the_page(walt: AtStation) -> None:
    rma, page = goods.announced(), walt.page
    walt.scan(rma.parcel, "Received")
    with page.expect_file_chooser() as chooser:
        away.type_codes(page, [Command.PHOTO.code])
    chooser.value.set_files(PICTURE)
    expect(page.locator("#card [data-photos-sent] b")).to_have_text("1", timeout=PATIENT_MS)
    assert len(photos.of("parcel", rma.parcel_id)) == 1 and len(page.context.pages) == 1
    away.type_codes(page, [rma.skus[0]])
    expect_scanned(page, [rma.parcel, rma.skus[0]])


def test_what_is_scanned_on_the_page_of_photos_is_a_scan_of_the_station(walt: AtStation) -> None:
    rma, page = goods.announced(), walt.page
    walt.scan(rma.parcel, "Received")
    with page.context.expect_page() as opened:
        page.locator("#card [data-photo-page]").click()
    other = opened.value
    other.wait_for_load_state()
    other.evaluate("""code => {
        for (const key of [...code, "Enter"])
            document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
    }""", rma.skus[0])
    other.wait_for_url("**" + away.PATH, timeout=PATIENT_MS)
    expect_scanned(other, [rma.parcel, rma.skus[0]])
    expect(other.locator("#card .st-title")).to_have_text("Arrived")


@pytest.mark.parametrize("before", ["", "12"], ids=["an empty field", "something typed"])
def test_a_scan_into_a_field_of_the_card_is_no_weight(walt: AtStation, before: str) -> None:
    codes, page = away.parcels(2), walt.page
    walt.scan(codes[0], "Received")
    walt.scan(Command.WEIGHT.code)
    field = page.locator("#card .st-typed")
    field.fill(before)
    page.wait_for_timeout(100)  # a person pauses before the scanner types
    field.evaluate(BURST, codes[1])
    expect_scanned(page, [codes[0], Command.WEIGHT.code, codes[1]])


def test_a_scale_types_into_the_field(walt: AtStation) -> None:
    code, page = away.parcels(1)[0], walt.page
    walt.scan(code, "Received")
    walt.scan(Command.WEIGHT.code)
    page.locator("#card .st-typed").evaluate(BURST, "1.250")
    expect(page.locator("#card .st-typed")).to_have_count(0, timeout=PATIENT_MS)
    expect_scanned(page, [code, Command.WEIGHT.code, "WEIGHT:1.250"])
