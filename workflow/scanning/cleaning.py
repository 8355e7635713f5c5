"""What a scanner typed, freed from what scanners add. Never a guess: only what is noise by its own definition goes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from models.numbers import PATTERN, Prefix, is_valid
from models.orders import order_key
from workflow.recognising import recognising
from workflow.recognising.wrappings import AIM, CONTROL, EDGES, with_control_bytes

LONGEST = 400
FEWEST_DIGITS = 4
LOOK_ALIKES = str.maketrans("РТСКВОOIL", "PTCKB0011")
"""Cyrillic letters that look like those of our numbers, and letters that look like digits."""
CARRIERS = re.compile(r"^[A-Z0-9][A-Z0-9 ./-]{4,47}$")
NEARLY_OURS = re.compile(r"^[RPTSKBC][0-9]{9,13}\Z")
# The QR outside a box; scanners that send capitals, and whoever adds a question to the address, change nothing of it.
OWN_URL = re.compile(r"^https?://[^/\s]+/P/(P(?:(?:[\s-]|%20)*[0-9]){11})/?\s*(?:[?#].*)?\Z", re.IGNORECASE)


@lru_cache(16)
def clean(raw: str) -> str:
    """Without line ends, Tab, AIM prefix, GS and RS bytes and outer spaces; capitals; one form of every letter."""
    text = CONTROL.sub("", with_control_bytes(raw).strip(EDGES))
    text = AIM.sub("", text, count=1).strip() if AIM.match(text) else text
    own = OWN_URL.match(text)
    return compact(own.group(1).replace("%20", "")).upper() if own else text.upper()[:LONGEST]


@lru_cache(16)
def compact(text: str) -> str:
    """Without the spaces and hyphens that people and carriers put between groups."""
    return re.sub(r"[\s\-]", "", text)


def forms(raw: str) -> list[str]:
    """The ways this code may stand in our tables, the exact one first, then what is inside its wrappings.

    What no database can hold (bytes that were no letters) is in none of our tables either.
    """
    text = clean(raw)
    found = [text, compact(text), order_key(text), *recognising.forms(raw[:LONGEST])]
    return [form for form in dict.fromkeys(found) if form and _is_storable(form)]


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def looks_like_ours(text: str) -> bool:
    """Whether eyes would take this for a number of ours: signs of another script, O for 0, full width, read twice.

    Only for refusing: what it stands for is never looked up.
    """
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in compact(text))
    folded = unicodedata.normalize("NFKC", digits).translate(LOOK_ALIKES)
    half = len(folded) // 2
    return bool(PATTERN.match(folded) or (PATTERN.match(folded[:half]) and folded[:half] == folded[half:]))


def may_be_a_carriers(text: str) -> bool:
    """Whether an unknown code can be the number of a parcel: plain letters and digits, four digits at least.

    One of our letters and about as many digits as ours have is more likely one of ours with a digit lost; but a parcel
    of ours that we do not know may come from another house.
    """
    plain = compact(text)
    if NEARLY_OURS.match(plain):
        return is_valid(plain) and plain[0] in (Prefix.PARCEL, Prefix.RMA)
    return bool(CARRIERS.match(text)) and sum(map(str.isdigit, plain)) >= FEWEST_DIGITS
