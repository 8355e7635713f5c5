"""How long a worker waits, in a real browser: from the last key of a code to the painted card; what the page weighs."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.support.browser_people import AtStation
from tests.support.chromium import launch_args

# The key's own time, then the frame after the one in which the new card was put into the page.
WATCH = """() => {
  window.painted = [];
  let pressed = null;
  document.addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed === null) return;
    const since = pressed;
    pressed = null;
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)));
  }).observe(document.querySelector("#card").parentElement, { childList: true });
}"""
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


@dataclass
class Painted:
    """Milliseconds from the last key to the painted card, and the bytes of the first load of the station page."""

    milliseconds: list[float]
    page_bytes: int

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[int(len(self.milliseconds) * 0.95)]


def measure(url: str, parcels: list[str], *, warm_up: int) -> Painted:
    """Scan these parcels one after the other at the dock; the first `warm_up` do not count."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args(whole=True))
        dock = AtStation(browser, url, "walt", "dock-1")
        weight = _weight(dock.page, f"{url}/stations/dock-1")
        dock.page.evaluate(WATCH)
        for parcel in parcels:
            dock.scan(parcel)
            dock.page.wait_for_timeout(50)
        painted = dock.page.evaluate("window.painted")
        browser.close()
    assert len(painted) == len(parcels), "a card was painted more or less often than once"
    return Painted(painted[warm_up:], weight)


def _weight(page: Page, address: str) -> int:
    """Bytes on the wire, bodies only, of a first visit. What the page's own worker had kept counts as it came."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    page.goto(address, wait_until="networkidle")
    return page.evaluate(WEIGHT)
