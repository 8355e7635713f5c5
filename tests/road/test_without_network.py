"""A tablet whose network comes and goes, in a real browser against the real server: nothing lost, nothing twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, Request, expect

from models.log import Scan
from models.people import Staff
from tests.support import goods
from tests.support.browser_people import KEY_MS, AtStation
from tests.support.server import Server
from workflow import exceptions
from workflow.scanning.commands import Command
from workflow.transaction import reading

PATH = "/stations/dock-1"
SCANS = "**/stations/dock-1/scans"
SHOWN_SECONDS = 1.0
# Only then does a navigation surely go through it: an active worker may not have the page yet.
WORKER_HAS_PAGE = "() => navigator.serviceWorker.controller !== null"
KEPT_PATHS = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('forbidden'); }})"


@pytest.fixture
def walt(house: Server, browser: Browser) -> Iterator[AtStation]:
    """Walt at the dock, with the page that opens without a network already kept."""
    window = AtStation(browser, house.url, "walt", "dock-1")
    window.page.wait_for_function(WORKER_HAS_PAGE)
    yield window
    window.context.close()


def parcels(count: int) -> list[str]:
    return [goods.announced().parcel for _ in range(count)]


def type_codes(page: Page, codes: list[str]) -> None:
    """As a scanner does: no waiting for answers."""
    for code in codes:
        page.keyboard.type(code, delay=KEY_MS)
        page.keyboard.press("Enter")


def came_in() -> list[tuple[str, str]]:
    """Every scan the server took in this test: its code and its person's sign-in name, in the order of arrival."""
    with reading() as connection:
        rows = connection.execute(sa.select(Scan.raw, Staff.login).join(Staff, Staff.id == Scan.staff_id)
                                  .order_by(Scan.id))
        return [tuple(row) for row in rows]


def sent_id(request: Request) -> str:
    return parse_qs(request.post_data)["scan_id"][0]


def expect_delivered(codes: list[str], page: Page) -> None:
    """All came in, in this order, each once and in Walt's name; and the tablet says that nothing waits."""
    until = time.monotonic() + 20
    while len(came_in()) < len(codes) and time.monotonic() < until:
        page.wait_for_timeout(100)
    expect(page.locator("#waiting")).to_be_hidden(timeout=10_000)
    page.wait_for_timeout(500)  # long enough for one more to come in twice
    assert came_in() == [(code, "walt") for code in codes]


def expect_waiting(page: Page, count: int) -> None:
    """The number is shown, soon enough that nobody wonders."""
    expect(page.locator("#waiting")).to_be_visible(timeout=SHOWN_SECONDS * 1000)
    expect(page.locator("[data-waiting]")).to_have_text(str(count), timeout=SHOWN_SECONDS * 1000)


def test_forty_codes_in_a_burst_while_the_first_answer_takes_three_seconds(walt: AtStation) -> None:
    """The focus is lost on the way, too. What has not been answered is counted."""
    page, codes, held, begun = walt.page, parcels(40), [], time.monotonic()
    page.route(SCANS, lambda route: held.append(route))  # not `held.append`: it must be able to carry a mark
    type_codes(page, codes[:15])
    page.evaluate("document.activeElement.blur()")
    type_codes(page, codes[15:30])
    page.locator("summary").first.focus()
    type_codes(page, codes[30:])
    expect_waiting(page, 40)
    page.wait_for_timeout(max(0, 3000 - (time.monotonic() - begun) * 1000))
    assert came_in() == [] and len({sent_id(route.request) for route in held}) == 1  # a slow typist's is sent again
    page.unroute(SCANS)  # goes on with what was held
    expect_delivered(codes, page)


@pytest.mark.parametrize("database", [True, pytest.param(False, marks=pytest.mark.faults)],
                         ids=["database", "small storage"])
def test_eight_without_a_network_and_the_tab_closed(walt: AtStation, database: bool) -> None:
    """Opened again, they are delivered under the ticket they were scanned with, not under that of the new page."""
    codes = parcels(8)
    if not database:
        walt.context.add_init_script(NO_DATABASE)
        walt.page.reload()
    ticket = walt.page.locator("#scan-form").get_attribute("data-ticket")
    walt.context.set_offline(True)
    type_codes(walt.page, codes[:1])
    expect_waiting(walt.page, 1)
    type_codes(walt.page, codes[1:])
    expect_waiting(walt.page, 8)
    walt.page.close()
    walt.context.set_offline(False)
    page, sent = walt.context.new_page(), []
    page.on("request", lambda request: sent.append(parse_qs(request.post_data)) if request.method == "POST" else None)
    page.goto(walt.url + PATH)
    expect_delivered(codes, page)
    assert [scan["ticket"] for scan in sent] == [[ticket]] * 8
    assert page.locator("#scan-form").get_attribute("data-ticket") != ticket


def test_ana_delivers_what_walt_scanned(walt: AtStation) -> None:
    """Walt's tablet comes back to the network when Ana (a lead) has signed in on it."""
    codes = parcels(3)
    walt.context.set_offline(True)
    type_codes(walt.page, codes)
    expect_waiting(walt.page, 3)
    walt.page.close()
    walt.context.set_offline(False)
    ana = AtStation.beside(walt, "dock-1", login="lena")
    expect_delivered(codes, ana.page)
    with reading() as connection:
        delivered_by = connection.execute(sa.select(Staff.login).join(
            Scan, Scan.delivered_by_id == Staff.id)).scalars().all()
    assert delivered_by == ["lena"] * 3


@pytest.mark.faults
def test_what_the_small_storage_held_is_taken_over_once(walt: AtStation) -> None:
    code, page = parcels(1)[0], walt.page
    page.evaluate("""code => {
        const scan = {code, re: '', scan_id: 'a'.repeat(32), scanned_at: new Date().toISOString(), order: 1};
        localStorage.setItem(`backhaul:dock-1:scan:000000000000001:${scan.scan_id}`, JSON.stringify(scan));
    }""", code)
    page.reload()
    expect_delivered([code], page)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':scan:'))") == []
    page.reload()
    expect_delivered([code], page)


@pytest.mark.parametrize("headers", [pytest.param({}, marks=pytest.mark.faults), {"X-Scan-Id": "0" * 32}],
                         ids=["no id", "another id"])
def test_a_portal_that_answers_everything_is_not_believed(walt: AtStation, headers: dict[str, str]) -> None:
    code, page = parcels(1)[0], walt.page
    portal = "<html><body><p id='card'>Welcome to the Wi-Fi</p></body></html>"
    page.route(SCANS, lambda route: route.fulfill(status=200, content_type="text/html", headers=headers, body=portal))
    type_codes(page, [code])
    expect_waiting(page, 1)
    page.wait_for_timeout(1500)  # it has tried again by now
    assert page.locator("#card .st-title").inner_text() == "Not sent yet" and came_in() == []
    page.unroute(SCANS)
    expect_delivered([code], page)


@pytest.mark.faults
def test_two_pages_of_one_station_keep_the_order(walt: AtStation) -> None:
    codes, pages = parcels(10), [walt.page, walt.context.new_page()]
    pages[1].goto(walt.url + PATH)
    walt.context.set_offline(True)
    for number, code in enumerate(codes):
        type_codes(pages[number % 2], [code])
    walt.context.set_offline(False)
    for page in pages:
        expect_delivered(codes, page)
        expect(page.locator("#card .st-title")).to_have_text("Received")


def test_an_answer_to_a_question_that_nobody_drew_is_refused_on_the_spot(walt: AtStation) -> None:
    """Codes, and the commands that need no question, are kept; answers and grades are not."""
    code, page = parcels(1)[0], walt.page
    walt.context.set_offline(True)
    type_codes(page, [code])
    expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    expect(page.locator("#card")).to_contain_text("No recall check")
    for command in (Command.YES, Command.CHOICE_2, Command.GRADE_A):
        type_codes(page, [f"]C0{command.code}"])
        expect(page.locator("#card .st-thing")).to_contain_text(command.code)
        expect(page.locator("#card .st-title")).to_have_text("Not kept")
    expect_waiting(page, 1)
    type_codes(page, [Command.DAMAGED.code])
    expect_waiting(page, 2)
    walt.context.set_offline(False)
    expect_delivered([code, Command.DAMAGED.code], page)


@pytest.mark.faults
def test_the_card_of_the_server_may_be_answered_when_the_network_goes(walt: AtStation) -> None:
    """What stands on the screen was drawn by the server: the answer names that card, and is kept."""
    code, page = parcels(1)[0], walt.page
    walt.scan(code, "Received")
    walt.context.set_offline(True)
    type_codes(page, [Command.NO.code])
    expect_waiting(page, 1)
    walt.context.set_offline(False)
    expect_delivered([code, Command.NO.code], page)


def test_the_station_page_opens_without_a_server(walt: AtStation, house: Server) -> None:
    """The shell holds nobody's name and no card. When the server is back, the real page is, by itself."""
    codes, page = parcels(3), walt.page
    walt.scan(codes[0], "Received")
    house.kill()
    type_codes(page, codes[1:2])
    expect_waiting(page, 1)
    page.reload()
    expect(page.locator("#card .st-title")).to_have_text("No network")
    expect(page.locator("h1")).to_have_text("dock-1")
    shell = page.content()
    assert "Walt" not in shell and "csrf" not in shell and codes[0] not in shell and "Received" not in shell
    expect_waiting(page, 1)
    type_codes(page, [Command.GRADE_A.code, codes[2]])
    expect_waiting(page, 2)
    house.start()
    expect(page.locator(".bh-person-name")).to_have_text("Walt", timeout=15_000)
    expect_delivered(codes, page)
    assert walt.complaints == [] or all("ERR_" in said for said in walt.complaints)


@pytest.mark.faults
def test_only_the_shell_is_kept(walt: AtStation) -> None:
    """No page of the house and nothing of a customer; and what an older version kept is thrown away."""
    page = walt.page
    walt.scan(parcels(1)[0])
    kept = page.evaluate(KEPT_PATHS)
    assert "/offline/en" in kept and all(path == "/offline/en" or path.startswith("/static/") for path in kept)
    page.evaluate("caches.open('backhaul-station-old').then((cache) => cache.put('/x', new Response('old')))")
    page.goto(f"{walt.url}{PATH}?lang=zh")  # another language is another worker, installed anew
    until = time.monotonic() + 15
    while time.monotonic() < until and "/offline/zh" not in page.evaluate(KEPT_PATHS):
        page.wait_for_timeout(100)
    page.reload()  # a navigation waits until the new worker has tidied up
    assert len(page.evaluate("caches.keys()")) == 1 and "/offline/en" not in page.evaluate(KEPT_PATHS)
    walt.context.set_offline(True)
    page.goto(walt.url + PATH)
    expect(page.locator("#card .st-title")).to_have_text("没有网络")


def test_on_plain_http_the_page_says_that_it_opens_online_only(house: Server, browser: Browser) -> None:
    """No secure context, no service worker and no locks: scans are kept and delivered all the same."""
    window = AtStation(browser, house.url.replace("127.0.0.1", "dock.test"), "walt", "dock-1")
    codes, page = parcels(3), window.page
    assert page.evaluate("[isSecureContext, 'serviceWorker' in navigator]") == [False, False]
    expect(page.locator("#opens-online-only")).to_be_visible()
    window.context.set_offline(True)
    type_codes(page, codes)
    expect_waiting(page, 3)
    window.context.set_offline(False)
    expect_delivered(codes, page)
    window.context.close()


def open_exceptions() -> list[str]:
    return [row.raw for row in exceptions.waiting()]


def test_who_scans_on_past_a_kept_card_leaves_what_fails_to_a_lead(walt: AtStation) -> None:
    """Away for moments only. What failed behind a later scan nobody has seen; the last one's card stands there."""
    (code,), page = parcels(1), walt.page
    wrong, last = (code[:-1] + str((int(code[-1]) + more) % 10) for more in (1, 2))
    walt.context.set_offline(True)
    type_codes(page, [wrong, code, last])
    expect_waiting(page, 3)
    walt.context.set_offline(False)
    expect_delivered([wrong, code, last], page)
    assert open_exceptions() == [wrong]
    expect(page.locator("#card")).to_have_attribute("data-result", "unknown")
