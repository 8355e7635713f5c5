"""Any code at the dock: found from every wrapping, put aside with its carrier, or said not to be a parcel's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.parcels import Parcel
from tests.recognising.test_public_numbers import DATA
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow.recognising.recognising import recognise
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

P = Parcel.__table__
PUBLIC = DATA["couriers"]
GS, RS = "\x1d", "\x1e"
MAXICODE = f"[)>{RS}01{GS}96841706672{GS}840{GS}001{GS}1Z00004951{GS}UPSN{GS}06X610{GS}159{GS}{GS}1/1{RS}\x04"
WRAPPED = {
    "9400111201080805483016": ("9400111201080805483016", "420221539400111201080805483016",
                               f"]C142022153{GS}9400111201080805483016",
                               "420221531234 9400 1112 0108 0805 4830 16\r\n"),
    "779017972697": ("1001921334250001000300779017972697", "9622001900000000000000779017972697"),
    "1Z06X6100100004951": ("1z06x6100100004951", MAXICODE, "]U1" + MAXICODE),
    "00340434161094015902": ("(00)340434161094015902", "]C100340434161094015902",
                             "https://id.gs1.org/00/340434161094015902"),
    "JD014600008123456789": ("(J)JD01 4600 0081 2345 6789",),
}


def _newest() -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(P).order_by(P.c.id.desc()).limit(1)).one()


def announce(parcel_id: int, tracking: str) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(P).where(P.c.id == parcel_id).values(tracking=tracking)))


@pytest.mark.parametrize(("tracking", "raw"), [(tracking, raw) for tracking, raws in WRAPPED.items() for raw in raws])
def test_an_announced_parcel_is_found_from_any_wrapping(dock: TabletAt, tracking: str, raw: str) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, tracking)
    answer = dock.scan(raw)
    assert (str(answer.title), answer.result) == ("Received", "ok"), answer


@pytest.mark.parametrize(("raw", "tracking", "carrier"), [
    ("420221539400111201080805483016", "9400111201080805483016", "usps"), (MAXICODE, "1Z06X6100100004951", "ups"),
    ("1001921334250001000300779017972697", "779017972697", "fedex"), ("RB123456785GB", "RB123456785GB", "royal_mail"),
    ("RB123456785CV", "RB123456785CV", None), ("3318810025", "3318810025", None),
    ("ANYTHING-70412", "ANYTHING-70412", None), ("986578788855", "986578788855", None),
])
def test_put_aside_with_number_and_carrier(dock: TabletAt, raw: str, tracking: str, carrier: str | None) -> None:
    assert str(dock.scan(raw).title) == "Put aside"
    row = _newest()
    assert (row.tracking, row.carrier, row.unidentified) == (tracking, carrier, True)


@pytest.mark.parametrize("carrier", [code for code in PUBLIC if code != "s10"])
def test_a_carrier_that_is_certain_is_kept_on_the_parcel(dock: TabletAt, carrier: str) -> None:
    """Whose parcel it may be is judged by its carrier too (docs/decisions/0010)."""
    numbers = [number for rows in PUBLIC[carrier].values() for number in rows["valid"]]
    certain = [number for number in numbers if recognise(number).certain and recognise(number).carrier == carrier]
    for number in certain[:2]:
        dock.scan(number)
        assert _newest().carrier == carrier, number
        dock.scan(Command.PARK)


def test_the_same_parcel_by_its_other_barcode_is_known(dock: TabletAt) -> None:
    dock.scan("420221539400111201080805483016")
    assert dock.scan("9400111201080805483016").result == "repeat"


@pytest.mark.parametrize("raw", ["42022153", f"]U1[)>{RS}01{GS}96841706672{GS}840{GS}001", "(2L)DE53113+42000000"])
def test_a_routing_code_is_not_this_one(dock: TabletAt, raw: str) -> None:
    before = _newest() if goods.announced() else None
    answer = dock.scan(raw)
    assert (str(answer.title), str(answer.next)) == ("Not this one", "Scan the other barcode on the label.")
    assert answer.result == "unknown" and _newest() == before


@pytest.mark.parametrize(("raw", "what"), [
    ("353879234252633", "A phone's number (IMEI)"), ("LPNRR123A4567890", "Amazon's label of a returned item (LPN)"),
    ("B08N5WRWNW", "Amazon's product number (ASIN)"), ("X001ABCDEF", "Amazon's warehouse label (FNSKU)"),
    ("4006381333931", "A product code (GTIN)"),
])
def test_a_code_of_goods_is_no_parcel_but_the_box_can_be_put_aside(dock: TabletAt, raw: str, what: str) -> None:
    goods.announced()
    before = _newest()
    answer = dock.scan(raw)
    assert (str(answer.title), answer.result) == ("No parcel number", "ask")
    assert [str(value) for _label, value in answer.lines] == [what]
    assert _newest() == before
    assert str(dock.scan(Command.YES).title) == "Put aside"
    assert _newest().tracking == raw


def test_no_leaves_the_box_alone(dock: TabletAt) -> None:
    goods.announced()
    before = _newest()
    dock.scan("4006381333931", Command.NO)
    assert _newest() == before


def test_in_an_open_box_it_is_a_thing_that_nobody_declared(dock: TabletAt) -> None:
    rma = goods.announced()
    answer = dock.scan(rma.parcel, "4006381333931")
    assert str(answer.title) == "Unknown" and answer.result == "unknown"


def test_a_box_without_any_number_can_be_undone(dock: TabletAt) -> None:
    assert str(check_undo(dock, "420221539400111201080805483016").title) == "Put aside"


def test_what_is_stored_goes_before_every_form(dock: TabletAt) -> None:
    """A tracking number that is also a GTIN, and one that looks like a routing code, are the parcels they are."""
    rma, other = goods.announced(), goods.announced()
    announce(rma.parcel_id, "4006381333931")
    announce(other.parcel_id, "42022153")
    assert str(dock.scan("4006381333931").title) == "Received"
    assert str(dock.scan("42022153").title) == "Received"


@pytest.mark.parametrize("raw", [MAXICODE, "420221539400111201080805483016", "42022153", "353879234252633",
                                 "https://id.gs1.org/01/04006381333931/21/S1"])
def test_it_costs_no_more_statements_than_any_scan(dock: TabletAt, statements: list[str], raw: str) -> None:
    goods.announced()
    statements.clear()
    dock.scan(raw)
    assert len(statements) <= 10, "\n".join(text[:120] for text in statements)


def test_a_product_and_its_serial_number_on_one_label_are_one_thing(dock: TabletAt) -> None:
    rma = goods.announced(serials=True)
    dock.scan(rma.parcel)
    serial, gtin = _sold(rma.unit_ids[0])
    answer = dock.scan(f"]d201{gtin}21{serial}")
    assert str(answer.title) == "Arrived", answer


def _sold(unit_id: int) -> tuple[str, str]:
    """The serial number that was sold and a GTIN given to its product for the test."""
    gtin = "04006381333931"
    def give(connection: sa.Connection) -> str:
        row = connection.execute(sa.text(
            "SELECT s.serial, d.product_id FROM unit u JOIN device d ON d.order_line_id = u.order_line_id "
            "JOIN device_serial s ON s.device_id = d.id WHERE u.id = :id"), {"id": unit_id}).first()
        connection.execute(sa.text("UPDATE product SET gtin = '4006381333931' WHERE id = :id"), {"id": row.product_id})
        return row.serial
    return in_transaction(give), gtin
