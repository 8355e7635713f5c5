"""Every kind of code through `flask explain-code --json`, as scanners send it, and the same on the lead's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from models.numbers import Prefix, draw
from models.people import Staff
from tests.repairing.benches import part
from tests.scanning.test_explaining import KEYS, KINDS, explained
from tests.support import goods
from tests.support.pages import check_page
from tests.support.tablets import TabletAt, everything
from workflow.scanning.commands import Command
from workflow.transaction import reading

GS, RS, EOT = b"\x1d", b"\x1e", b"\x04"
MAXICODE = (b"[)>" + RS + b"01" + GS + b"96841706672" + GS + b"840" + GS + b"001" + GS + b"1Z00004951" + GS + b"UPSN"
            + GS + b"06X610" + GS + b"159" + GS + GS + b"1/1" + RS + EOT)
# What the scanner sends, its kind, and its value.
BY_FORM = {
    "UPS": (b"1Z5R89390357567127", "tracking", "1Z5R89390357567127"),
    "lower case": (b"1z5r89390357567127", "tracking", "1Z5R89390357567127"),
    "AIM and CR": (b"]C11Z5R89390357567127\r", "tracking", "1Z5R89390357567127"),
    "spaces": (b"1Z 5R8 939 03 5756 7127", "tracking", "1Z5R89390357567127"),
    "USPS with ZIP": (b"420221539400111201080805483016", "tracking", "9400111201080805483016"),
    "USPS with GS": (b"]C142022153" + GS + b"9400111201080805483016", "tracking", "9400111201080805483016"),
    "MaxiCode": (MAXICODE, "tracking", "1Z06X6100100004951"),
    "SSCC": (b"]C100106141411234567897", "sscc", "106141411234567897"),
    "SSCC of a carrier": (b"]C100340434161094015902", "tracking", "00340434161094015902"),
    "GTIN": (b"]E04006381333931", "gtin", "4006381333931"),
    "GS1 serial": (b"]d20104006381333931" + b"21SN-77" + GS + b"10LOT", "serial", "SN-77"),
    "IMEI": (b"353879234252633", "imei", "353879234252633"),
    "LPN": (b"lpnrr123a4567890", "lpn", "LPNRR123A4567890"),
    "ASIN": (b"B08N5WRWNW", "asin", "B08N5WRWNW"),
    "FNSKU": (b"X001ABCDEF", "fnsku", "X001ABCDEF"),
    "routing": (b"42022153", "routing", "22153"),
    "ambiguous": (b"3318810025", "ambiguous", "3318810025"),
    "no letters": (b"ab\xff\xfec", "unknown", None),
    "empty": (b"", "unknown", ""),
    "only CR": (b"\r", "unknown", ""),
    "5,000 signs": (b"7" * 5000, "unknown", None),
    "NUL": (b"ab\x00cd", "unknown", None),
}


@pytest.fixture
def ours(app: Flask) -> dict[str, str]:
    """A number of each kind of ours that is in our books, and a serial, an order and a product number that are."""
    rma, walt = goods.announced(serials=True), TabletAt("walt")
    walt.scan(rma.parcel, f"SN{rma.skus[0]}")
    with reading() as connection:
        shelf = connection.execute(sa.text("SELECT code FROM shelf ORDER BY id")).scalars().first()
        badge = connection.execute(sa.select(Staff.__table__.c.badge).where(Staff.__table__.c.login == "walt")).scalar()
        order = connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": rma.order_id}).scalar()
    return {"order": order, "product": rma.skus[0], "rma": rma.rma,
            "parcel": rma.parcel, "unit": goods.unit(rma.unit_ids[0]).tag, "shelf": shelf,
            "part": part(3).code, "badge": badge, "command": Command.UNDO.code, "serial": f"SN{rma.skus[0]}"}


@pytest.mark.parametrize("name", BY_FORM)
def test_a_code_of_others_by_its_form(app: Flask, name: str) -> None:
    sent, kind, value = BY_FORM[name]
    (found,) = explained(app, sent + b"\n", "--no-database")
    assert list(found) == KEYS
    assert found["kind"] == kind, found
    assert found["raw"].encode("utf-8", "surrogateescape") == sent
    assert value is None or found["value"] == value
    assert isinstance(found["candidates"], list) and isinstance(found["cut"], list) and found["why"]


def test_every_kind_was_seen(app: Flask, ours: dict[str, str]) -> None:
    assert {kind for _sent, kind, _value in BY_FORM.values()} | set(ours) == KINDS


def test_our_own_numbers_and_a_serial_in_our_books(app: Flask, ours: dict[str, str]) -> None:
    before = everything()
    for wrap in ("{}", "]C0{}\r", " {} ", "\x02{}\x03"):
        found = explained(app, "".join(wrap.format(code.lower()) + "\n" for code in ours.values()).encode())
        assert {kind: (one["kind"], one["value"]) for kind, one in zip(ours, found, strict=True)} == {
            kind: (kind, code) for kind, code in ours.items()}, wrap
    assert everything() == before


def test_a_number_of_ours_that_was_given_to_nothing_says_so(app: Flask) -> None:
    (tag,) = explained(app, draw(Prefix.TAG).encode())
    assert tag["kind"] == "unit" and "given it to nothing" in tag["why"]


def test_lines_stay_lines_whatever_is_in_them(app: Flask) -> None:
    """One object for each line, in order: nothing but LF ends one, nothing in one line spoils the next."""
    lines = [sent for sent, _kind, _value in BY_FORM.values()] + ["ä\u2028ö\x85ü\x0b\x0c".encode()]
    found = explained(app, b"\n".join(lines) + b"\n")
    assert [one["raw"].encode("utf-8", "surrogateescape") for one in found] == lines
    assert explained(app, b"") == []


@pytest.mark.parametrize("name", [name for name, (sent, _kind, _value) in BY_FORM.items()
                                  if sent.strip() and len(sent) < 400 and name not in ("no letters",)])
def test_the_leads_page_says_the_same(app: Flask, client_as: Callable, name: str) -> None:
    sent = BY_FORM[name][0]
    (found,) = explained(app, sent + b"\n")
    lead = client_as("lena")
    lead.page("/desk/codes")
    html = lead.send("/desk/codes", code=sent.decode()).get_data(as_text=True)
    check_page(html)
    if found["value"]:
        assert found["value"] in html
    assert str(found["why"]).split(" “")[0].replace("'", "&#39;") in html


def test_the_leads_page_takes_what_no_letters_are_and_what_is_too_long(client_as: Callable) -> None:
    lead = client_as("lena")
    lead.page("/desk/codes")
    long = lead.send("/desk/codes", code="7" * 5000)
    assert long.status_code == 422
    assert lead.send("/desk/codes", code="\r\n").status_code in (200, 422)
    check_page(lead.send("/desk/codes", code="ab\ufffdc\x00").get_data(as_text=True))
