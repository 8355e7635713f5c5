"""The pages of print templates: what is typed is seen before it is kept, checked by setting it, and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest

from jobs import paper
from tests.labels.reading import text
from tests.support.pages import PageClient, check_page
from workflow import print_templates, printing, proofs

LIST = "/papers/templates"
URL = f"{LIST}/inside_slip"
LOOKS = r'hx-get="/papers/templates/previews/(\d+)"'


@pytest.fixture
def lena(client_as: Callable[..., PageClient]) -> PageClient:
    client = client_as("lena")
    client.page(URL)
    return client


def test_what_is_kept_stands_on_the_page(lena: PageClient, paper_process: None, logo: BytesIO) -> None:
    assert lena.page(LIST).count("as delivered") == 8
    answer = lena.send(URL, version=0, accent="#0B5CAD", shown=["logo", "serials"], logo=(logo, "a.png"),
                       text_de_greeting="Guten Tag {{customer}}")
    assert answer.status_code == 303, answer.text
    html = lena.page(URL)
    assert "Guten Tag {{customer}}" in html and 'value="#0b5cad"' in html and "Beginning (Deutsch)" in html
    picture = re.search(r'src="(/papers/templates/logos/[^"]+)"', html)
    assert picture and lena.get(picture[1]).mimetype == "image/jpeg"
    assert lena.page(LIST).count("your own") == 1
    kept = print_templates.read("inside_slip")
    assert kept.hidden == ("customer", "sku", "reasons", "accessories") and kept.version == 1


def test_the_preview_draws_what_is_typed(lena: PageClient) -> None:
    answer = lena.send(f"{URL}/preview", headers={"HX-Request": "true"}, text_en_greeting="Never kept {{rma}}",
                       kind="inside_slip", language="en", person="german")
    number = int(re.search(LOOKS, answer.text)[1])
    while paper.make_next():
        pass
    assert "Never kept R 483" in text(printing.pdf(proofs.read(number)))
    shown = lena.get(f"{LIST}/previews/{number}", headers={"HX-Request": "true"}).text
    assert f"{LIST}/previews/{number}.png" in shown and "hx-get" not in shown
    assert lena.get(f"{LIST}/previews/{number}.png").data[:4] == b"\x89PNG"
    assert not print_templates.read("inside_slip").is_changed


def test_the_slower_of_two_keeps_what_was_typed(lena: PageClient, client_as: Callable[..., PageClient],
                                                paper_process: None) -> None:
    mia = client_as("mia")
    mia.page(URL)
    assert lena.send(URL, version=0, text_de_closing="Von Lena", shown=["logo"]).status_code == 303
    answer = mia.send(URL, version=0, text_de_closing="Von Mia", accent="#0b5cad", shown=["logo"])
    assert answer.status_code == 422
    assert "Lena changed this template" in answer.text and "Von Mia" in answer.text and 'value="#0b5cad"' in answer.text
    assert print_templates.read("inside_slip").texts == {"de": {"closing": "Von Lena"}}
    assert 'name="version" value="1"' in answer.text  # whoever has looked may keep theirs now
    assert mia.send(URL, version=1, text_de_closing="Von Mia", shown=["logo"]).status_code == 303


def test_a_refusal_keeps_all_that_was_typed_and_the_logo(lena: PageClient, logo: BytesIO) -> None:
    answer = lena.send(URL, version=0, accent="#0b5cad", shown=["serials"], logo=(logo, "a.png"),
                       text_fr_greeting="Bonjour", text_de_greeting="Hallo {{kunde}}")
    assert answer.status_code == 422
    check_page(answer.text)
    assert answer.text.count("{{kunde}} is not known here") == 2  # above the form, and at the field
    for typed in ("Bonjour", "Hallo {{kunde}}", 'value="#0b5cad"', 'name="logo_key" value="logos/'):
        assert typed in answer.text
    assert len(re.findall(r'name="shown" value="\w+" checked', answer.text)) == 1
    assert not print_templates.read("inside_slip").is_changed


def test_all_that_is_wrong_is_said_at_once(lena: PageClient) -> None:
    answer = lena.send(URL, version=0, accent="#ffd21f", shown=["logo"], text_de_greeting="Hallo {{kunde}}",
                       text_fr_greeting="x" * 5000)
    assert answer.status_code == 422
    for said in ("can hardly be read", "{{kunde}} is not known here", "there is room for"):
        assert answer.text.count(said) == 2, said  # above the form, and at the field
    preview = lena.send(f"{URL}/preview", version=0, accent="blue", text_de_greeting="Hallo {{kunde}}",
                        kind="inside_slip", language="de", person="german")
    assert "Type the colour" in preview.text and "{{kunde}} is not known here" in preview.text


@pytest.mark.parametrize("login", ["walt", "alice"])
def test_nobody_else_sees_or_changes_them(client_as: Callable[..., PageClient], login: str) -> None:
    client = client_as(login)
    client.page("/stations")
    assert client.get(LIST).status_code == client.get(URL).status_code == 403
    assert client.send(URL, version=0, accent="#0b5cad").status_code == 403
    assert client.send(f"{URL}/reset").status_code == 403


def test_previews_show_invented_paper_only(lena: PageClient) -> None:
    """The number in the address is of a document like any other: real paper has readers of its own."""
    real = printing.ask_for("scanner_check", 1)
    for ending in ("", ".pdf", ".png"):
        assert lena.get(f"{LIST}/previews/{real.id}{ending}").status_code == 404


def test_a_reset_asks_first(lena: PageClient, paper_process: None) -> None:
    lena.send(URL, version=0, text_en_closing="Mine")
    assert "Take my changes away" in lena.page(f"{URL}/reset")
    assert lena.send(f"{URL}/reset", version=0).headers["Location"].endswith("/reset")  # somebody changed it since
    assert lena.send(f"{URL}/reset", version=1).status_code == 303
    assert not print_templates.read("inside_slip").is_changed
