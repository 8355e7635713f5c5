"""What a tablet holds is sent, whatever becomes of the place where it was kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation

walt = away.walt
PATIENT_MS = 30_000
EMPTY_DATABASE = """async () => {
    const database = await new Promise((done) => {
        const request = indexedDB.open("backhaul", 1);
        request.onsuccess = () => done(request.result);
    });
    const clearing = database.transaction("kept", "readwrite");
    clearing.objectStore("kept").clear();
    await new Promise((done) => { clearing.oncomplete = done; });
    database.close();
}"""
READS_FAIL = """() => {
    const read = IDBObjectStore.prototype.getAll;
    window.failed = 0;
    IDBObjectStore.prototype.getAll = function (...given) {
        if (window.healed) return read.apply(this, given);
        window.failed += 1;
        throw new DOMException("broken", "UnknownError");
    };
}"""
# The browser's own request begins later; what the page hangs on this one is called then.
OPENS_LATE = """(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
        const late = {};
        setTimeout(() => {
            const request = open.apply(this, given);
            for (const name of ["onupgradeneeded", "onsuccess", "onerror"])
                request[name] = () => { late.result = request.result; late[name]?.(); };
        }, 3_500);
        return late;
    };
})()"""


@pytest.fixture
def four(walt: AtStation) -> list[str]:
    """The codes of four scans that wait on Walt's tablet, away from the network."""
    codes = away.parcels(4)
    walt.context.set_offline(True)
    away.type_codes(walt.page, codes)
    expect(walt.page.locator("[data-waiting]")).to_have_text("4", timeout=PATIENT_MS)
    return codes


def test_what_is_gone_from_the_database_is_still_sent(walt: AtStation, four: list[str]) -> None:
    walt.page.evaluate(EMPTY_DATABASE)
    walt.context.set_offline(False)
    away.expect_delivered(four, walt.page)


def test_what_is_gone_from_the_database_is_put_there_again(walt: AtStation, four: list[str]) -> None:
    """The page looks when it tries to send, and what it still holds survives it again."""
    walt.page.evaluate(EMPTY_DATABASE)
    walt.page.evaluate("dispatchEvent(new Event('online'))")
    walt.page.wait_for_function("""async () => {
        const database = await new Promise((done) => {
            const request = indexedDB.open("backhaul", 1);
            request.onsuccess = () => done(request.result);
        });
        const counting = database.transaction("kept").objectStore("kept").count();
        const count = await new Promise((done) => { counting.onsuccess = () => done(counting.result); });
        database.close();
        return count === 4;
    }""", timeout=PATIENT_MS)
    walt.page.close()
    walt.context.set_offline(False)
    page = walt.context.new_page()
    page.goto(walt.url + away.PATH)
    away.expect_delivered(four, page)


def test_a_database_that_cannot_be_read_loses_nothing(walt: AtStation, four: list[str]) -> None:
    """The page holds all four by itself, and sends them."""
    walt.page.evaluate(READS_FAIL)
    walt.context.set_offline(False)
    away.expect_delivered(four, walt.page)
    assert walt.page.evaluate("failed") > 0


def test_what_cannot_be_read_yet_goes_before_what_is_scanned_now(walt: AtStation, four: list[str]) -> None:
    """The page was opened anew: only the database knows of the four, and the fifth waits for them."""
    fifth = away.parcels(1)
    walt.page.close()
    walt.context.set_offline(False)
    walt.context.add_init_script(f"({READS_FAIL})()")
    page = walt.context.new_page()
    page.goto(walt.url + away.PATH)
    away.type_codes(page, fifth)
    expect(page.locator("[data-waiting]")).to_have_text("1", timeout=PATIENT_MS)
    page.wait_for_function("() => failed >= 4")  # it tried, and tried again
    assert away.came_in() == []
    page.evaluate("window.healed = true")
    away.expect_delivered([*four, *fifth], page)


def test_a_database_that_opens_late_is_used_all_the_same(walt: AtStation, four: list[str]) -> None:
    walt.page.close()
    walt.context.set_offline(False)
    walt.context.add_init_script(OPENS_LATE)
    page = walt.context.new_page()
    page.goto(walt.url + away.PATH)
    away.expect_delivered(four, page)
