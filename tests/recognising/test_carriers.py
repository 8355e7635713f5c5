"""Which carrier a number is of: public sample numbers, and the same with one digit wrong."""

from __future__ import annotations

import pytest

from reference import carriers
from reference.tracking_formats import tracking_formats
from workflow.recognising.checks import POSTS
from workflow.recognising.recognising import recognise

# Public test numbers of tracking_number_data (MIT) and the sample number in the public text of UPS.
SAMPLES = {"1Z999AA10123456784": "ups", "1Z5R89390357567127": "ups", "1Z8V92A70367203024": "ups",
           "RB123456785GB": "royal_mail", "RB123456785US": "usps", "9400111201080805483016": "usps",
           "9361289878700317633795": "usps", "92748931507708513018050063": "usps",
           "00340434161094042557": "dhl"}
PLAIN = {"YT2229521272164446": "yunexpress", "SF1234567890123": "sf_express"}


def carrier_of(number: str) -> str | None:
    """The carrier, if the form of the number leaves no doubt."""
    seen = recognise(number)
    return seen.carrier if seen.certain and seen.carrier else None


@pytest.mark.parametrize(("number", "carrier"), [*SAMPLES.items(), *PLAIN.items()])
def test_a_sample_is_recognised(number: str, carrier: str) -> None:
    assert carrier_of(number) == carrier


@pytest.mark.parametrize("number", SAMPLES)
def test_one_wrong_digit_is_recognised_as_nobodys(number: str) -> None:
    place = next(at for at in range(len(number) - 3, 0, -1) if number[at].isdigit())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1:]
    assert carrier_of(wrong) is None


@pytest.mark.parametrize("number", ["", "1234567890", "T12345678901", "1Z999AA1012345678", "RR473124829XX", "SF12"])
def test_what_proves_nothing_is_not_guessed(number: str) -> None:
    assert carrier_of(number) is None


# Forms with letters of their own; the numbers are made up after their published shape.
BY_THEIR_LETTERS = {"YT1234567890123": "yto", "YT2229521272164446": "yunexpress", "JDVA12345678901": "jd",
                    "JD0012345678901": "jd", "JD014600008123456789": "dhl", "JT1234567890123": "jt_express",
                    "LP00123456789012": "cainiao", "LP123456785CN": "china_post", "6A12345678901": "colissimo",
                    "8R12345678901": "colissimo", "PQ4F6P0704063370138160D": "correos",
                    "H1001234567890101011": "hermes"}
# Plain digits are never more than a question.
AMONG_OTHERS = {"01015026003653": {"dpd", "dhl"}, "09133131530724": {"dpd", "hermes"},
                "12345678901": {"gls", "aramex"}, "73112345678901": {"zto"}, "771234567890123": {"sto"},
                "431234567890123": {"yunda"},
                "ABCD1234567890": {"parcelforce"}}


@pytest.mark.parametrize(("number", "carrier"), BY_THEIR_LETTERS.items())
def test_letters_of_its_own_name_the_carrier(number: str, carrier: str) -> None:
    assert carrier_of(number) == carrier


@pytest.mark.parametrize(("number", "carriers"), AMONG_OTHERS.items())
def test_digits_alone_name_it_among_others(number: str, carriers: set[str]) -> None:
    seen = recognise(number)
    named = {seen.carrier, *seen.candidates}
    assert carriers <= named and not seen.certain, seen


def test_the_number_of_dpd_with_its_check_character() -> None:
    """The sample of paketda.de; another letter is nobody's."""
    assert (recognise("01015026003653c").kind, recognise("01015026003653C").carrier) == ("tracking", "dpd")
    assert recognise("01015026003653D").kind == "unknown"


def test_every_carrier_whose_form_we_know_is_one_we_know_by_that_name() -> None:
    known = {code: carrier.name for code, carrier in carriers.carriers().items()}
    of_forms = {row.carrier: row.carrier_name for row in tracking_formats() if row.carrier != "s10"}
    assert {code: known.get(code) for code in of_forms} == of_forms


def test_every_form_says_where_it_is_published() -> None:
    assert not [row.name for row in tracking_formats() if not row.source]


def test_every_carrier_named_is_one_we_know() -> None:
    assert {*POSTS.values(), *SAMPLES.values(), *PLAIN.values(), "4px"} <= set(carriers.carriers())
