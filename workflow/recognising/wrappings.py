"""What scanners and labels put around a number, taken off piece by piece. Nothing is lost: what was cut is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow.recognising.checks import has_gs1_check_digit

GS, RS, EOT = "\x1d", "\x1e", "\x04"
EDGES = "\r\n\t\x00" + GS + RS + EOT + " "
# AIM code identifiers: ] letter digit, put in front by scanners set to do so (ISO/IEC 15424).
AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# Scanners that cannot send the byte send its name.
NAMED = {"<GS>": GS, "<RS>": RS, "<EOT>": EOT, "{GS}": GS, "{RS}": RS, "{EOT}": EOT}
NAMED_BYTE = re.compile("|".join(map(re.escape, NAMED)), re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
BETWEEN = re.compile(r"[\s\-()%]")
IMPB_LENGTHS = (22, 26, 20)


@dataclass(frozen=True)
class Peeled:
    """`text` in capitals, GS and RS bytes inside kept; `bare` without them and without what stands between groups."""

    text: str
    bare: str
    aim: str
    cut: tuple[str, ...]


def with_control_bytes(raw: str) -> str:
    """The text with GS, RS and EOT as bytes, where the scanner sent their names."""
    return NAMED_BYTE.sub(lambda found: NAMED[found.group().upper()], raw)


def peel(raw: str) -> Peeled:
    """Without line ends, outer spaces and AIM prefix; control bytes inside are kept: they part a message's fields."""
    before, text, behind = _edges(with_control_bytes(raw))
    aim = AIM.match(text)
    inner = ""
    if aim:
        inner, text, _none = _edges(text[aim.end():])
    cut = tuple(part for part in (before, aim.group() if aim else "", inner, behind) if part)
    text = text.upper()
    return Peeled(text, BETWEEN.sub("", CONTROL.sub("", text)), aim.group() if aim else "", cut)


def _edges(text: str) -> tuple[str, str, str]:
    """What is noise in front, the text, what is noise behind."""
    start = text.lstrip(EDGES)
    bare = start.rstrip(EDGES)
    return text[:len(text) - len(start)], bare, start[len(bare):]


def inner_numbers(bare: str) -> list[tuple[str, tuple[str, ...]]]:
    """The numbers inside a longer barcode, each with what stood around it. The order is that of likelihood.

    Sources: USPS Publication 199 (420 and the ZIP code, five or nine digits, before the number); the barcodes of FedEx
    as described in its public label guides (96: tracking number in the last 15 of 22 digits; 34 digits: in the last
    14; ASTRA, 32 digits: digits 17 to 28); the parcel label specification of DPD (postcode, 14 digits of the parcel
    number, service, country, check character).
    """
    found = _behind_a_zip(bare)
    if re.fullmatch(r"(10\d{3}|96\d{3})\d{29}", bare):
        found.append(_last(bare, 14))
    if re.fullmatch(r"96\d{20}", bare):
        found.append(_last(bare, 15))
    if re.fullmatch(r"\d{32}", bare):
        found.append((bare[16:28], (bare[:16], bare[28:])))
    if re.fullmatch(r"\d{27}[0-9A-Z]", bare):
        found.append((bare[7:21], (bare[:7], bare[21:])))
    return found


def _behind_a_zip(bare: str) -> list[tuple[str, tuple[str, ...]]]:
    """Where the ZIP code ends is not marked: the cut whose rest has the right length and check digit comes first."""
    if not re.match(r"420\d{5}", bare):
        return []
    rests = [(bare[3 + length:], (bare[:3 + length],)) for length in (5, 9)]
    rests = [(rest, cut) for rest, cut in rests if re.fullmatch(r"9\d{19,25}", rest)]
    return sorted(rests, key=lambda one: (not has_gs1_check_digit(one[0]), len(one[0]) not in IMPB_LENGTHS))


def _last(bare: str, count: int) -> tuple[str, tuple[str, ...]]:
    """The last digits without the noughts that fill them up to `count`; a number of FedEx has twelve at least."""
    number = bare[-count:]
    while number.startswith("0") and len(number) > 12:
        number = number[1:]
    return number, (bare[:len(bare) - len(number)],)
