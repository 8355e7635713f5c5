"""Every page in a real browser: axe finds nothing serious, the policy blocks nothing; light, dark and right to left."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import goods
from tests.support.browser_people import TABLET
from tests.support.people import password
from tests.support.server import Server

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text()
PUBLIC = ("/returns", "/sign-in", "/stations/dock-1/shift", "/nothing-here")
BY_PERSON = {
    "alice": ("/desk", "/desk/lists/decide", "/desk/search?q=kettle", "/desk/rmas/new", "/desk/unidentified",
              "/desk/letters", "/desk/keys", "/stations"),
    "walt": ("/stations", "/stations/dock-1", "/desk/unidentified"),
    "ina": ("/stations/inspection-1",),
    "tom": ("/stations/bench-1", "/stations/bench-1/jobs", "/stations/bench-1/parts"),
    "carla": ("/stations/check-1",), "paul": ("/stations/packing-1", "/stations/packing-1/boxes"),
    "lena": ("/admin/imports",), "adam": ("/admin/people", "/admin/people/new", "/admin/settings"),
}
MORE_LOOKS = (("dark", "en"), ("light", "ar"), ("light", "zh"), ("dark", "zh"))
LOOKS = (("light", "en"), ("dark", "ar"), *(pytest.param(*look, marks=pytest.mark.faults) for look in MORE_LOOKS))
"""Every page once in light, in dark and from right to left each time; the full cross by `make faults`."""
RUN_AXE = """async () => (await axe.run(document, {
    resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']}))
  .violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  .map((v) => v.id + ': ' + v.nodes.slice(0, 2).map((n) => n.html).join(' | '))"""


def faults_of(page: Page, url: str, blocked: list[str]) -> list[str]:
    blocked.clear()
    page.goto(url)
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [f"{url} {fault}" for fault in [*found, *blocked, *(["wider than the screen"] if wide else [])]]


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_is_open_to_everybody(house: Server, browser: Browser, theme: str, language: str) -> None:
    rma = goods.announced(units=2)
    people = {"": PUBLIC, **BY_PERSON, "bob": (f"/desk/rmas/{rma.rma}",)}
    faults: list[str] = []
    for login, paths in people.items():
        context = browser.new_context(viewport=TABLET, color_scheme=theme, locale=language, bypass_csp=False)
        page, blocked = context.new_page(), []
        page.on("console", lambda message, kept=blocked: kept.append(message.text)
                if "Content Security Policy" in message.text else None)
        if login:
            page.goto(house.url + "/sign-in")
            page.fill("[name=login]", login)
            page.fill("[name=password]", password(login))
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "sign-in" not in url)
        for path in paths:
            mark = "&" if "?" in path else "?"
            faults += faults_of(page, f"{house.url}{path}{mark}lang={language}", blocked)
        context.close()
    assert faults == []
