"""The numbers we print: one letter, nine digits that do not count up, two check digits (ISO 7064 Mod 97,10).

No letters in the body, so a scanner with the wrong keyboard layout does little harm.
"""

from __future__ import annotations

import re
import secrets
from enum import StrEnum
from functools import lru_cache

from stdnum.iso7064 import mod_97_10

PATTERN = re.compile(r"^[RPTSKBC][0-9]{11}\Z")  # the ten digits that we print: \d takes those of every script


class Prefix(StrEnum):
    RMA = "R"
    PARCEL = "P"
    TAG = "T"
    SHELF = "S"
    PART = "K"
    BADGE = "B"
    COMMAND = "C"


def make(prefix: Prefix, body: int) -> str:
    """The number with this body (0 to 999,999,999) and its check digits.

    The letter is part of what is checked, so that a T read as a P is caught.
    """
    digits = f"{body:09d}"
    return f"{prefix.value}{digits}{mod_97_10.calc_check_digits(prefix.value + digits)}"


def draw(prefix: Prefix) -> str:
    """A fresh random number. The unique index behind it says when one was drawn before."""
    return make(prefix, secrets.randbelow(10**9))


@lru_cache(16)
def is_valid(text: str) -> bool:
    return bool(PATTERN.match(text)) and mod_97_10.is_valid(text)


def grouped(number: str) -> str:
    """For people who read aloud: `R 123 456 789 01`."""
    return f"{number[0]} {number[1:4]} {number[4:7]} {number[7:10]} {number[10:]}" if len(number) == 12 else number
