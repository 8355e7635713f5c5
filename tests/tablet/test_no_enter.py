"""A scanner that presses no Enter, and a tablet whose input method takes the keys: nothing piles up in silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, CDPSession, expect

from models.log import Scan
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.server import Server
from tests.tablet.scanners import KEY_SECONDS, Scanner
from workflow.scanning.layouts import CALIBRATION
from workflow.transaction import reading

SILENT = Scanner(ending=())
NO_SCANNERS_PAUSE = 0.4  # seconds; the page believes in an end after 0.6
FOREIGN = "1Z999AA10123456784"
OTHER = "JJD000390007882455"


@pytest.fixture
def dock(house: Server, browser: Browser):
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        yield walt
        assert walt.complaints == []


def raws() -> list[str]:
    with reading() as connection:
        return list(connection.execute(sa.select(Scan.__table__.c.raw).order_by(Scan.__table__.c.id)).scalars())


def arrived(walt: AtStation, count: int) -> list[str]:
    """The texts in the database, as soon as there are so many."""
    until = time.monotonic() + 20
    while len(raws()) < count and time.monotonic() < until:
        walt.page.wait_for_timeout(50)
    return raws()


def title(walt: AtStation, words: str) -> None:
    expect(walt.page.locator("#card .st-title")).to_have_text(words, timeout=10_000)


def next_label(walt: AtStation) -> None:
    """A person needs longer than the scanner's pause; only a clock can say that nothing happened meanwhile."""
    walt.page.wait_for_timeout(800)


def test_a_number_of_ours_needs_no_enter_and_no_check(dock: AtStation) -> None:
    rma = goods.announced()
    SILENT.type(dock.page, rma.parcel)
    title(dock, "Received")
    expect(dock.page.locator("#scan")).to_have_value("")


def test_codes_of_others_then_the_check_each_arrive_alone(dock: AtStation) -> None:
    """Work, nothing happens, the check is scanned: what was scanned before is taken too."""
    for code in (FOREIGN, OTHER):
        SILENT.type(dock.page, code)
        next_label(dock)
    expect(dock.page.locator("#scan")).to_have_value(FOREIGN + OTHER)
    SILENT.type(dock.page, CALIBRATION)
    expect(dock.page.locator("#card")).to_contain_text("does not press Enter", timeout=10_000)
    assert arrived(dock, 3) == [FOREIGN, OTHER, CALIBRATION + "\x03"]
    SILENT.type(dock.page, FOREIGN)
    assert arrived(dock, 4)[-1] == FOREIGN


def test_what_a_person_types_is_no_code_before_enter(dock: AtStation) -> None:
    rma = goods.announced()
    dock.page.keyboard.type(rma.parcel, delay=80)
    next_label(dock)
    expect(dock.page.locator("#scan")).to_have_value(rma.parcel)
    dock.page.keyboard.press("Enter")
    title(dock, "Received")


class InputMethod:
    """Pinyin, as Chromium reports it: every key is the input method's, which puts what it made into the box."""

    def __init__(self, walt: AtStation, made: Callable[[str], str] = str, *, key_seconds: float = KEY_SECONDS) -> None:
        self.walt, self.made, self.key_seconds = walt, made, key_seconds

    def type(self, code: str, *, ends: bool = True) -> list[str]:
        """As a scanner types; returns what was taken before. Where this machine paused between two keys, as no scanner
        does, it is begun anew on a fresh page.
        """
        for _ in range(5):
            before = raws()
            if self._longest_gap(code, ends=ends) < NO_SCANNERS_PAUSE:
                return before
            self.walt.page.reload()
        raise AssertionError("this machine is too slow to type as a scanner does")

    def _longest_gap(self, code: str, *, ends: bool) -> float:
        keys = self.walt.page.context.new_cdp_session(self.walt.page)
        moment, begun, gaps = time.time(), time.monotonic(), []
        for place, sign in enumerate(code):
            self._press(keys, sign, moment := moment + self.key_seconds)
            keys.send("Input.imeSetComposition", {"text": code[:place + 1], "selectionStart": place + 1,
                                                  "selectionEnd": place + 1})
            gaps.append(time.monotonic() - begun)
            begun += gaps[-1]
        if ends:
            self._press(keys, "\r", moment + self.key_seconds)
            keys.send("Input.insertText", {"text": self.made(code)})
        keys.detach()
        return max(gaps)

    def _press(self, keys: CDPSession, sign: str, moment: float) -> None:
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "code": "Key" + sign.upper(),
                                             "windowsVirtualKeyCode": 229, "timestamp": moment})


def in_chinese(code: str) -> str:
    return "怕" + code[1:]


@pytest.mark.parametrize("ends", [True, False])
def test_chinese_input_is_said_and_nothing_is_taken(dock: AtStation, ends: bool) -> None:
    rma = goods.announced()
    before = InputMethod(dock, in_chinese).type(rma.parcel if ends else CALIBRATION, ends=ends)
    title(dock, "Chinese input")
    expect(dock.page.locator("#scan")).to_have_value("")
    assert raws() == before
    dock.scan(rma.parcel, "Received")


def test_it_is_said_too_where_the_last_signs_and_enter_pass_by_it(dock: AtStation) -> None:
    """Chinese input takes the letter, chooses a word by the first digit, and lets the other digits through."""
    InputMethod(dock, lambda _code: "怕").type("P")
    Scanner().type(dock.page, "28642694734")
    title(dock, "Chinese input")
    assert raws() == []


def test_the_scanner_check_under_an_input_method_says_so(dock: AtStation) -> None:
    InputMethod(dock).type(CALIBRATION)
    title(dock, "Chinese input")
    assert raws() == []


def test_a_code_that_it_left_as_it_is_is_taken(dock: AtStation) -> None:
    rma = goods.announced()
    InputMethod(dock).type(rma.parcel)
    title(dock, "Received")


def test_a_person_may_type_chinese(dock: AtStation) -> None:
    InputMethod(dock, in_chinese, key_seconds=0.12).type("wangwei")
    next_label(dock)
    expect(dock.page.locator("#scan")).to_have_value("怕angwei")
    dock.page.keyboard.press("Enter")
    assert arrived(dock, 1) == ["怕angwei"]
