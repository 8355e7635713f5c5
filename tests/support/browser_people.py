"""People of the whole-road tests: a customer, an agent and the stations, each in a browser window of their own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.support.people import badge, password, pin
from workflow.scanning.commands import DIGITS, Command

TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
ANSWERED_MS = 45_000  # a request that got no answer within 12 s is sent again
KEY_MS = 3  # a keyboard-wedge scanner
# On a slow machine the tablet first says by itself that a scan is kept: that is no answer yet.
IS_ANSWERED = """(before) => {
    const card = document.getElementById("card");
    return (card?.dataset.scanId ?? before) !== before && !card.matches(".st-kept:not(.st-lock)");
}"""
# Without a screen this browser falls over when a paper in a frame is printed: what is printed is counted instead.
NO_PRINTER = """(() => {
    window.printed = 0;
    const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {configurable: true, get() {
        return this.src.includes("/papers/") ? {print: () => { window.printed += 1; }} : real.call(this);
    }});
})()"""


class Window:
    """One browser window; anything that the page's policy blocks, or an error of its scripts, is kept."""

    def __init__(self, browser: Browser, url: str, viewport: dict[str, int], locale: str = "en-GB") -> None:
        self.url = url
        self.context = browser.new_context(viewport=viewport, locale=locale)
        self.context.add_init_script(NO_PRINTER)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text)
                     if message.type == "error" and "status of 4" not in message.text else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def press(self, words: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=words).first.click()

    def sign_in(self, login: str) -> None:
        """By the form's own request, but without drawing its page: most tests are not about it."""
        url = self.url + "/sign-in"
        if urlsplit(url).hostname != "127.0.0.1":  # a name that only the browser knows
            return self._sign_in_on_page(login)
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.context.request.get(url).text())
        assert token
        answer = self.context.request.post(url, max_redirects=0, form={
            "csrf_token": token.group(1), "login": login, "password": password(login)})
        assert answer.status in (302, 303), answer.text()
        return None

    def _sign_in_on_page(self, login: str) -> None:
        self.open("/sign-in")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password(login))
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)


class AtStation(Window):
    """A worker whose only tool is the scanner."""

    def __init__(self, browser: Browser, url: str, login: str, station: str) -> None:
        super().__init__(browser, url, TABLET)
        self.begin(login, station)

    @classmethod
    def beside(cls, other: AtStation, station: str, *, login: str = "") -> AtStation:
        """A second page of the same tablet; `login` signs in on it first."""
        window = cls.__new__(cls)
        window.url, window.context, window.complaints = other.url, other.context, other.complaints
        window.page = other.context.new_page()
        if login:
            window.sign_in(login)
        window.open(f"/stations/{station}")
        return window

    def begin(self, login: str, station: str) -> None:
        self.sign_in(login)
        self.open(f"/stations/{station}")

    def key_in(self, code: str) -> None:
        """What a keyboard-wedge scanner types, as fast as the browser takes it."""
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def give(self, code: str) -> None:
        """A code and Enter, the code as one piece: twelve keys alone cost a driven browser as much as all the rest.

        What single keys do is asked of `InGloves` and in tests/tablet.
        """
        self.page.locator("#scan").focus()
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Enter")

    def scan(self, code: str, title: str | re.Pattern[str] | None = None) -> str:
        """Type a code as a scanner does; wait for the card of this very scan. Returns the card's words."""
        card = self.page.locator("#card")
        before = card.get_attribute("data-scan-id")
        self.give(code)
        try:
            self.page.wait_for_function(IS_ANSWERED, arg=before, timeout=ANSWERED_MS)
        except TimeoutError as error:
            raise AssertionError(f"{code!r} has no card after {before}; {self.left_over()}") from error
        if title is not None:
            expect(card.locator(".st-title")).to_have_text(title)
        return card.inner_text()

    def left_over(self) -> str:
        """What the page shows instead of the card that was waited for: for the report of a failure."""
        return repr({"typed": self.page.input_value("#scan"), "waiting": self.page.locator("#waiting").inner_text(),
                     "card": self.page.locator("#card").inner_text(), "url": self.page.url,
                     "complaints": self.complaints})

    def choose(self, words: str | re.Pattern[str]) -> str:
        """Scan the barcode behind one of the card's choices."""
        code = self.page.locator("#card [data-code]").filter(has_text=words).first.get_attribute("data-code")
        assert code
        return self.scan(code)

    def offers(self, words: str) -> bool:
        return self.page.locator("#card [data-code]").filter(has_text=words).count() > 0

    @property
    def offers_photo(self) -> bool:
        return self.page.locator("#card a[href*='/photos/']").count() > 0

    @property
    def offers_paper(self) -> bool:
        return self.page.locator("#card [data-print]").count() > 0

    @property
    def title(self) -> str:
        return self.page.locator("#card .st-title").inner_text()

    def tag_on_card(self) -> str:
        """The tag that was just given to a unit, as the scanner will read it."""
        found = re.search(r"T \d{3} \d{3} \d{3} \d{2}", self.page.locator("#card .st-thing").inner_text())
        assert found, self.page.locator("#card").inner_text()
        return found.group(0).replace(" ", "")


class InGloves(AtStation):
    """A worker who does not touch the screen at all: badge and PIN are scanned too, every code key by key."""

    give = AtStation.key_in

    def begin(self, login: str, station: str) -> None:
        self.open(f"/stations/{station}/shift")
        self.key_in(badge(login))
        self.scan_pin(login)
        try:
            self.page.wait_for_url(f"**/stations/{station}")
        except TimeoutError as error:
            raise AssertionError(f"{login} did not get in: {self.page.locator('main').inner_text()}") from error

    def scan_pin(self, login: str) -> None:
        for digit in pin(login):
            self.key_in(next(command.code for command in DIGITS if command.digit == digit))
        self.key_in(Command.YES.code)
