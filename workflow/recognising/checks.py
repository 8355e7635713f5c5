"""Check digits that prove a number, and the posts behind S10 numbers.

Sources: UPU S10 (international items), GS1 General Specifications (the check digit of SSCC and GTIN; Publication 199
of the US Postal Service uses the same), and the public descriptions of the 1Z number of UPS.
"""

from __future__ import annotations

import re

# Whose items carry this country code at the end of an S10 number, among the carriers that we know.
POSTS = {"DE": "deutsche_post", "GB": "royal_mail", "FR": "colissimo", "ES": "correos", "CN": "china_post",
         "US": "usps"}


def is_ups(number: str) -> bool:
    """1Z, fifteen letters or digits, a check digit: odd places once, even places twice, up to the next ten."""
    if not re.match(r"^1Z[0-9A-Z]{15}\d$", number):
        return False
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:17]]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return (10 - total % 10) % 10 == int(number[17])


def has_gs1_check_digit(digits: str) -> bool:
    """From the right, weights 1 3 1 3 ...; the sum is a multiple of ten."""
    return sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(reversed(digits))) % 10 == 0
