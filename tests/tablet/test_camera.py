"""The camera as a scanner: what it sees arrives as a scan, once; what is wrong is said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.chromium import launch_args
from tests.support.server import ROOT, Server
from tests.tablet.pictures import film

SIGHTINGS = ROOT / "static" / "js" / "station" / "sightings.js"
FAKE = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
NO_CAMERA = """Object.defineProperty(navigator.mediaDevices, "getUserMedia", {
    value: () => Promise.reject(new DOMException("", "%s"))})"""
LAMP_AND_ZOOM = """window.asked = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({torch: true, zoom: {min: 1, max: 7}});
    MediaStreamTrack.prototype.getSettings = () => ({zoom: 1});
    MediaStreamTrack.prototype.applyConstraints = async (wish) => { asked.push(wish.advanced[0]); };"""


@pytest.fixture
def chromium(browser_type: BrowserType) -> Iterator[Callable[..., Browser]]:
    """Starts a Chromium with switches of its own; ended after the test."""
    opened: list[Browser] = []

    def start(*switches: str) -> Browser:
        given = launch_args()
        opened.append(browser_type.launch(**{**given, "args": [*given["args"], *switches]}))
        return opened[-1]

    yield start
    for browser in opened:
        browser.close()


def scans(page: Page) -> list[str]:
    """The codes that the page sends from now on."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(parse_qs(request.post_data)["code"][0])
            if request.method == "POST" and request.url.endswith("/scans") else None)
    return sent


def expect_words(page: Page, why: str) -> None:
    expect(page.locator(f"[data-camera-words={why}]")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-camera-words]:visible")).to_have_count(1)


def test_codes_held_before_the_camera_are_scanned(house: Server, tmp_path: Path,
                                                  chromium: Callable[..., Browser]) -> None:
    parcel, other = goods.announced(units=1).parcel, goods.announced(units=1).parcel
    made = film(tmp_path / "codes.mjpeg", ("Code128", parcel), ("QRCode", other))
    walt = AtStation(chromium(FAKE, ALLOWED, f"--use-file-for-fake-video-capture={made}"), house.url, "walt", "dock-1")
    sent = scans(walt.page)
    walt.press("Camera")
    expect_words(walt.page, "ready")
    walt.page.wait_for_function("() => document.querySelectorAll('#recent li').length >= 2", timeout=60_000)
    assert {parcel, other} == set(sent)
    assert walt.complaints == []


@pytest.mark.parametrize(("looks", "scanned"), [
    ("A0 A60 A120 A2000 A9000", ["A"]),  # held for long, also before a tablet that looks once in seven seconds
    ("A0", []),  # once may be a blur
    ("A0 B60 A120 B180", []),
    ("A0 A60 -500 A600 A660", ["A"]),  # a hand that trembles
    ("A0 A60 -3000 A6000 A6060", ["A"]),  # a look that found nothing is not yet out of sight
    ("A0 A60 -500 -600 A700 A760", ["A"]),  # nor are two within a second
    ("A0 A60 -700 -1400 A1500 A1560 A1600", ["A", "A"]),
    ("A0 A60 B700 B760 A1500 A1560", ["A", "B", "A"]),
])
def test_a_code_is_scanned_once_until_it_was_out_of_sight(browser: Browser, looks: str, scanned: list[str]) -> None:
    """`looks`: what a look found, "-" for nothing, and when it was, in milliseconds."""
    with closing(browser.new_page()) as page:
        assert scanned == page.evaluate("""async ([source, looks]) => {
            const { Sightings } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
            const sightings = new Sightings();
            const box = { x: 300, y: 220, width: 40, height: 40 };
            const at = ([code]) => (code === "-" ? [] : [{ rawValue: code, boundingBox: box }]);
            const take = (look) => sightings.take(at(look), 640, 480, Number(look.slice(1)));
            return looks.split(" ").map(take).filter(Boolean);
        }""", [SIGHTINGS.read_text(), looks])


@pytest.mark.faults
def test_it_lets_go_of_the_camera(house: Server, chromium: Callable[..., Browser]) -> None:
    walt = AtStation(chromium(FAKE, ALLOWED), house.url, "walt", "dock-1")
    page = walt.page
    live = "document.querySelector('[data-video]').srcObject?.getTracks().some((t) => t.readyState === 'live') ?? false"

    def opened() -> None:
        walt.press("Camera")
        expect_words(page, "ready")
        page.evaluate("window.track = document.querySelector('[data-video]').srcObject.getVideoTracks()[0]")
        assert page.evaluate(live)

    def shut() -> None:
        page.wait_for_function("() => track.readyState === 'ended'")
        assert not page.evaluate(live)

    opened()
    walt.press("Close the camera")
    shut()
    expect(page.locator("#camera")).to_be_hidden()
    opened()
    page.keyboard.press("Escape")
    shut()
    opened()
    page.evaluate("""Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange")); delete document.hidden""")
    shut()
    page.evaluate("document.getElementById('camera').dataset.idleSeconds = 1")
    walt.press("Camera")
    expect_words(page, "idle")
    assert not page.evaluate(live)
    assert walt.complaints == []


@pytest.mark.faults
def test_lamp_and_zoom_where_the_device_has_them(house: Server, chromium: Callable[..., Browser]) -> None:
    walt = AtStation(chromium(FAKE, ALLOWED), house.url, "walt", "dock-1")
    walt.press("Camera")
    expect_words(walt.page, "ready")
    expect(walt.page.locator("[data-torch]")).to_be_hidden()
    walt.page.add_init_script(LAMP_AND_ZOOM)
    walt.page.reload()
    walt.press("Camera")
    expect_words(walt.page, "ready")
    for words in ("Lamp", "Closer", "Wider", "Lamp"):
        walt.press(words)
    assert walt.page.evaluate("asked") == [{"torch": True}, {"zoom": 2}, {"zoom": 1}, {"torch": False}]


@pytest.mark.faults
@pytest.mark.parametrize(("error", "why"), [("NotAllowedError", "denied"), ("NotFoundError", "none"),
                                            ("NotReadableError", "busy")])
def test_what_is_wrong_is_said(house: Server, browser: Browser, error: str, why: str) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        walt.page.add_init_script(NO_CAMERA % error)
        walt.page.reload()
        walt.press("Camera")
        expect_words(walt.page, why)
        assert walt.scan("hello")  # the scanner goes on


def test_on_plain_http_it_says_so(house: Server, chromium: Callable[..., Browser]) -> None:
    browser = chromium("--host-resolver-rules=MAP backhaul.test 127.0.0.1")
    walt = AtStation(browser, house.url.replace("127.0.0.1", "backhaul.test"), "walt", "dock-1")
    assert not walt.page.evaluate("isSecureContext")
    walt.press("Camera")
    expect_words(walt.page, "insecure")


def test_only_the_station_page_may_compile(app: Flask, client_as: Callable[..., object]) -> None:
    client = client_as("walt")
    at_station = client.get("/stations/dock-1").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in at_station
    for path in ("/stations", "/sign-in", "/stations/dock-1/shift"):
        assert "unsafe" not in client.get(path).headers["Content-Security-Policy"], path
