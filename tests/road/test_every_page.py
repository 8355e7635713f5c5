"""Every page in a real browser: axe finds nothing serious, the policy blocks nothing; light, dark and right to left."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import goods
from tests.support.browser_people import TABLET, Window
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
    "lena": ("/admin/imports", "/desk/codes", "/desk/exceptions"),
    "adam": ("/admin/people", "/admin/people/new", "/admin/settings"),
}
OF_EACH_KIND = {"/returns", "/stations/dock-1/shift", "/desk", "/desk/rmas/new", "/stations/dock-1",
                "/stations/packing-1/boxes", "/admin/people"}
LOOKS = [(theme, language) for theme in ("light", "dark") for language in ("en", "zh", "ar")]
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false,
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']}))
  .violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  .map((v) => v.id + ': ' + v.nodes.slice(0, 2).map((n) => n.html).join(' | '))"""
Look = Callable[[Page, str, list[str]], list[str]]


def opened(page: Page, url: str, language: str, blocked: list[str]) -> list[str]:
    """Open a page. What is wrong with it before axe looks."""
    blocked.clear()
    page.goto(f"{url}{'&' if '?' in url else '?'}lang={language}")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [*blocked, *(["wider than the screen"] if wide else [])]


def axe(page: Page) -> list[str]:
    """What axe finds serious on the page as it is now."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


def walk(house: Server, browser: Browser, look: Look) -> list[str]:
    """`look` at every page as each person who has it. Returns what was found."""
    rma = goods.announced(units=2)
    people = {"": PUBLIC, **BY_PERSON, "bob": (f"/desk/rmas/{rma.rma}",)}
    faults: list[str] = []
    for login, paths in people.items():
        window, blocked = Window(browser, house.url, TABLET), []
        page = window.page
        # Without motion: a colour in the middle of its way from light to dark is neither.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.on("console", lambda message, kept=blocked: kept.append(message.text)
                if "Content Security Policy" in message.text else None)
        if login:
            window.sign_in(login)
        faults += [f"{path} {fault}" for path in paths for fault in look(page, house.url + path, blocked)]
        window.context.close()
    return faults


def test_pages_of_each_kind_are_open_to_everybody(house: Server, browser: Browser) -> None:
    """Every second in light, the others in dark; a customer's pages must fit from right to left too.

    The full cross has axe read every look of every page.
    """
    themes = itertools.cycle(("light", "dark"))

    def look(page: Page, url: str, blocked: list[str]) -> list[str]:
        path = url.removeprefix(house.url)
        if path not in OF_EACH_KIND and not path.startswith("/desk/rmas/R"):
            return []
        page.emulate_media(color_scheme=next(themes))
        found = opened(page, url, "en", blocked) + axe(page)
        if path in PUBLIC:
            found += opened(page, url, "ar", blocked)
        return found

    assert walk(house, browser, look) == []


@pytest.mark.faults
@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_the_full_cross(house: Server, browser: Browser, theme: str, language: str) -> None:
    def look(page: Page, url: str, blocked: list[str]) -> list[str]:
        page.emulate_media(color_scheme=theme)
        return opened(page, url, language, blocked) + axe(page)

    assert walk(house, browser, look) == []
