"""What a scanner typed, freed from what scanners add. Never a guess: only what is noise by its own definition goes."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 400
# AIM code identifiers: ] letter digit, put in front by scanners set to do so (ISO/IEC 15424).
AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
OWN_URL = re.compile(r"^https?://[^/\s]+/[Pp]/([Pp]\d{11})/?$")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def clean(raw: str) -> str:
    """Without line ends, Tab, AIM prefix, GS and RS bytes and outer spaces; capitals; one form of every letter."""
    text = CONTROL.sub("", raw.strip("\r\n\t\x1d\x1e\x04 "))
    text = AIM.sub("", text).strip()
    own = OWN_URL.match(text)
    return own.group(1).upper() if own else text.upper()[:LONGEST]


def compact(text: str) -> str:
    """Without the spaces and hyphens that people and carriers put between groups."""
    return re.sub(r"[\s\-]", "", text)


def forms(text: str) -> list[str]:
    """The ways this code may stand in our tables, the exact one first.

    USPS puts 420 and the ZIP code before its number (Publication 199): without them it is the tracking number.
    """
    short = compact(text)
    found = [text, short]
    usps = re.match(r"^420(\d{5}|\d{9})(9\d{19,25})$", short)
    if usps:
        found.append(usps.group(2))
    return list(dict.fromkeys(form for form in found if form))


def is_plain(text: str) -> bool:
    """Whether it consists of what barcodes of our world carry; look-alike letters of other scripts do not."""
    return unicodedata.normalize("NFKC", text) == text and text.isascii()
