"""What stands in our books goes before every form, our own numbers' too; and only the ten digits we print are ours."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from models.catalogue import DeviceSerial, Product
from models.numbers import Prefix, draw, is_valid
from models.parcels import Parcel
from models.rma import Unit
from tests.scanning.test_any_code import announce
from tests.support import goods
from tests.support.goods import Announced
from tests.support.tablets import TabletAt, everything
from workflow.scanning import layouts
from workflow.scanning.commands import Command
from workflow.scanning.layouts import Setting
from workflow.transaction import in_transaction

P = Parcel.__table__
LETTERS = "RPTSKBC"
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def wrong(letter: str) -> str:
    """The form of our numbers, with check digits that do not fit."""
    number = f"{letter}12345678901"
    return number if not is_valid(number) else f"{letter}12345678902"


def sold_with(rma: Announced, serial: str) -> None:
    """The unit's device was sold with this serial number."""
    u, d = Unit.__table__, DeviceSerial.__table__
    product = sa.select(u.c.product_id).where(u.c.id == rma.unit_ids[0]).scalar_subquery()
    in_transaction(lambda connection: connection.execute(
        sa.update(d).where(d.c.product_id == product).values(serial=serial)))


def kinds(app: Flask, *codes: str) -> list[str]:
    done = app.test_cli_runner().invoke(args=["explain-code", "--json"], input="\n".join(codes).encode())
    return [json.loads(line)["kind"] for line in done.output.splitlines()]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("digits", ["wrong", "right"])
def test_a_sold_serial_number_of_our_form_is_that_thing(app: Flask, dock: TabletAt, letter: str, digits: str) -> None:
    serial = wrong(letter) if digits == "wrong" else draw(Prefix(letter))
    rma = goods.announced(serials=True)
    sold_with(rma, serial)
    assert str(dock.scan(rma.parcel, serial).title) == "Arrived"
    assert goods.unit(rma.unit_ids[0]).serial_seen == serial
    assert kinds(app, serial, serial.lower()) == ["serial"] * 2


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("digits", ["wrong", "right"])
def test_a_tracking_number_of_our_form_is_that_parcel(app: Flask, dock: TabletAt, letter: str, digits: str) -> None:
    tracking = wrong(letter) if digits == "wrong" else draw(Prefix(letter))
    rma = goods.announced()
    announce(rma.parcel_id, tracking)
    assert str(dock.scan(tracking).title) == "Received"
    assert dock.scan(tracking).result == "repeat"
    assert kinds(app, tracking) == ["tracking"]


def test_a_parcel_of_another_house_is_put_aside_once(dock: TabletAt) -> None:
    number = draw(Prefix.PARCEL)
    assert str(dock.scan(number).title) == "Put aside"
    assert dock.scan(number).result == "repeat"


@pytest.mark.parametrize("letter", LETTERS)
def test_what_nobody_has_is_what_it_was(app: Flask, dock: TabletAt, letter: str) -> None:
    before = everything()
    assert str(dock.scan(wrong(letter)).title) == "Read wrong"
    assert kinds(app, wrong(letter)) == ["unknown"]
    assert str(dock.scan(draw(Prefix.TAG)).title) == "Blank tag"
    assert str(dock.scan("C00000000097").title) in ("No such command", "Read wrong")
    assert everything() == before


def test_a_number_in_our_books_asks_for_nothing_more(dock: TabletAt, statements: list[str]) -> None:
    """Serial numbers and products are looked up only where our own books know no such number."""
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    shelf = goods.unit(rma.unit_ids[0]).tag
    for code in (rma.parcel, shelf, Command.AGAIN):
        statements.clear()
        dock.scan(code)
        assert not [text for text in statements if "device_serial" in text and "UNION ALL" in text], code


def test_a_garbling_scanner_and_a_parcel_of_another_house(dock: TabletAt, statements: list[str]) -> None:
    """Its check digits prove what it is; the second scan finds the parcel that the first one made."""
    french = layouts.diagnose(layouts.typed(layouts.CALIBRATION, "fr"))
    assert french and french.setting and french.setting != Setting()
    dock.scan(layouts.typed(layouts.CALIBRATION, "fr"))
    arrives = layouts.typed(draw(Prefix.PARCEL), "fr")
    assert str(dock.scan(arrives).title) == "Put aside"
    statements.clear()
    assert dock.scan(arrives).result == "repeat"
    assert len(statements) <= 10


@pytest.mark.parametrize("table", [FULL_WIDTH, ARABIC], ids=["full width", "Arabic-Indic"])
@pytest.mark.parametrize("which", ["parcel", "command", "another house"])
def test_digits_of_another_script_are_read_wrong(app: Flask, dock: TabletAt, table: dict, which: str) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    before = everything()
    number = {"parcel": rma.parcel, "command": Command.BOX_DONE.code, "another house": draw(Prefix.PARCEL)}[which]
    code = number[0] + number[1:].translate(table)
    assert not is_valid(code)
    answer = dock.scan(code)
    assert (str(answer.title), answer.result) == ("Read wrong", "unknown")
    assert everything() == before
    done = app.test_cli_runner().invoke(args=["explain-code", "--json"], input=code.encode())
    assert json.loads(done.output)["kind"] == "unknown" and "read wrong" in json.loads(done.output)["why"]


@pytest.mark.parametrize("shape", ["http://localhost/p/{}", "HTTP://LOCALHOST/P/{}", "https://x.org/P/{}/?lang=de",
                                   "https://x.org/P/{}#top", "HTTPS://X.ORG/P/{}\r", "]Q1https://x.org/P/{}?x=1"])
def test_the_address_outside_a_box_however_it_arrives(app: Flask, dock: TabletAt, shape: str) -> None:
    rma = goods.announced()
    number = rma.parcel
    spaced = f"{number[0]} {number[1:4]} {number[4:7]} {number[7:10]} {number[10:]}"
    assert kinds(app, *(shape.format(text) for text in (number, spaced, spaced.replace(" ", "%20")))) == ["parcel"] * 3
    assert str(dock.scan(shape.format(spaced)).title) == "Received"


@pytest.mark.parametrize("tail", ["7", "/x", "ABC", "\r7"])
def test_an_address_with_more_than_a_number_is_no_parcel(app: Flask, tail: str) -> None:
    rma = goods.announced()
    assert kinds(app, f"http://localhost/P/{rma.parcel}{tail}")[0] == "unknown"


def test_an_order_number_with_its_sign(app: Flask, dock: TabletAt) -> None:
    rma = goods.announced()
    in_transaction(lambda connection: connection.execute(sa.text(
        "UPDATE \"order\" SET number = '#UK-100234', number_key = 'UK-100234' WHERE id = :id"), {"id": rma.order_id}))
    assert kinds(app, "#UK-100234", "#uk-100 234", "UK-100234") == ["order"] * 3
    assert str(dock.scan("#uk-100234").title) == "Received"


def test_a_stored_product_and_order_are_named_as_what_they_are(app: Flask) -> None:
    rma = goods.announced(serials=True)
    in_transaction(lambda connection: connection.execute(
        sa.update(Product.__table__).where(Product.__table__.c.sku == rma.skus[0]).values(gtin="4006381333931")))
    assert kinds(app, rma.skus[0], "4006381333931", f"SN{rma.skus[0]}") == ["product", "gtin", "serial"]


@pytest.mark.parametrize(("raw", "cut"), [
    ("{g}", []), ("]C0{n}\r", ["]C0", "\r"]), ("\x1d{n}\x1e\x04", ["\x1d", "\x1e\x04"]), ("<GS>{n}", ["\x1d"]),
    ("http://localhost/P/{g}?x", ["http://localhost/P/", "?x"]),
])
def test_what_was_cut_away_from_a_number_of_ours(app: Flask, raw: str, cut: list[str]) -> None:
    number = goods.announced().parcel
    grouped = f"{number[0]} {number[1:4]} {number[4:7]} {number[7:10]} {number[10:]}"
    code = raw.format(n=number, g=grouped)
    done = app.test_cli_runner().invoke(args=["explain-code", "--json"], input=code.encode())
    found = json.loads(done.output)
    assert (found["kind"], found["value"], found["cut"]) == ("parcel", number, cut)


@pytest.mark.parametrize(("raw", "cut"), [
    ("1Z5R89390357567127\r", ["\r"]), ("\x1d]C1\x1d1Z5R89390357567127 \t", ["\x1d", "]C1", "\x1d", " \t"]),
    ("]C142022153\x1d9400111201080805483016\r", ["]C1", "\r", "42022153"]), ("1Z 5R8 939 03 5756 7127", []),
])
def test_what_was_cut_away_from_a_code_of_others(app: Flask, raw: str, cut: list[str]) -> None:
    done = app.test_cli_runner().invoke(args=["explain-code", "--json"], input=raw.encode())
    assert json.loads(done.output)["cut"] == cut


def test_no_unknown_code_has_a_number_of_ours_as_its_value(app: Flask) -> None:
    number = goods.announced().parcel
    done = app.test_cli_runner().invoke(args=["explain-code", "--json"],
                                        input=f"%{number}\n{number.replace('P', 'Р')}\n{number}{number}".encode())
    found = [json.loads(line) for line in done.output.splitlines()]
    assert [one["kind"] for one in found] == ["unknown"] * 3
    assert not [one for one in found if is_valid(one["value"])]
    assert ["read wrong" in one["why"] for one in found] == [False, True, True]


def test_the_page_draws_what_nobody_sees(client_as) -> None:
    lead = client_as("lena")
    lead.page("/desk/codes")
    assert "␝ … ]C1" in lead.send("/desk/codes", code="\x1d]C11Z5R89390357567127").get_data(as_text=True)
