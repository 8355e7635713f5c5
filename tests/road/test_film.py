"""A dock worker's five minutes as a strip of pictures. `make film` keeps it as docs/pictures/dock-film.png."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, expect

from tests.support import goods
from tests.support.browser_people import TABLET, InGloves
from tests.support.server import ROOT, Server
from workflow.scanning.commands import Command as C

COLUMNS, WIDTH, GAP, WORDS = 3, 640, 16, 44
HEIGHT = WIDTH * TABLET["height"] // TABLET["width"]
FONT = ROOT / "labels/fonts/NotoSans-Regular.ttf"
UNKNOWN = "1Z999AA10123456784"


class Film:
    """Pictures of one screen with a line of words each."""

    def __init__(self, worker: InGloves) -> None:
        self.worker, self.frames = worker, []

    def take(self, words: str, title: str | re.Pattern[str] | None = None) -> None:
        """One picture, once the card has come to rest; `title` is what must stand on it."""
        if title:
            expect(self.worker.page.locator("#card .st-title")).to_have_text(title)
        self.worker.page.wait_for_timeout(400)
        self.frames.append((words, Image.open(io.BytesIO(self.worker.page.screenshot())).convert("RGB")))

    def strip(self) -> Image.Image:
        rows = -(-len(self.frames) // COLUMNS)
        sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + WORDS + GAP) + GAP), "white")
        pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 22)
        for number, (words, picture) in enumerate(self.frames):
            x = GAP + number % COLUMNS * (WIDTH + GAP)
            y = GAP + number // COLUMNS * (HEIGHT + WORDS + GAP)
            pen.text((x, y + 6), f"{number + 1}. {words}", fill="#222222", font=font)
            sheet.paste(picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), (x, y + WORDS))
            pen.rectangle((x, y + WORDS, x + WIDTH, y + WORDS + HEIGHT), outline="#bbbbbb")
        return sheet


@pytest.mark.faults
def test_a_dock_workers_five_minutes(house: Server, browser: Browser, tmp_path: Path) -> None:
    box, damaged = goods.announced(units=2), goods.announced()
    dock = InGloves(browser, house.url, "walt", "dock-1")
    film = Film(dock)
    film.take("Badge and PIN are scanned; are the tones heard?", "Ready")
    dock.page.locator("[data-heard]").click()
    dock.scan(box.parcel, "Received")
    film.take("A parcel at the door")
    dock.scan(box.skus[1], "Arrived")
    film.take("Something is taken out: it gets a tag")
    dock.scan(C.UNDO.code, "Undone")
    film.take("The wrong one: scan “Undo”")
    dock.scan(box.skus[0], "Arrived")
    film.take("The right one")
    dock.scan(C.BOX_DONE.code, "Done, 1 missing")
    film.take("“Box done”: what did not come is missing")
    dock.scan(UNKNOWN, "Put aside")
    film.take("A parcel that nobody announced")
    dock.scan(damaged.parcel, "Received")
    dock.scan(C.DAMAGED.code, "Damage noted")
    film.take("A crushed box: the photos that the carrier wants")
    dock.context.set_offline(True)
    dock.key_in(damaged.skus[0])
    film.take("The network is away: nothing is lost", "Not sent yet")
    dock.context.set_offline(False)
    film.take("It is back: everything is sent, in order", "Arrived")
    dock.key_in(C.HELP.code)
    film.take("“Help” says what can be scanned now", re.compile("^(?!Arrived)"))
    dock.key_in(C.LOCK.code)
    dock.page.wait_for_url("**/stations/dock-1/shift*")
    film.take("“Lock”: the next badge, please")

    strip = film.strip()
    strip.save(tmp_path / "dock-film.png", optimize=True)
    if kept := os.environ.get("FILM"):
        strip.save(kept, optimize=True)
    assert len({picture.tobytes() for _words, picture in film.frames}) == len(film.frames)
    assert dock.complaints == [] or all("ERR_INTERNET_DISCONNECTED" in words for words in dock.complaints)
