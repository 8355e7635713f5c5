"""Messages of ISO/IEC 15434 as carriers print them in MaxiCode and PDF417: `[)>` RS, a format, fields parted by GS.

Format 01 (ANSI MH10.8.3, the UPS guide to labelling): postcode (MaxiCode: 96 before it), country, class of service,
tracking number, carrier (UPSN, FDE...), for UPS the account. UPS shortens its number there to 1Z and the last eight:
the account and the class of service are the rest of it.
Format 06 (ANSI MH10.8.2): each field begins with its data identifier; J names a licence plate. On goods S is the serial
number, 1P and P the maker's or the customer's number of the product.
"""

from __future__ import annotations

import re

from workflow.recognising.checks import is_ups
from workflow.recognising.claims import Claim
from workflow.recognising.wrappings import CONTROL, GS, RS, Peeled

HEADER = "[)>"
SERIAL, PRODUCT = re.compile(r"^S([0-9A-Z][0-9A-Z ./_-]{2,59})$"), re.compile(r"^1?P([0-9A-Z][0-9A-Z ./_-]{2,59})$")
LICENCE_PLATE = re.compile(r"^\d?J(J?[A-Z]{2,4}\d{9,20})$")


def is_message(peeled: Peeled) -> bool:
    return peeled.text.startswith(HEADER) or peeled.aim.upper().startswith("]U")


def numbers(peeled: Peeled) -> list[str]:
    """The tracking numbers that the message may hold, the surest first; empty when it only says where to."""
    fields = _fields(peeled)
    whole = re.search(r"1Z[0-9A-Z]{15}\d", CONTROL.sub("", peeled.text))
    found = [whole.group()] if whole and is_ups(whole.group()) else []
    found += _of_ups(fields)
    for field in fields:
        plate = LICENCE_PLATE.match(field)
        if plate:
            found.append(plate.group(1))
    carriers_field = next((at for at, field in enumerate(fields) if re.match(r"^FD[A-Z]", field)), None)
    if carriers_field:
        found.append(_of_fedex(fields[carriers_field - 1]))
    return [number for number in dict.fromkeys(found) if number]


def _fields(peeled: Peeled) -> list[str]:
    return [part.strip() for part in re.split(f"[{GS}{RS}]", peeled.text.removeprefix(HEADER)) if part.strip()]


def on_goods(peeled: Peeled) -> tuple[list[str], list[str]]:
    """Serial numbers and product numbers of format 06."""
    fields = _fields(peeled)
    if "06" not in fields[:1]:
        return [], []
    serials, products = ([found.group(1) for field in fields if (found := form.match(field))]
                         for form in (SERIAL, PRODUCT))
    return serials, products


def _of_ups(fields: list[str]) -> list[str]:
    """1Z, account, class of service (the last two of three digits), then the eight that stand in the message."""
    for at, field in enumerate(fields[:-2]):
        short = re.fullmatch(r"1Z([0-9A-Z]{8})", field)
        if short and at and fields[at + 1].startswith("UPS"):
            number = "1Z" + fields[at + 2][:6] + fields[at - 1][-2:] + short.group(1)
            return [number] if is_ups(number) else []
    return []


def _of_fedex(field: str) -> str:
    """Its field holds the number and the four digits of the form, or the 34 digits of the barcode."""
    return field[:-4] if re.fullmatch(r"\d{16}", field) else field if field.isdigit() else ""


def other_claims(peeled: Peeled) -> list[Claim]:
    """What is left when no carrier's number is in it: a thing's; else where to, which format 06 does not say."""
    serials, _products = on_goods(peeled)
    if serials:
        return [Claim("serial", serials[0], "own", "ISO 15434", cut=(HEADER,))]
    return [] if "06" in _fields(peeled)[:1] else [_routing(peeled)]


def _routing(peeled: Peeled) -> Claim:
    """The postcode, for the carrier's machines."""
    fields = [part for part in re.split(f"[{GS}{RS}]", peeled.text.removeprefix(HEADER)) if part not in ("", "01")]
    postcode = re.sub(r"^(01)?96(?=\d{5})", "", fields[0]) if fields else ""
    return Claim("routing", CONTROL.sub("", postcode)[:20], "own", "MaxiCode", cut=(HEADER,))
