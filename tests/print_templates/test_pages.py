"""The pages of print templates: what is typed is seen before it is kept, checked by setting it, and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest

from jobs import paper
from tests.support.pages import PageClient
from workflow import print_templates, printing, proofs

LIST = "/papers/templates"
URL = f"{LIST}/inside_slip"
LOOKS = (r'hx-get="/papers/templates/previews/(\d+)"')


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
    from tests.labels.reading import text
    assert "Never kept R 483" in text(printing.pdf(proofs.read(number)))
    shown = lena.get(f"{LIST}/previews/{number}", headers={"HX-Request": "true"}).text
    assert f"{LIST}/previews/{number}.png" in shown and "hx-get" not in shown
    assert lena.get(f"{LIST}/previews/{number}.png").data[:4] == b"\x89PNG"
    assert not print_templates.read("inside_slip").is_changed
