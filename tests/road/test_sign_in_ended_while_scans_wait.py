"""A tablet whose sign-in or form token ends while twenty scans wait on it: asked once or not at all, delivered once."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.road import test_without_network as away
from tests.support.browser_people import AtStation
from tests.support.people import password

walt = away.walt
ASKED = """() => {
    window.asked = 0;
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
            for (const node of addedNodes) if (node.matches?.("#card[data-halted]")) window.asked += 1;
    }).observe(document.body, {childList: true, subtree: true});
}"""


@pytest.mark.parametrize("who", ["walt", pytest.param("lena", marks=pytest.mark.faults)])
def test_the_session_ended_while_twenty_waited(walt: AtStation, who: str) -> None:
    """Asked to sign in once, whoever does; the new session has another form token; all twenty are delivered once."""
    codes, page, pages = away.parcels(20), walt.page, []
    page.on("framenavigated", lambda frame: pages.append(urlsplit(frame.url).path))
    page.evaluate(ASKED)
    walt.context.set_offline(True)
    away.type_codes(page, codes)
    away.expect_waiting(page, 20)
    walt.context.clear_cookies(name="backhaul_staff")
    walt.context.clear_cookies(name="backhaul_form")
    walt.context.set_offline(False)
    expect(page.locator("#card .st-title")).to_have_text("Sign in again")
    away.expect_waiting(page, 20)
    for _ in range(3):  # whoever looks at the page again has it ask the server again, but not the person
        with page.expect_response(away.SCANS) as looked:
            page.evaluate("dispatchEvent(new Event('online'))")
        assert looked.value.status == 401
    assert away.came_in() == [] and page.evaluate("asked") == 1
    page.locator("#card a[href*='sign-in']").click()
    page.fill("[name=login]", who)
    page.fill("[name=password]", password(who))
    page.keyboard.press("Enter")
    page.wait_for_url("**" + away.PATH)
    away.expect_delivered(codes, page)
    assert pages.count("/sign-in") == 1 and pages[-1] == away.PATH
    expect(page.locator("#card .st-title")).to_have_text("Received")


def test_what_happens_while_a_scan_is_under_way_is_not_forgotten(walt: AtStation) -> None:
    """Who signs in on another page comes back in the middle of a question: it is asked again at once, not in 20 s."""
    page, asked = walt.page, []

    def comes_back(route: Route) -> None:
        asked.append(route.request)
        if len(asked) == 1:
            page.evaluate("dispatchEvent(new Event('online'))")
        route.continue_()

    page.route(away.SCANS, comes_back)
    walt.context.clear_cookies(name="backhaul_staff")
    with page.expect_response(lambda answer: answer.status == 401 and len(asked) == 2, timeout=10_000):
        walt.give(away.parcels(1)[0])
    expect(page.locator("#card .st-title")).to_have_text("Sign in again")


def test_the_form_token_changed_while_twenty_waited(walt: AtStation) -> None:
    """Another tab has a new form session: the page fetches its token once, and nobody is asked anything."""
    codes, page, answers, pages = away.parcels(20), walt.page, [], []
    page.on("response", lambda answer: answers.append((urlsplit(answer.url).path, answer.status)))
    page.on("framenavigated", lambda frame: pages.append(frame.url))
    page.evaluate(ASKED)
    walt.context.set_offline(True)
    away.type_codes(page, codes)
    away.expect_waiting(page, 20)
    walt.context.clear_cookies(name="backhaul_form")
    walt.context.set_offline(False)
    away.expect_delivered(codes, page)
    assert answers.count((away.PATH + "/scans", 400)) == answers.count((away.PATH, 200)) == 1
    assert answers.count((away.PATH + "/scans", 200)) == 20 and pages == [] and page.evaluate("asked") == 0
