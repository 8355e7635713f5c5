"""`flask explain-code` and the page for a lead: the same facts about a code, and nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.scanning.test_any_code import announce
from tests.support import goods
from tests.support.pages import check_page
from tests.support.tablets import everything
from workflow.scanning.commands import Command

KEYS = ["raw", "clean", "kind", "value", "carrier", "candidates", "cut", "why"]
KINDS = {"tracking", "sscc", "gtin", "serial", "imei", "lpn", "asin", "fnsku", "rma", "parcel", "unit", "shelf", "part",
         "badge", "command", "routing", "ambiguous", "unknown", "order", "product"}


def explained(app: Flask, given: bytes, *words: str) -> list[dict]:
    done = app.test_cli_runner().invoke(args=["explain-code", "--json", *words], input=given)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_one_object_a_line_with_exactly_these_keys(app: Flask) -> None:
    found = explained(app, b"]C11Z5R89390357567127\r\n\n42022153\n[)>\x1e01\x1d96841706672\x1d840\x1d001\nab\xffc")
    assert [list(one) for one in found] == [KEYS] * 5
    assert {one["kind"] for one in found} <= KINDS
    assert found[0]["raw"] == "]C11Z5R89390357567127\r" and found[0]["clean"] == "1Z5R89390357567127"
    assert (found[0]["kind"], found[0]["carrier"], found[0]["cut"]) == ("tracking", "ups", ["]C1", "\r"])
    assert [one["kind"] for one in found[1:]] == ["unknown", "routing", "routing", "unknown"]
    assert found[4]["raw"].encode("utf-8", "surrogateescape") == b"ab\xffc"


def test_numbers_of_ours_and_what_is_stored(app: Flask) -> None:
    rma = goods.announced(serials=True)
    before = everything()
    found = explained(app, f"{rma.rma}\n{rma.parcel.lower()}\n{rma.rma[:-1]}X\n{Command.UNDO.code}\n"
                           f"http://localhost/P/{rma.parcel}\nR00000000099\n".encode())
    assert [one["kind"] for one in found] == ["rma", "parcel", "unknown", "command", "parcel", "unknown"]
    assert found[0]["value"] == rma.rma and found[0]["carrier"] is None
    assert everything() == before


def test_a_stored_number_goes_before_its_form(app: Flask) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, "3318810025")
    assert explained(app, b"3318810025\n")[0]["kind"] == "tracking"
    assert explained(app, b"3318810025\n", "--no-database")[0]["kind"] == "ambiguous"


def test_without_a_database_the_form_alone_speaks(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    assert explained(app, b"1Z5R89390357567127\n")[0]["carrier"] == "ups"
    assert not (tmp_path / "backhaul.db").exists()


def test_as_text(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["explain-code"], input=b"1Z5R89390357567127\nab\xff")
    assert done.exit_code == 0 and "ups" in done.output


def test_the_page_tells_a_lead_the_same(client_as) -> None:
    lead = client_as("lena")
    lead.page("/desk/codes")
    html = lead.send("/desk/codes", code="420221539400111201080805483016").get_data(as_text=True)
    check_page(html)
    assert "9400111201080805483016" in html and "USPS" in html and "tracking number" in html
    assert "DHL" in lead.send("/desk/codes", code="3318810025").get_data(as_text=True)
    check_page(lead.send("/desk/codes", code="[)>\x1e01\x1d96841706672\x1d840\x1d001").get_data(as_text=True))
    assert lead.send("/desk/codes", code="").status_code == 422


@pytest.mark.parametrize("login", ["alice", "walt"])
def test_only_a_lead_opens_it(client_as, login: str) -> None:
    assert client_as(login).get("/desk/codes").status_code == 403
