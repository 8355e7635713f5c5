"""The public test numbers of tracking_number_data: valid ones are recognised in any wrapping, invalid ones are not.

data/tracking_numbers.json holds the test numbers of couriers/*.json of github.com/jkeen/tracking_number_data (MIT),
each form with the commit it was read at: the parts of that repository that could be had here. None is made up. What
the whole repository has beside is missing; the count below changes only with the file.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflow.recognising.recognising import Recognised, forms, recognise

DATA = json.loads((Path(__file__).parent / "data" / "tracking_numbers.json").read_text(encoding="utf-8"))
FORMATS = [(courier, name, row) for courier, rows in DATA["couriers"].items() for name, row in rows.items()]
VALID = [(courier, number) for courier, _name, row in FORMATS for number in row["valid"]]
INVALID = [(courier, name, number) for courier, name, row in FORMATS for number in row["invalid"]]
# Where the data cannot be followed, each with its reason.
EXCEPTIONS = {
    ("Deutsche Post", "01 030E 0928 06 011E 001F"):
        "its check is a CRC of four bits whose definition is not public with the data; so this form proves nothing to "
        "us and every such number is ambiguous, the right ones too",
}
# Names under which the data and we know the same form.
OURS = {"USPS 34v2": {"USPS 91"}, "FedEx SmartPost": {"FedEx SmartPost", "FedEx SmartPost (20)"},
        "USPS 91": {"USPS 91", "USPS 91 (20)"}, "DHL Express": {"DHL Express", "DHL Express Air"}}
WRAPPED = {"as it is": "{}", "AIM": "]C0{}", "AIM small": "]c1{}", "line end": "{}\r\n", "Tab": "{}\t",
           "control bytes": "\x1d{}\x1e\x04", "spaces": "  {} ", "GS1": "]C1{}\x1d"}


def test_every_number_that_could_be_had_is_here() -> None:
    assert (len(VALID), len(INVALID)) == (154, 91)
    assert all(row["commit"] for _courier, _name, row in FORMATS)


def fits(seen: Recognised, courier: str) -> bool:
    if seen.kind == "ambiguous":
        return courier in seen.candidates
    return seen.kind == "tracking" and (seen.carrier == courier or (courier == "s10" and "s10" in seen.candidates))


@pytest.mark.parametrize("wrapping", WRAPPED.values(), ids=WRAPPED)
def test_every_valid_number_is_of_its_courier(wrapping: str) -> None:
    wrong = [(courier, number) for courier, number in VALID
             if not fits(recognise(wrapping.format(number)), courier)]
    assert wrong == []


def test_every_valid_number_in_small_letters_and_with_spaces() -> None:
    shapes = (str.lower, " ".join, lambda text: f"{text[:4]} {text[4:8]} {text[8:]}")
    wrong = [(courier, shape(number)) for courier, number in VALID for shape in shapes
             if not fits(recognise(shape(number)), courier)]
    assert wrong == []


@pytest.mark.parametrize("wrapping", WRAPPED.values(), ids=WRAPPED)
def test_no_invalid_number_has_the_form_it_fails(wrapping: str) -> None:
    wrong = [(name, number) for _courier, name, number in INVALID
             if OURS.get(name, {name}) & set(recognise(wrapping.format(number)).formats)
             and (name, number) not in EXCEPTIONS]
    assert wrong == []


@pytest.mark.parametrize("wrapping", WRAPPED.values(), ids=WRAPPED)
def test_no_invalid_number_is_its_couriers_with_certainty(wrapping: str) -> None:
    """Two of them are right as another form of the same courier; those forms name them themselves."""
    right_elsewhere = {number for courier, number in VALID}
    wrong = [(courier, number) for courier, _name, number in INVALID
             if number not in right_elsewhere and fits(recognise(wrapping.format(number)), courier)
             and recognise(wrapping.format(number)).kind == "tracking"]
    assert wrong == []


def test_each_exception_is_still_one() -> None:
    assert all(name in recognise(number).formats for name, number in EXCEPTIONS)


def test_a_number_of_the_post_behind_its_zip_code() -> None:
    for courier, number in VALID:
        digits = number.replace(" ", "")
        if courier == "usps" and digits.startswith("9"):
            for wrapped in (f"42022153{digits}", f"420221531234{digits}", f"]C142022153\x1d{digits}"):
                assert fits(recognise(wrapped), "usps"), wrapped
                assert digits in forms(wrapped)


def test_numbers_of_ups_in_a_maxicode() -> None:
    for courier, number in VALID:
        digits = number.replace(" ", "")
        if courier == "ups" and digits.startswith("1Z"):
            short, account, service = f"1Z{digits[-8:]}", digits[2:8], digits[8:10]
            message = (f"[)>\x1e01\x1d96841706672\x1d840\x1d0{service}\x1d{short}\x1dUPSN\x1d{account}"
                       "\x1d159\x1d1234567\x1d1/1\x1d\x1dY\x1d634 ALPHA DR\x1dPITTSBURGH\x1dPA\x1e\x04")
            for raw in (message, "]U1" + message, message.replace("\x1d", "<GS>").replace("\x1e", "<RS>")):
                assert (recognise(raw).value, recognise(raw).carrier) == (digits, "ups")
                assert digits in forms(raw)


def test_twelve_digits_of_fedex_in_its_long_barcodes() -> None:
    for number in ("779017972697", "790695517286"):
        for raw in (f"1001921334250001000300{number}", f"9622001900000000000000{number}"):
            assert number in forms(raw), raw
    assert recognise("1001921334250001000300779017972697").value == "779017972697"
    assert recognise("9611020987654312345672").value == "987654312345672"
    assert recognise("]C1" + "1234567890123456" + "790535312317" + "0001").value == "790535312317"
