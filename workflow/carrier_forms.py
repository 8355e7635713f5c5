"""Which carrier a tracking number is of, where its own form and check digit prove it. Never a guess.

Sources: UPU S10 (international items), GS1 General Specifications (the check digit of SSCC and GTIN), Publication 199
of the US Postal Service, and the public descriptions of the 1Z number of UPS. Numbers without a form of their own
(plain ten or twelve digits) are not recognised: a person chooses the carrier.
"""

from __future__ import annotations

import re

# Whose items carry this country code at the end of an S10 number, among the carriers that we know.
POSTS = {"DE": "deutsche_post", "GB": "royal_mail", "FR": "colissimo", "ES": "correos", "CN": "china_post",
         "US": "usps"}
PLAIN = ((re.compile(r"^SF\d{12,13}$"), "sf_express"), (re.compile(r"^YT\d{16}$"), "yunexpress"),
         (re.compile(r"^4PX\d{13}CN$"), "4px"), (re.compile(r"^JJD\d{17,19}$"), "dhl"))


def carrier_of(number: str) -> str | None:
    """The code of the carrier (reference/carriers.csv), or None.

    Args:
        number: as scanned, without spaces, in capitals.
    """
    if is_ups(number):
        return "ups"
    if is_s10(number):
        return POSTS.get(number[-2:])
    if re.match(r"^00340\d{15}$", number) and has_gs1_check_digit(number[2:]):
        return "dhl"
    if re.match(r"^9[1-5]\d{20}(\d{4})?$", number) and has_gs1_check_digit(number):
        return "usps"
    return next((code for form, code in PLAIN if form.match(number)), None)


def is_ups(number: str) -> bool:
    """1Z, fifteen letters or digits, a check digit: odd places once, even places twice, up to the next ten."""
    if not re.match(r"^1Z[0-9A-Z]{15}\d$", number):
        return False
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:17]]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return (10 - total % 10) % 10 == int(number[17])


def is_s10(number: str) -> bool:
    """Two letters, eight digits, a check digit (weights 8 6 4 2 3 5 9 7, modulo 11), the country."""
    if not re.match(r"^[A-Z]{2}\d{9}[A-Z]{2}$", number):
        return False
    rest = 11 - sum(int(c) * w for c, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(number[10])


def has_gs1_check_digit(digits: str) -> bool:
    """From the right, weights 1 3 1 3 ...; the sum is a multiple of ten."""
    return sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(reversed(digits))) % 10 == 0
