"""The page on the real server: what is typed is drawn beside the form before it is kept, then kept."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.conftest import SECRET
from tests.support.browser_people import TABLET, Window
from tests.support.chromium import browser_type_launch_args  # noqa: F401
from tests.support.server import Server

URL = "/papers/templates/inside_slip"
BLUE = (11, 92, 173)
MANY = 400


def test_a_lead_sees_the_paper_before_it_is_kept(browser: Browser, tmp_path: Path, sqlite_template: Path,
                                                 logo: BytesIO) -> None:
    shutil.copy(sqlite_template, tmp_path / "backhaul.db")
    with Server(tmp_path, settings={"SECRET_KEY": SECRET, "RATE_LIMITS": "off"}) as server:
        lena = Window(browser, server.url, TABLET)
        lena.sign_in("lena")
        lena.open(URL)
        shown = lena.page.locator("#preview img")
        expect(shown).to_be_visible(timeout=30_000)
        before = shown.get_attribute("src") or ""
        assert _blue(lena, before) < MANY

        lena.page.set_input_files("#logo", {"name": "a.png", "mimeType": "image/png", "buffer": logo.getvalue()})
        lena.page.fill("#text_en_greeting", "Hello {{custmer}}")
        lena.press("Show it")
        expect(lena.page.locator("#preview")).to_contain_text("Did you mean {{customer}}?")
        lena.page.fill("#text_en_greeting", "Hello {{customer}}")
        lena.press("Show it")
        expect(shown).to_be_visible(timeout=30_000)
        assert shown.get_attribute("src") != before and _blue(lena, shown.get_attribute("src") or "") > MANY

        lena.press("Keep")
        expect(lena.page.get_by_text("Kept. What is printed from now on looks like this.")).to_be_visible()
        expect(lena.page.locator("#text_en_greeting")).to_have_value("Hello {{customer}}")
        expect(lena.page.locator(".dk-logo img")).to_be_visible()
        assert lena.complaints == []


def _blue(window: Window, src: str) -> int:
    """How many pixels of a picture are about as blue as the logo."""
    content = window.context.request.get(window.url + src).body()
    picture = Image.open(BytesIO(content)).convert("RGB").crop((0, 0, 600, 200))  # the head of the page
    pixels = picture.get_flattened_data()
    return sum(all(abs(one - other) < 24 for one, other in zip(pixel, BLUE, strict=True)) for pixel in pixels)
