"""Carriers' numbers: which formats of reference/tracking_formats.csv a number has.

Most formats and their checks are those of the package tracking-numbers (MIT); the others are our own supplement, from
public label guides and the public test numbers in tests/recognising/data/.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import tracking_numbers
from stdnum import luhn
from stdnum.iso7064 import mod_37_36
from tracking_numbers.definition import TrackingNumberDefinition

from reference.tracking_formats import TrackingFormat, tracking_formats
from workflow.recognising.checks import POSTS, has_gs1_check_digit, is_ups
from workflow.recognising.claims import Claim


def claims(number: str) -> list[Claim]:
    """Every format that the number has, the ones that prove most first."""
    if not re.fullmatch(r"[0-9A-Z]{8,41}", number) or not number.strip("0"):
        return []
    return [claim for one in tracking_formats() if _fits(one, number) for claim in _claims(one, number)]


def _fits(one: TrackingFormat, number: str) -> bool:
    if one.check == "library":
        return _library_says(one.name, number)
    return one.looks_like(number) and (not one.check or CHECKS[one.check](number))


def _claims(one: TrackingFormat, number: str) -> list[Claim]:
    """An S10 number names the post it was handed to; the post that delivers it may be any other."""
    post = POSTS.get(number[-2:]) if one.carrier == "s10" else None
    carriers = [post, one.carrier] if post else [one.carrier]
    return [Claim("tracking", number, one.strength, one.name, carrier) for carrier in carriers]


def _library_says(name: str, number: str) -> bool:
    found = _definitions()[name].test(number)
    return found is not None and found.valid


@cache
def _definitions() -> dict[str, TrackingNumberDefinition]:
    return {one.product.name: one for one in tracking_numbers.DEFINITIONS}


def _fedex_14(number: str) -> bool:
    """The check digit of the last fourteen: weights 1 7 3, modulo 11, then modulo 10."""
    total = sum(int(digit) * weight for digit, weight in zip(number[-14:-1], (1, 7, 3) * 5, strict=False))
    return total % 11 % 10 == int(number[-1])


def _dhl_4_9(number: str) -> bool:
    """Identcode and Leitcode of Deutsche Post DHL: weights 4 9 4 9, up to the next ten."""
    total = sum(int(digit) * (9 if place % 2 else 4) for place, digit in enumerate(number[:-1]))
    return -total % 10 == int(number[-1])


def _doubled(digits: str) -> int:
    """The check digit: even places twice, all others once, up to the next ten."""
    return -sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits)) % 10


def is_leitcode(number: str) -> bool:
    """DHL's routing code in Germany: postcode, street, house, product, check digit; says where to, not which."""
    return bool(re.fullmatch(r"\d{14}", number)) and _dhl_4_9(number)


CHECKS: dict[str, Callable[[str], bool]] = {
    "ups": is_ups,
    "ups_waybill": lambda number: _doubled(number[1:-1]) == int(number[-1]),
    "ontrac_d": lambda number: _doubled("5" + number[1:-1]) == int(number[-1]),
    "gs1": has_gs1_check_digit,
    "gs1_after_91": lambda number: has_gs1_check_digit("91" + number),
    "gs1_after_92": lambda number: has_gs1_check_digit("92" + number),
    "fedex_14": _fedex_14,
    "dhl_4_9": _dhl_4_9,
    "luhn": luhn.is_valid,
    "dpd": mod_37_36.is_valid,
}
