"""GS1 element strings and GS1 Digital Link: which identifiers a code holds.

Sources: GS1 General Specifications (application identifiers, FNC1 sent as GS) and GS1 Digital Link Standard: URI
Syntax. The table of the identifiers is that of python-stdnum.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from stdnum import gs1_128
from stdnum.exceptions import ValidationError

from workflow.recognising.checks import has_gs1_check_digit
from workflow.recognising.claims import Claim
from workflow.recognising.wrappings import CONTROL, GS, Peeled

# The AIM prefixes that say "the data is GS1": GS1-128, DataBar, Data Matrix, QR code, DotCode.
SAYS_GS1 = {"]C1", "]e0", "]d2", "]Q3", "]J1"}
BRACKETS = re.compile(r"\((\d{2,4})\)")
LINK = re.compile(r"^HTTPS?://", re.IGNORECASE)
PATH = re.compile(r"/(00|01)/([^/]+)((?:/\d{2,4}/[^/]+)*)/?$")
WANTED = ("00", "01", "02", "21", "403", "420", "421")
# Australia Post marks its parcels with one GTIN for all of them; 91 is the article's own number.
AUSTRALIA_POST = "99312650999998"


def identifiers(peeled: Peeled) -> dict[str, str]:
    """The identifiers in it, by application identifier; empty when it is no GS1 data."""
    if LINK.match(peeled.text):
        return _of_link(peeled.text)
    marked = BRACKETS.sub(lambda ai: GS + ai.group(1), peeled.text).lstrip(GS)
    sure = peeled.aim in SAYS_GS1 or GS in peeled.text or marked != peeled.text
    if not sure and not _begins_like_gs1(peeled.bare):
        return {}
    try:
        found = gs1_128.info(marked.replace(" ", ""), GS)
    except (ValidationError, ValueError, ArithmeticError, LookupError, AttributeError):
        return {}
    wanted = (*WANTED, "91") if found.get("01") == AUSTRALIA_POST else WANTED
    return _checked({ai: str(found[ai]) for ai in wanted if ai in found})


def _begins_like_gs1(bare: str) -> bool:
    """Without any mark, only a whole SSCC, or a GTIN with something behind it, is taken for GS1 data."""
    if re.fullmatch(r"00\d{18}", bare):
        return has_gs1_check_digit(bare[2:])
    if bare.startswith(f"01{AUSTRALIA_POST}91"):
        return True
    return bool(re.match(r"01\d{14}(10|11|15|17|21|240)", bare)) and has_gs1_check_digit(bare[2:16])


def _of_link(text: str) -> dict[str, str]:
    try:
        parts = urlsplit(CONTROL.sub("", text))
    except ValueError:
        return {}
    path = PATH.search(parts.path)
    if not path:
        return {}
    rest = path.group(3).strip("/").split("/") if path.group(3) else []
    pairs = [(path.group(1), path.group(2)), *zip(rest[::2], rest[1::2], strict=True), *parse_qsl(parts.query)]
    found = {ai: unquote(value) for ai, value in pairs if ai in WANTED}
    if "01" in found:
        found["01"] = found["01"].zfill(14)
    return _checked(found)


def _checked(found: dict[str, str]) -> dict[str, str]:
    """Only with right check digits where there are some: a wrong one means that it is something else."""
    digits = [found[ai] for ai in ("00", "01", "02") if ai in found]
    lengths = {"00": 18, "01": 14, "02": 14}
    fits = all(re.fullmatch(r"\d+", value) and has_gs1_check_digit(value) for value in digits)
    return found if fits and all(len(found[ai]) == lengths[ai] for ai in lengths if ai in found) else {}


def claims(found: dict[str, str]) -> list[Claim]:
    """What the identifiers make of the code; the one that names the single thing first."""
    if "00" in found:
        return [Claim("sscc", found["00"], "own", "GS1 SSCC", cut=("00",))]
    if "91" in found:
        return [Claim("tracking", found["91"], "own", "Australia Post (GS1)", "australia_post",
                      cut=(f"(01){found['01']}",))]
    if "21" in found:
        return [Claim("serial", found["21"], "own", "GS1 serial number", cut=_around(found))]
    if "01" in found or "02" in found:
        return [Claim("gtin", short_gtin(found.get("01") or found["02"]), "own", "GS1 GTIN")]
    if {"403", "420", "421"} & set(found):
        ai = next(ai for ai in ("420", "421", "403") if ai in found)
        return [Claim("routing", found[ai], "own", "GS1 routing", cut=(ai,))]
    return []


def _around(found: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"({ai}){value}" for ai, value in found.items() if ai != "21")


def short_gtin(gtin: str) -> str:
    """A GTIN as it stands below the bars: 14 digits only when it needs them."""
    short = gtin.lstrip("0")
    return next((short.zfill(length) for length in (8, 12, 13) if len(short) <= length), gtin)


def values(found: dict[str, str]) -> list[str]:
    """How these identifiers may stand in our tables."""
    every = [found[ai] for ai in ("00", "91", "21", "01", "02") if ai in found]
    if "00" in found:
        every.append("00" + found["00"])
    for ai in ("01", "02"):
        if ai in found:
            short = found[ai].lstrip("0")
            every += [short.zfill(length) for length in (8, 12, 13) if len(short) <= length]
    return every
