"""Scanners of many countries and habits at a real browser: what the check says, and what arrives at the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from models.lifecycle import Stage
from models.log import Scan
from models.people import Staff
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.people import badge, pin
from tests.support.server import Server
from tests.tablet.scanners import Scanner
from workflow.scanning.commands import DIGITS, Command
from workflow.scanning.layouts import CALIBRATION
from workflow.transaction import in_transaction, reading

FOREIGN = "JJD000390007882455"  # a parcel number of DHL's
COUNTRIES = {"British": "British", "German": "German", "French": "French", "Spanish": "Spanish", "Italian": "Italian",
             "Turkish": "Turkish (Q)", "Swedish": "Swedish or Finnish", "Czech": "Czech"}
CHINESE = {"German": "德语", "French": "法语", "Turkish": "土耳其"}
RIGHT_FROM_NOW = "Our own labels are put right from now on"
HABITS = {
    "caps lock": (Scanner(caps=True), "Caps Lock is on. Press it once"),
    "caps lock in Germany": (Scanner("German", caps=True), "Caps Lock is on. Press it once"),
    "prefix": (Scanner("German", before="#"), "It puts “§” in front of each code. Take its prefix away."),
    "suffix": (Scanner(after="%"), "It puts “%” behind each code. Take its suffix away."),
    "two Enters": (Scanner("French", ending=("Enter", "Enter")), "presses Enter twice"),
    "Tab and Enter": (Scanner(ending=("Tab", "Enter")), "presses Enter twice"),
    "no Enter": (Scanner("Italian", ending=()), "does not press Enter"),
}


class Wedge(AtStation):
    """A worker with this scanner; all codes come by its keys."""

    def __init__(self, browser: Browser, url: str, login: str, station: str, scanner: Scanner) -> None:
        self.scanner = scanner
        super().__init__(browser, url, login, station)

    def key_in(self, code: str) -> None:
        self.scanner.type(self.page, code)
        if not self.scanner.ending:
            self.page.wait_for_timeout(800)  # a person needs longer to the next label

    give = key_in

    def last_raw(self) -> str:
        """What stands in the database of the scan whose card is seen."""
        scan_id = self.page.locator("#card").get_attribute("data-scan-id")
        s = Scan.__table__
        with reading() as connection:
            return connection.execute(sa.select(s.c.raw).where(s.c.scan_id == scan_id)).scalar_one()


@pytest.fixture
def dock(house: Server, browser: Browser) -> Callable[[Scanner], Wedge]:
    return lambda scanner: Wedge(browser, house.url, "walt", "dock-1", scanner)


def works_here(walt: Wedge) -> None:
    """Our parcel, tag and command do what they mean, a code of others arrives as it was typed."""
    rma = goods.announced()
    got = walt.scanner.arrives
    walt.scan(rma.parcel, "Received")
    assert walt.last_raw() == got(rma.parcel)
    walt.scan(FOREIGN)
    assert walt.last_raw() == got(FOREIGN)
    walt.scan(Command.UNDO.code, "Undone")
    assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED
    assert walt.complaints == []


def changes_person(walt: Wedge) -> None:
    """A badge at the station, then the PIN from the digits of the sheet, all by this scanner."""
    walt.key_in(badge("lena"))
    walt.page.wait_for_url("**/stations/dock-1/shift*")
    for digit in pin("lena"):
        walt.key_in(next(command.code for command in DIGITS if command.digit == digit))
    walt.key_in(Command.YES.code)
    walt.page.wait_for_url("**/stations/dock-1")
    expect(walt.page.locator("body")).to_contain_text("Lena")


def test_eight_keyboards_are_named_and_put_right(dock: Callable[[Scanner], Wedge]) -> None:
    """One tablet, one scanner after the other."""
    walt = dock(Scanner())
    for keyboard, named in COUNTRIES.items():
        walt.scanner = Scanner(keyboard)
        words = walt.scan(CALIBRATION)
        assert f"expects another: {named}." in words and RIGHT_FROM_NOW in words
        rma = goods.announced()
        walt.scan(rma.parcel, "Received")
        walt.scan(FOREIGN)
        assert walt.last_raw() == walt.scanner.arrives(FOREIGN)
    assert walt.complaints == []


@pytest.mark.faults
@pytest.mark.parametrize("keyboards", [("German", "French", "Turkish", "Czech"),
                                       ("British", "Spanish", "Italian", "Swedish")])
def test_a_keyboard_of_another_country_is_named_and_our_codes_work(
        dock: Callable[[Scanner], Wedge], keyboards: tuple[str, ...]) -> None:
    for keyboard in keyboards:
        walt = dock(Scanner(keyboard))
        with closing(walt.context):
            words = walt.scan(CALIBRATION, "Set the scanner")
            assert f"expects another: {COUNTRIES[keyboard]}." in words and RIGHT_FROM_NOW in words
            works_here(walt)
            if keyboard in ("French", "Turkish"):
                changes_person(walt)


@pytest.mark.faults
@pytest.mark.parametrize("habits", [list(HABITS)])
def test_a_habit_of_the_scanner_is_named_and_our_codes_work(
        dock: Callable[[Scanner], Wedge], habits: list[str]) -> None:
    for name in habits:
        scanner, said = HABITS[name]
        walt = dock(scanner)
        with closing(walt.context):
            walt.key_in(CALIBRATION)
            if scanner.ending != ("Enter",):
                expect(walt.page.locator("#card")).to_contain_text("Enter", timeout=10_000)
            else:
                expect(walt.page.locator("#card .st-title")).to_have_text("Set the scanner")
            assert said in walt.page.locator("#card").inner_text(), name
            works_here(walt)
            changes_person(walt)


@pytest.mark.faults
def test_a_scanner_that_is_fine_is_told_so(dock: Callable[[Scanner], Wedge]) -> None:
    walt = dock(Scanner())
    walt.scan(CALIBRATION, "Scanner is fine")
    works_here(walt)


def test_lost_signs_are_counted_and_a_number_with_a_gap_is_never_made_whole(dock: Callable[[Scanner], Wedge]) -> None:
    rma = goods.announced()
    walt = dock(Scanner("German", drops=(4, 9, 10)))
    assert "3 signs were lost: the scanner types too fast." in walt.scan(CALIBRATION, "Set the scanner")
    walt.scanner = Scanner("German", drops=(4,))
    walt.scan(rma.parcel)
    assert goods.parcel(rma.parcel_id).state.value == "announced"
    walt.scanner = Scanner("German")
    walt.scan(rma.parcel, "Received")


@pytest.mark.faults
def test_a_mended_scanner_is_fine_and_a_person_may_type(dock: Callable[[Scanner], Wedge]) -> None:
    walt = dock(Scanner("Italian", ending=()))
    walt.key_in(CALIBRATION)
    expect(walt.page.locator("#card")).to_contain_text("does not press Enter")
    walt.scanner = Scanner()
    walt.scan(CALIBRATION, "Scanner is fine")
    box = walt.page.locator("#scan")
    walt.page.keyboard.type(FOREIGN[:6], delay=3)
    walt.page.wait_for_timeout(900)
    expect(box).to_have_value(FOREIGN[:6])


@pytest.mark.faults
def test_the_card_speaks_chinese(dock: Callable[[Scanner], Wedge]) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(Staff.__table__).where(Staff.__table__.c.login == "walt").values(language="zh")))
    for keyboard, word in CHINESE.items():
        walt = dock(Scanner(keyboard, ending=("Enter", "Enter")))
        with closing(walt.context):
            walt.key_in(CALIBRATION)
            card = walt.page.locator("#card")
            expect(card).to_contain_text("按了两次回车")
            words = card.inner_text()
            assert word in words and not re.search(r"keyboard|Enter twice|scanner", words)
