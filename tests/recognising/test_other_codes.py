"""What is no carrier's number: goods, routing codes, GS1, and what chance makes look like something."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from stdnum import luhn

from reference.tracking_formats import STRENGTHS, tracking_formats
from workflow.recognising import tracking
from workflow.recognising.recognising import forms, recognise

GS = "\x1d"


@pytest.mark.parametrize(("raw", "kind", "value"), [
    ("353879234252633", "imei", "353879234252633"), ("LPNRR123A4567890", "lpn", "LPNRR123A4567890"),
    ("b08n5wrwnw", "asin", "B08N5WRWNW"), ("X001ABCDEF", "fnsku", "X001ABCDEF"),
    ("4006381333931", "gtin", "4006381333931"), ("]E04006381333931", "gtin", "4006381333931"),
    ("]E496385074", "gtin", "96385074"), ("0104006381333931", "unknown", "0104006381333931"),
    ("]C10104006381333931", "gtin", "4006381333931"), ("(01)04006381333931(21)AB-12", "serial", "AB-12"),
    (f"]d20104006381333931{'21'}S1{GS}10LOT", "serial", "S1"),
    ("https://id.gs1.org/01/04006381333931", "gtin", "4006381333931"),
    ("https://example.com/a/01/4006381333931/10/LOT/21/S1?17=270101", "serial", "S1"),
    ("]C100106141412345678908", "sscc", "106141412345678908"),
    ("(00) 1 0614141 234567890 8", "sscc", "106141412345678908"),
    ("00340434161094015902", "tracking", "00340434161094015902"),
    ("42022153", "routing", "22153"), ("]C1420221531234", "routing", "221531234"),
    ("(2L)DE53113+42000000", "routing", "2LDE53113+42000000"),
    (f"[)>\x1e01{GS}96841706672{GS}840{GS}001", "routing", "841706672"),
    ("", "unknown", ""), ("HELLO WORLD", "unknown", "HELLOWORLD"), ("0000000000", "unknown", "0000000000"),
])
def test_what_it_is(raw: str, kind: str, value: str) -> None:
    seen = recognise(raw)
    assert (seen.kind, seen.value) == (kind, value), seen


@pytest.mark.parametrize("raw", ["1Z999AA10123456785", "RB123456786GB", "RB123456785XX", "4006381333932",
                                 "00340434161094015903", "353879234252635"])
def test_a_wrong_check_digit_is_never_the_thing(raw: str) -> None:
    assert recognise(raw).kind in ("unknown", "ambiguous")


def test_the_letters_that_only_an_ean_can_hold_settle_it() -> None:
    """036000291452 has the check digit of a GTIN; digits alone could be more."""
    assert recognise("]E0036000291452").kind == "gtin"


def test_a_random_number_of_ten_or_eleven_digits_is_never_said_to_be_dhls() -> None:
    chance = random.Random(7)
    for length in (8, 10, 11):
        kinds = {recognise("".join(chance.choices("123456789", k=length))).kind for _ in range(400)}
        assert kinds <= {"unknown", "ambiguous", "tracking", "routing"} - ({"tracking"} if length != 11 else set())


def imeis(bodies: tuple[str, ...], count: int) -> list[str]:
    chance = random.Random(13)
    bare = [chance.choice(bodies) + "".join(chance.choices("0123456789", k=12)) for _ in range(count)]
    return [one + luhn.calc_check_digit(one) for one in bare]


def test_every_imei_of_today_is_one_whatever_carriers_check_digit_fits_too() -> None:
    wrong = [one for one in imeis(("01", "35", "86", "91", "98", "99"), 1000) if recognise(one).kind != "imei"]
    assert wrong == []


def test_an_imei_of_the_nineties_is_never_said_to_be_a_carriers_for_sure() -> None:
    for one in imeis(("33", "44", "45", "49", "50", "51", "52", "53", "54"), 500):
        seen = recognise(one)
        assert "imei" in seen.candidates and not seen.certain, one


def test_fifteen_digits_that_no_body_allocates_are_no_imei() -> None:
    """Waybills of China have fifteen digits; one in ten has Luhn's check digit."""
    for one in imeis(("04", "31", "43", "46", "56", "75", "77"), 500):
        assert recognise(one).kind != "imei" and "imei" not in recognise(one).candidates, one


def test_two_carriers_are_a_question() -> None:
    seen = recognise("9261292700768711948021")
    assert seen.kind == "ambiguous" and set(seen.candidates) == {"usps", "fedex"} and not seen.carrier


def test_the_post_of_an_s10_number() -> None:
    assert recognise("RB123456785GB").carrier == "royal_mail"
    assert recognise("RB123456785CV").carrier == "s10"


def test_the_licence_plate_of_dhl_with_and_without_its_identifier() -> None:
    assert "JD014600008123456789" in forms("(J)JD01 4600 0081 2345 6789")
    assert "JJD014600008123456789" in forms("JD014600008123456789")


def test_what_the_longer_barcode_of_goods_may_be_stored_as() -> None:
    assert {"4006381333931", "AB-12"} <= set(forms("(01)04006381333931(21)AB-12"))
    assert {"106141412345678908", "00106141412345678908"} <= set(forms("https://x.org/00/106141412345678908"))


def test_nothing_makes_it_stumble() -> None:
    chance = random.Random(11)
    letters = "0123456789ABZ]C1[)>\x1d\x1e\x04() -%/:https\udcff王420"
    for _ in range(3000):
        raw = chance.choice(("", "]C1", "[)>", "https://[", "420", "01")) + "".join(
            chance.choices(letters, k=chance.randrange(60)))
        recognise(raw)
        forms(raw)


def test_every_row_of_the_table_can_be_used() -> None:
    for row in tracking_formats():
        assert row.strength in STRENGTHS
        assert (row.check == "library") == (not row.pattern), row.name
        assert row.check in ("", "library", *tracking.CHECKS), row.name


def test_recognising_asks_no_database() -> None:
    sources = (Path(tracking.__file__).parent).glob("*.py")
    assert not [path.name for path in sources if "sqlalchemy" in path.read_text() or "connection" in path.read_text()]
