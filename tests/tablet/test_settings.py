"""What a tablet remembers, that its cards can be read in every light, and what its page weighs."""

from __future__ import annotations

import gzip
from contextlib import closing

import pytest
from flask import Flask
from playwright.sync_api import Browser, Response, expect

from blueprints.responses import piece
from blueprints.scanning.cards import Card, Choice, Field, Item
from tests.support.browser_people import AtStation
from tests.support.server import Server

MOST_BYTES = 150_000
LEAST_CONTRAST = 7.0
RESULTS = ("ok", "repeat", "ask", "refused", "unknown")
OWN_CARDS = ("kept-card", "sign-in-card", "not-here-card", "not-taken-card",
             "changing-card", "no-change-card", "input-method-card")
# The least contrast of all words and icons in the card, from the colours that the browser has worked out.
MEASURE = """() => {
  const parts = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const light = (colour) => parts(colour).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let e = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor; const a = parts(colour)[3];
    if (a === 1) return colour; if (a) throw new Error("half transparent: " + colour); } return "rgb(255, 255, 255)"; };
  const shown = [...document.querySelectorAll("#card *")].filter((e) => e.matches("svg, input")
    || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  return shown.map((e) => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 80), getComputedStyle(e).color, behind(e)]; })
    .sort((x, y) => x[0] - y[0]);
}"""
PUT = """(html) => { const card = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  card.id = "card"; document.getElementById("card").replaceWith(card); }"""


def full_card(app: Flask, result: str) -> str:
    """A card with everything that a card can have."""
    styles = ("plain", "primary", "danger")
    choices = [Choice("Choice", "C1", "check", style, "Note", "Alt+B") for style in styles]
    items = [Item("Name", "T1", "state", "check", done) for done in (True, False)]
    card = Card(scan_id="0" * 32, result=result, title="Title", thing="Thing", next="Next", icon="check", sound="good",
                lines=[("Label", "Value")], choices=choices, names_somebody=True,
                fields=[Field("field-0", "Amount", "text", "")], items=items, more_items=3,
                print_url="/p", photo_url="/f", badge_url="/s", opens="")
    with app.test_request_context():
        return piece("scanning/_card.html", "draw", card).get_data(as_text=True)


@pytest.mark.parametrize("theme", [
    *(pytest.param(theme, marks=pytest.mark.faults) for theme in ("light", "dark")), "daylight"])
def test_every_card_has_a_contrast_of_seven(app: Flask, house: Server, browser: Browser, theme: str) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        page = walt.page
        page.locator("#this-tablet summary").click()
        page.locator(f"[data-to={theme}]").click()
        cards = [full_card(app, result) for result in RESULTS]
        cards += [page.evaluate("(id) => document.getElementById(id).innerHTML.trim()", name) for name in OWN_CARDS]
        for html in cards:
            page.evaluate(PUT, html)
            page.wait_for_timeout(400)  # colours that fade in have arrived
            measured = page.evaluate(MEASURE)
            assert len(measured) > 2
            assert measured[0][0] >= LEAST_CONTRAST, (theme, measured[:3])


def test_a_tablet_remembers_how_it_is_set(house: Server, browser: Browser) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        page, root = walt.page, walt.page.locator("html")
        page.locator("#this-tablet summary").press("Enter")  # by keyboard
        for chosen in ("left", "daylight", "large"):
            page.locator(f"[data-to={chosen}]").press("Enter")
        page.locator("#this-tablet [data-louder='-1']").click()
        side = "document.querySelector('.st-side').getBoundingClientRect().x"
        page.reload()
        for name, value in (("data-hand", "left"), ("data-text", "large"), ("data-daylight", "")):
            expect(root).to_have_attribute(name, value)
        assert page.evaluate(side) < 100
        assert page.evaluate("document.querySelector('#tablet-volume').value") == 2
        assert page.evaluate("document.documentElement.scrollWidth") <= 1024
        page.locator("#this-tablet summary").click()
        page.locator("[data-to=right]").click()
        page.locator("[data-to=dark]").click()
        assert page.evaluate(side) > 600
        expect(root).to_have_attribute("data-bs-theme", "dark")
        expect(root).not_to_have_attribute("data-daylight", "")
        assert walt.scan("hello")  # whatever was pressed last, the scanner goes on
        assert walt.complaints == []


def test_the_shift_begins_with_do_you_hear_it(house: Server, browser: Browser) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        page, check = walt.page, walt.page.locator("#sound-check")
        page.evaluate("""() => { window.peaks = []; const set = AudioParam.prototype.setValueAtTime;
            AudioParam.prototype.setValueAtTime = function (value, at) {
                peaks.push(value); return set.call(this, value, at); }; }""")
        check.get_by_role("button", name="Good tone").click()
        check.get_by_role("button", name="Louder").click()
        page.wait_for_function("() => peaks.length >= 4")
        assert page.evaluate("Math.max(...peaks) > peaks[0] && peaks[0] > 0")
        for number in range(3):
            expect(check).to_be_visible()
            walt.scan(f"hello {number}")
        expect(check).to_be_hidden()  # nobody has to touch the screen for it
        page.reload()
        check.get_by_role("button", name="I hear them").click()
        page.reload()
        expect(page.locator("#this-tablet")).to_be_visible()
        expect(check).to_be_hidden()


@pytest.mark.faults
def test_the_screen_stays_on_and_is_asked_again(house: Server, browser: Browser) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        walt.page.add_init_script("""window.locks = 0; Object.defineProperty(navigator, "wakeLock", {configurable: true,
            value: {request: async () => { locks += 1; }}})""")
        walt.page.reload()
        walt.page.wait_for_function("() => locks === 1")
        walt.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        walt.page.wait_for_function("() => locks === 2")
        walt.page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
        walt.page.reload()
        assert walt.scan("hello")
        assert walt.complaints == []


def test_the_page_is_light_and_the_camera_is_not_in_it(house: Server, browser: Browser) -> None:
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        answers: list[Response] = []
        page = walt.context.new_page()
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{house.url}/stations/dock-1", wait_until="networkidle")
        sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
        print(sum(sizes.values()), sizes)
        assert len(sizes) > 15
        assert not [url for url in sizes if "barcode-detector" in url or "finder" in url]
        assert sum(sizes.values()) < MOST_BYTES, sizes
