"""Which carrier a number is of: public sample numbers, and the same with one digit wrong."""

from __future__ import annotations

import pytest

from reference import carriers
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


def test_every_carrier_named_is_one_we_know() -> None:
    assert {*POSTS.values(), *SAMPLES.values(), *PLAIN.values(), "4px"} <= set(carriers.carriers())
