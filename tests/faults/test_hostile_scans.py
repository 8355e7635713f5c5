"""F40: hostile codes, by the scanner's keys and by the API: nothing moves, the page stays, the next code works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from models.lifecycle import Stage
from models.numbers import Prefix, draw
from tests.conftest import SECRET
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.http_tablet import HttpTablet
from tests.support.server import Server
from tests.support.tablets import everything
from workflow.scanning.commands import Command

FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "0123456789PTC"}
# The letter stays: with right check digits only the digits' script tells that no scanner of ours read it.
OTHER_DIGITS = [{48 + value: first + value for value in range(10)} for first in (0xFF10, 0x0660)]

CONTROLS = {"\x04": "d", "\x1b": "[", "\x1d": "]", "\x1e": "^", "\x7f": "Backspace"}


def wrong(number: str) -> str:
    """Our number with its last check digit wrong."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def hostile(parcel: str) -> list[str]:
    """Codes that look like something of ours, or like orders to a scanner, a browser or a database."""
    bad, command = wrong(parcel), wrong(Command.BOX_DONE.code)
    of_other_scripts = [number.translate(digits) for digits in OTHER_DIGITS
                        for number in (parcel, draw(Prefix.PARCEL), Command.BOX_DONE.code)]
    return [
        *of_other_scripts,
        bad, bad.lower(), f"]C1{bad}", f"]d2{bad}", f"{bad}\x1d", f"\x1e{bad}\x04", bad.translate(FULL_WIDTH), command,
        parcel.replace("P", "Р", 1), parcel.replace("0", "O") if "0" in parcel else parcel[:-1] + "O",
        parcel.replace("1", "l") if "1" in parcel else parcel[:-1] + "l", parcel + parcel, parcel[:-1], f"{parcel}7",
        draw(Prefix.TAG), draw(Prefix.BADGE), "C00000000000", "]C1", "\x1d\x1d\x1d", "\x1b[2J",
        "\x7f" * 8, "$P,PN,E,FACTORY RESET", "%%SpecCode8E", "javascript:alert(1)", "https://evil.example/P/" + bad,
        "<img src=x onerror=alert(1)>", "' OR 1=1; DROP TABLE unit; --", "{{7*7}}%n%s", "A" * 400, "‮" + parcel[::-1],
        "ALL\u200d", "☃" * 60,
    ]


@pytest.fixture
def house(app: Flask, data_dir: Path) -> Iterator[Server]:
    with Server(data_dir, settings={"RATE_LIMITS": "off", "SECRET_KEY": SECRET}) as server:
        yield server


def key_in(page: Page, code: str) -> None:
    """A code as keys: GS and its like come as Ctrl and a sign, letters that no keyboard has as one piece."""
    for character in code:
        if character in CONTROLS:
            page.keyboard.press(f"Control+{CONTROLS[character]}")
        elif character.isascii():
            page.keyboard.type(character)
        else:
            page.keyboard.insert_text(character)
    page.keyboard.press("Enter")


def test_f40_by_the_api(house: Server) -> None:
    rma = goods.announced(units=2)
    tablet = HttpTablet(house.port)
    assert tablet.scan(rma.parcel).result == "ok"
    before = everything()
    for number, code in enumerate(hostile(rma.parcel)):
        status, headers, html = tablet.send_once(code, f"hostile-scan-{number:010d}")
        assert status == 200 or (status == 422 and not code.strip()), (code, status, html[:200])
        assert status == 422 or headers["X-Scan-Result"] in {"unknown", "refused"}, (code, headers["X-Scan-Result"])
        assert "<img src=x" not in html and "49%n" not in html
    assert everything() == before
    assert tablet.scan(rma.skus[0]).result == "ok"
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.faults)])
def test_f40_by_the_wedge(house: Server, browser: Browser, every: int) -> None:
    rma = goods.announced(units=2)
    dock = AtStation(browser, house.url, "walt", "dock-1")
    dock.scan(rma.parcel, "Received")
    before, address = everything(), dock.page.url
    dock.page.evaluate("window.untouched = true")
    for code in hostile(rma.parcel)[::every]:
        key_in(dock.page, code)
    expect(dock.page.locator("[data-waiting]")).to_have_text("0", timeout=20_000)  # one under way is not shown
    assert dock.page.url == address and dock.page.evaluate("window.untouched"), "the page was left"
    assert everything() == before
    assert [page.url for page in dock.context.pages] == [address]
    dock.scan(rma.skus[0], "Arrived")
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED and dock.complaints == []
