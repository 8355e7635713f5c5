"""Files as people send them: encodings, separators, headers, quotes."""

from __future__ import annotations

import pytest

from channels.csv import orders, products, serials
from channels.csv.decoding import decode
from channels.readers import FILE_KINDS
from workflow.importing import kinds, sheets
from workflow.importing.values import Unreadable, unguarded

GERMAN = "Jürgen Großmann kauft für 5 € schöne Bücher, naïve Gäste äöü"
CHINESE = "sku,name\nK1,电热水壶 一点七升 不锈钢\nK2,无线耳机"


@pytest.mark.parametrize(("content", "encoding", "text"), [
    (GERMAN.encode(), "utf-8", GERMAN), (GERMAN.encode("utf-8-sig"), "utf-8", GERMAN),
    (GERMAN.encode("cp1252"), "cp1252", GERMAN), (CHINESE.encode("gb18030"), "gb18030", CHINESE),
    (CHINESE.encode("utf-16"), "utf-16", CHINESE), (b"sku,name\nK1,kettle", "utf-8", "sku,name\nK1,kettle"),
    ("\U00020bb7田电器有限公司 café".encode("gb18030"), "gb18030", "\U00020bb7田电器有限公司 café"),
])
def test_the_encoding_is_found(content: bytes, encoding: str, text: str) -> None:
    assert decode(content) == (text, encoding)


def test_a_chosen_encoding_goes_before_the_guess() -> None:
    assert decode("é".encode("cp1252"), "cp1252") == ("é", "cp1252")
    assert decode("电热".encode("gb18030"), "cp1252")[0] != "电热"
    with pytest.raises(Unreadable, match="another encoding"):
        decode("Müller".encode("cp1252"), "utf-8")


@pytest.mark.parametrize(("content", "words"), [
    (b"PK\x03\x04rest", "workbook"), (b"\xd0\xcf\x11\xe0rest", "workbook"), (b"sku\x00name", "not a text file"),
    (b"name\nKettle", "Missing: sku"), (b"sku,name,SKU\nA,b,c", "stand twice: sku"),
    (b'sku,name\nA,"' + b"x" * 200_000 + b'"', "cannot be read"),
])
def test_what_is_no_csv_of_ours(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        products.read(content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_separators_line_ends_headers_and_line_numbers(separator: str, ending: str) -> None:
    rows = [["SKU", "Name", "HS-Code", "colour"], ["a1", '"Two\nlines"', "851679", "red"], [""], ["a2", "", "1", ""]]
    found = products.read(ending.join(separator.join(row) for row in rows).encode())
    assert [(item.line, item.value.sku) for item in found.items] == [(2, "A1"), (5, "A2")]
    assert found.items[0].value.given == {"name": "Two lines", "hs_code": "851679"}
    assert [(fault.level, str(fault.sentence)) for fault in found.faults] == [
        ("note", "These columns are not read: colour")]


def test_group_and_record_separators_do_not_break_lines() -> None:
    found = serials.read("serial,sku\nA\x1dB\x1eC\x85D,K1\n".encode())
    assert len(found.items) == 1


HEADER = "order_number,placed_at,currency,paid,customer_name,ship_country,sku,quantity,unit_price,line_no,tracking"


def read(*rows: str):
    return orders.read("\n".join([HEADER, *rows]).encode())


def test_rows_of_one_number_are_one_order_wherever_they_stand() -> None:
    found = read("A,2026-11-20,EUR,30,Ann,DE,k1,1,10,,1z 99", "B,2026-11-20,JPY,1200,Bo,JP,k1,1,1200,,",
                 "A,,,,,,k2,2,10,,RR1DE")
    assert [(item.line, item.value.number, item.value.paid_minor) for item in found.items] == [
        (2, "A", 3000), (3, "B", 1200)]
    order = found.items[0].value
    assert [(line.sku, line.quantity, line.unit_price_minor) for line in order.lines] == [
        ("K1", 1, 1000), ("K2", 2, 1000)]
    assert [one.tracking for one in order.shipments] == ["1Z", "99", "RR1DE"]


def test_each_part_of_an_order_says_its_fault_and_says_it_once() -> None:
    found = read("A,03/04/2026,EUR,1.290,,DE,k1,x,10,,1.2E+12")
    assert sorted(str(fault.sentence).split()[0] for fault in found.faults) == [
        "customer_name", "placed_at", "tracking"]


def test_one_bad_row_keeps_its_order_out_and_no_other() -> None:
    found = read("A,2026-11-20,EUR,30,Ann,DE,k1,1,10,,", "A,,,31,,,k2,0,10,,", "B,03/04/2026,EUR,5,Bo,DE,k1,1,5,,",
                 "C,2026-11-20,EUR,5,Cy,DE,k1,1,5,,", "D,2026-11-20,EURO,5,Di,Germany,,1,5,,",
                 "E,2026-11-20,EUR,9,Ed,DE,k1,1,5,1,", "E,,,,,,k2,1,4,1,", "1.2E+12,2026-11-20,EUR,9,Ed,DE,k1,1,5,1,")
    assert [item.value.number for item in found.items] == ["C"]
    assert found.bad == 5
    assert sorted(fault.line for fault in found.faults) == [3, 3, 4, 6, 6, 8, 9]


@pytest.mark.parametrize("text", [
    "=1+1", "+49 30", "-5", "@cmd", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", " =1",
    "' +1", "'tis", "a=b",
])
def test_exports_hold_nothing_that_runs_and_come_back_as_they_were(text: str) -> None:
    cell = sheets.safe(text)
    assert not str(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert unguarded(str(cell)) == text


def test_numbers_stay_numbers_and_headers_are_those_that_are_read() -> None:
    assert sheets.write(["a", "b"], [[-5, None], ["-5", 7]]) == "\ufeffa,b\r\n-5,\r\n'-5,7\r\n".encode()
    kinds.offer(FILE_KINDS)
    assert len(orders.read(sheets.empty("orders")).items) == 1
    assert products.read(sheets.empty("products")).items[0].value.given["accessories"] == ["base", "manual"]
    assert serials.read(sheets.empty("serials")).faults == []
