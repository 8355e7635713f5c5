"""A client that signs in, keeps the form token, and checks each page for what every page owes."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import password

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
# What HTML5 parsers report for things that are allowed: SVG sprites and the like are none of them.
TOLERATED = {"expected-doctype-but-got-start-tag"}


class PageClient(FlaskClient):
    """Requests as a browser without scripts would send them."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, app.response_class)
        self.token = ""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        """Every request in a context of its own, as on a server: the test's open context would share `g`."""
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def sign_in(self, login: str, *, station: str | None = None) -> None:
        self.page("/sign-in")
        answer = self.send("/sign-in", login=login, password=password(login))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        if station:
            self.page(f"/stations/{station}")

    def page(self, url: str, *, status: int = 200, **options: object) -> str:
        """Fetch a page, check it, keep its form token. Returns the HTML."""
        answer = self.get(url, **options)
        assert answer.status_code == status, f"{url}: {answer.status_code}, not {status}"
        html = answer.get_data(as_text=True)
        self.keep_token(html)
        check_page(html)
        return html

    def keep_token(self, html: str) -> None:
        found = re.search(r'name="csrf-token" content="([^"]+)"', html)
        if found:
            self.token = found.group(1)

    def send(self, url: str, *, headers: dict[str, str] | None = None, **fields: object) -> TestResponse:
        """Post a form with the token of the last page."""
        answer = self.post(url, data={"csrf_token": self.token, **fields}, headers=headers)
        if answer.mimetype == "text/html":
            self.keep_token(answer.get_data(as_text=True))
        return answer


# What stands between two marks or in these attributes makes no page better or worse. Anything that was not escaped is
# a mark of its own.
FREE = re.compile(r'>[^<]+<|(?<= )(?:href|src|value|content|action|datetime|data-[\w-]+)="[^"]*"')
_fine: set[int] = set()


def check_page(html: str) -> None:
    """Valid HTML, a title, one h1, unique ids, a label on every field, no undefined value drawn.

    Pages that differ only in words and addresses are checked once: reading one takes longer than making it.
    """
    shape = hash(FREE.sub(lambda found: "><" if found[0][0] == ">" else found[0].split("=")[0], html))
    if shape not in _fine:
        _check_page(html)
        _fine.add(shape)


def _check_page(html: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    faults = [f"{place}: {code}" for place, code, _values in parser.errors if code not in TOLERATED]
    assert not faults, faults[:5]
    assert (tree.findtext("head/title") or "").strip(), "no title"
    headings = tree.findall(".//h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    for parent in list(tree.iter()):  # what stands in a template is not part of the page
        for template in parent.findall("template"):
            parent.remove(template)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1], "an id stands twice"
    _check_labels(tree)


def _check_labels(tree: Element) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(field) for label in tree.iter("label") for field in label.iter()}
    for tag in ("input", "select", "textarea"):
        for field in tree.iter(tag):
            if field.get("type") in UNLABELLED_TYPES:
                continue
            named = field.get("id") in labelled or id(field) in wrapped or field.get("aria-label") \
                or field.get("aria-labelledby")
            assert named, f"{tag} {field.get('name')} has no label"
