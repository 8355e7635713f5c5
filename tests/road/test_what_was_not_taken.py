"""What the server would not take stays on the tablet until a lead has it: nothing vanishes at a press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation
from workflow import exceptions

walt = away.walt
REPORTS = "**/stations/dock-1/not-taken"
PATIENT_MS = 30_000
NO_ROOM = """() => {
    const full = () => { throw new DOMException("full", "QuotaExceededError"); };
    IDBObjectStore.prototype.put = Storage.prototype.setItem = full;
}"""


def scan_in_vain(walt: AtStation) -> str:
    """A scan that is refused for good: its ticket is of no shift here."""
    code = away.parcels(1)[0]
    walt.page.evaluate("() => { document.getElementById('scan-form').dataset.ticket += '0'; }")
    away.type_codes(walt.page, [code])
    expect(walt.page.locator("[data-problems] > li")).to_have_count(1, timeout=PATIENT_MS)
    return code


@pytest.fixture
def code(walt: AtStation) -> str:
    return scan_in_vain(walt)


@pytest.fixture
def row(walt: AtStation, code: str) -> Locator:
    """What Walt has to look at."""
    return walt.page.locator("[data-problems] > li")


def test_it_leaves_the_tablet_when_a_lead_has_it(walt: AtStation, code: str, row: Locator) -> None:
    """Not while the network is away, and not for a portal's 200; also after a reload it is still there."""
    page = walt.page
    expect(row.get_by_role("button", name="Dealt with")).to_be_hidden()
    page.route(REPORTS, lambda route: route.fulfill(status=200, body="<h1>portal</h1>"), times=1)
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row.locator("[data-not-reported]")).to_be_visible(timeout=PATIENT_MS)
    page.reload()
    expect(row).to_contain_text("not of a shift", timeout=PATIENT_MS)
    assert exceptions.waiting() == []
    row.get_by_role("button", name="Hand to your lead").click()
    expect(row).to_have_count(0, timeout=PATIENT_MS)
    [waiting] = exceptions.waiting()
    assert (waiting.raw, waiting.person) == (code, "Walt")
    assert "not of a shift" in str(waiting.answer.next)
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
    scan_in_vain(walt)
    expect(walt.page.locator("#waiting")).to_be_hidden()
    expect(walt.page.locator("#unsafe")).to_be_visible()
    walt.page.get_by_role("button", name="Hand to your lead").click()
    expect(walt.page.locator("#unsafe")).to_be_hidden(timeout=PATIENT_MS)
    assert len(exceptions.waiting()) == 1
