"""A shift at each station with nothing but a scanner: no pointer, and no key but those that the scanner types."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserType, Route, expect

from models.lifecycle import Resolution, Stage
from tests.inspecting.units import want
from tests.support import goods
from tests.support.browser_people import AtStation, InGloves
from tests.support.chromium import launch_args
from tests.support.people import badge, pin
from tests.support.server import Server
from tests.support.tablets import everything
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command as C
from workflow.transaction import reading

MOST_CARDS = 30
HOST = "tablet.warehouse.example"
# Right item, opened, no danger, cable good, no power, clean, no marks, complete, box good.
BROKEN = (C.YES, C.NO, C.NO, C.CHOICE_1, C.NO, C.NO, C.CHOICE_1, C.YES, C.CHOICE_1)


def who_did(kind: str) -> str:
    """The sign-in name of who did the newest act of this kind."""
    with reading() as connection:
        return connection.execute(sa.text("SELECT s.login FROM act a JOIN staff s ON s.id = a.staff_id "
                                          "WHERE a.kind = :kind ORDER BY a.id DESC"), {"kind": kind}).scalar()


def raw_texts() -> list[str]:
    """All that is kept of what was scanned, oldest first."""
    with reading() as connection:
        return list(connection.execute(sa.text("SELECT raw FROM scan ORDER BY id")).scalars())


def until(held: list[Route], window: AtStation) -> None:
    """Wait until a request is held back."""
    while not held:
        window.page.wait_for_timeout(20)


def arrive(dock: AtStation, rma: goods.Announced) -> list[str]:
    """Every unit of the box; returns their tags."""
    dock.scan(rma.parcel, "Received")
    tags = []
    for sku in rma.skus:
        dock.scan(sku, "Arrived")
        tags.append(dock.tag_on_card())
    return tags


def inspect(inspector: AtStation, tag: str) -> None:
    inspector.scan(tag)
    for answer in BROKEN:
        inspector.scan(answer.code)
    if inspector.offers("To repair"):
        inspector.scan(C.REPAIR.code)
    inspector.scan(C.SIGN.code)


def check(checker: AtStation, tag: str) -> None:
    checker.scan(tag)
    for _ in range(MOST_CARDS):
        if not checker.offers("Pass"):
            break
        if checker.page.locator("#card [data-field]").count():
            for digit in (C.CHOICE_2, C.CHOICE_3, C.DIGIT_0, C.YES):
                checker.scan(digit.code)
        checker.scan(C.PASS.code)
    assert checker.title == "Check passed"


def repair(bench: AtStation, tag: str) -> None:
    bench.scan(tag, "Find the fault")
    bench.scan(C.FAULT.code)
    bench.scan(C.CHOICE_1.code)
    bench.scan(C.DONE.code, "To the check")


@pytest.mark.usefixtures("untouched")
def test_from_the_door_to_the_check_without_touching_a_screen(house: Server, browser: Browser) -> None:
    rma = goods.announced(units=2, category="small_kitchen_appliance", price_minor=4900)
    want(unit_ids=rma.unit_ids, wanted=Resolution.REPAIR, by=SYSTEM)
    dock = InGloves(browser, house.url, "walt", "dock-1")
    first, second = arrive(dock, rma)
    dock.scan(C.BOX_DONE.code, "Box done")
    dock.key_in(C.LOCK.code)
    dock.page.wait_for_url("**/stations/dock-1/shift*")

    inspector = InGloves(browser, house.url, "ina", "inspection-1")
    for tag in (first, second):
        inspect(inspector, tag)
    bench = InGloves(browser, house.url, "tom", "bench-1")
    for tag in (first, second):
        repair(bench, tag)
    checker = InGloves(browser, house.url, "carla", "check-1")
    for tag in (first, second):
        check(checker, tag)
    assert {goods.unit(unit_id).stage for unit_id in rma.unit_ids} == {Stage.READY}
    for window in (dock, inspector, bench, checker):
        assert window.complaints == []


@pytest.mark.usefixtures("untouched")
def test_a_badge_at_the_station_changes_the_person(house: Server, browser: Browser) -> None:
    rma = goods.announced()
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.key_in(badge("lena"))
    dock.page.wait_for_url("**/stations/dock-1/shift*")
    assert badge("lena") not in dock.page.url
    dock.scan_pin("lena")
    dock.page.wait_for_url("**/stations/dock-1")
    dock.scan(rma.parcel, "Received")
    assert who_did("parcel.received") == "lena"


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("slow", ["shift", "scans"])
def test_badge_and_pin_in_one_go_are_no_scans(house: Server, browser: Browser, slow: str) -> None:
    """Nobody waits for a page: what is scanned while it, or an answer before it, is on its way is held for it."""
    rma, other, held = goods.announced(), goods.announced(), []
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.page.route(f"**/stations/dock-1/{slow}", lambda route: route.continue_() if held else held.append(route))
    dock.key_in(rma.parcel)
    dock.key_in(badge("lena"))
    dock.scan_pin("lena")
    until(held, dock)
    held[0].continue_()
    expect(dock.page.locator(".bh-person-name")).to_have_text("Lena")
    assert raw_texts() == [rma.parcel] and who_did("parcel.received") == "walt"
    assert dock.page.evaluate("sessionStorage.getItem('backhaul:badge')") is None
    dock.scan(other.parcel, "Received")
    assert who_did("parcel.received") == "lena" and dock.complaints == []


def test_a_pin_typed_by_hand_at_the_station_signs_in(house: Server, browser: Browser) -> None:
    held: list[Route] = []
    dock = AtStation(browser, house.url, "walt", "dock-1")
    dock.page.route("**/stations/dock-1/shift", lambda route: route.continue_() if held else held.append(route))
    dock.key_in(badge("lena"))
    dock.page.keyboard.type(pin("lena"), delay=90)
    dock.page.keyboard.press("Enter")
    until(held, dock)
    held[0].continue_()
    expect(dock.page.locator(".bh-person-name")).to_have_text("Lena")
    assert raw_texts() == []


def test_without_the_server_nobody_signs_in_and_work_goes_on(house: Server, browser: Browser) -> None:
    rma = goods.announced()
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.context.set_offline(True)
    dock.key_in(badge("lena"))
    title = dock.page.locator("#card .st-title")
    expect(title).to_have_text("Not now")
    dock.scan_pin("lena")
    dock.key_in(rma.parcel)
    expect(title).to_have_text("Not sent yet")
    dock.context.set_offline(False)
    expect(title).to_have_text("Received")
    assert raw_texts() == [rma.parcel] and who_did("parcel.received") == "walt"


@pytest.mark.usefixtures("untouched")
def test_undo_takes_the_last_act_back(house: Server, browser: Browser) -> None:
    rma = goods.announced(units=2)
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.scan(rma.parcel, "Received")
    before = everything()
    dock.scan(rma.skus[0], "Arrived")
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
    dock.scan(C.UNDO.code, "Undone")
    assert everything() == before
    dock.scan(rma.skus[0], "Arrived")
    dock.scan(rma.skus[1], "Arrived")
    dock.scan(C.BOX_DONE.code, "Box done")


@pytest.mark.usefixtures("untouched")
def test_an_answer_to_a_card_that_is_gone_is_refused(house: Server, browser: Browser) -> None:
    """Two pages of one tablet: what was asked on the first no longer stands once the second has scanned."""
    rma, other = goods.announced(units=2), goods.announced()
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.scan(rma.parcel, "Received")
    second = AtStation.beside(dock, "dock-1")
    second.scan(other.parcel, "Received")
    dock.scan(C.BOX_DONE.code, "Stop")
    assert "The card changed" in dock.page.locator("#card").inner_text()
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids + other.unit_ids] == [Stage.EXPECTED] * 3


def test_over_plain_http_by_a_name(house: Server, browser_type: BrowserType) -> None:
    """A tablet in the warehouse's own network: no secure context, so neither randomUUID nor service workers."""
    options = launch_args()
    options["args"] = [*options["args"], f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    browser = browser_type.launch(**options)
    try:
        rma = goods.announced()
        dock = InGloves(browser, house.url.replace("127.0.0.1", HOST), "walt", "dock-1")
        assert dock.page.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]
        dock.scan(rma.parcel, "Received")
        dock.scan(rma.skus[0], "Arrived")
        assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED and dock.complaints == []
    finally:
        browser.close()
