"""What the server would not take stays on the tablet until a lead has it: nothing vanishes at a press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation
from workflow import exceptions

walt = away.walt
REPORTS = "**/stations/dock-1/not-taken"
TOO_LONG = "X" * 401
PATIENT_MS = 30_000
NO_ROOM = """() => {
    const full = () => { throw new DOMException("full", "QuotaExceededError"); };
    IDBObjectStore.prototype.put = Storage.prototype.setItem = full;
}"""


def paste(walt: AtStation, code: str) -> None:
    """As a scanner that types faster than a field limits: the page's own limit is of typing only."""
    walt.page.evaluate("code => { document.getElementById('scan').value = code; }", code)
    walt.page.keyboard.press("Enter")


@pytest.fixture
def row(walt: AtStation) -> Locator:
    """What Walt has to look at, after the server refused a scan for good."""
    walt.page.locator("#scan").focus()
    paste(walt, TOO_LONG)
    found = walt.page.locator("[data-problems] > li")
    expect(found).to_have_count(1, timeout=PATIENT_MS)
    return found


def test_it_leaves_the_tablet_when_a_lead_has_it(walt: AtStation, row: Locator) -> None:
    """Not while the network is away, and not for a portal's 200; also after a reload it is still there."""
    page = walt.page
    expect(row.get_by_role("button", name="Dealt with")).to_be_hidden()
    page.route(REPORTS, lambda route: route.fulfill(status=200, body="<h1>portal</h1>"), times=1)
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row.locator("[data-not-reported]")).to_be_visible(timeout=PATIENT_MS)
    page.reload()
    expect(row).to_contain_text("longer than 400", timeout=PATIENT_MS)
    assert exceptions.waiting() == []
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row).to_have_count(0, timeout=PATIENT_MS)
    [waiting] = exceptions.waiting()
    assert (waiting.raw, waiting.person) == (TOO_LONG[:400], "Walt")
    assert "longer than 400" in str(waiting.answer.next)
    page.reload()
    expect(page.locator("#problem-count")).to_be_hidden()
    expect(row).to_have_count(0)


def test_an_answer_that_never_came_is_no_second_exception(walt: AtStation, row: Locator) -> None:
    walt.page.route(REPORTS, lambda route: (route.fetch(), route.abort()), times=1)
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row.locator("[data-not-reported]")).to_be_visible(timeout=PATIENT_MS)
    assert len(exceptions.waiting()) == 1
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row).to_have_count(0, timeout=PATIENT_MS)
    assert len(exceptions.waiting()) == 1


def test_what_no_storage_took_says_so(walt: AtStation) -> None:
    """Only the page holds it: it must stay open, also when nothing waits to be sent."""
    walt.page.evaluate(NO_ROOM)
    paste(walt, TOO_LONG)
    expect(walt.page.locator("[data-problems] > li")).to_have_count(1, timeout=PATIENT_MS)
    expect(walt.page.locator("#waiting")).to_be_hidden()
    expect(walt.page.locator("#unsafe")).to_be_visible()
    walt.page.get_by_role("button", name="Hand to your lead").click()
    expect(walt.page.locator("#unsafe")).to_be_hidden(timeout=PATIENT_MS)
    assert len(exceptions.waiting()) == 1
