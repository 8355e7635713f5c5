"""What a scanner typed, freed from what scanners add. Never a guess: only what is noise by its own definition goes."""

from __future__ import annotations

import re
import unicodedata

from workflow.recognising import recognising
from workflow.recognising.wrappings import AIM, CONTROL, EDGES

LONGEST = 400
OWN_URL = re.compile(r"^https?://[^/\s]+/[Pp]/([Pp]\d{11})/?$")


def clean(raw: str) -> str:
    """Without line ends, Tab, AIM prefix, GS and RS bytes and outer spaces; capitals; one form of every letter."""
    text = CONTROL.sub("", raw.strip(EDGES))
    text = AIM.sub("", text, count=1).strip() if AIM.match(text) else text
    own = OWN_URL.match(text)
    return own.group(1).upper() if own else text.upper()[:LONGEST]


def compact(text: str) -> str:
    """Without the spaces and hyphens that people and carriers put between groups."""
    return re.sub(r"[\s\-]", "", text)


def forms(raw: str) -> list[str]:
    """The ways this code may stand in our tables, the exact one first, then what is inside its wrappings.

    What no database can hold (bytes that were no letters) is in none of our tables either.
    """
    text = clean(raw)
    found = [text, compact(text), *recognising.forms(raw[:LONGEST])]
    return [form for form in dict.fromkeys(found) if form and _is_storable(form)]


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_plain(text: str) -> bool:
    """Whether it consists of what barcodes of our world carry; look-alike letters of other scripts do not."""
    return unicodedata.normalize("NFKC", text) == text and text.isascii()
