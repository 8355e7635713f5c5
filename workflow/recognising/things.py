"""Codes that stand on goods, not on parcels: GTIN, IMEI, and the labels of Amazon's warehouses."""

from __future__ import annotations

import re
from dataclasses import replace

from stdnum import luhn

from workflow.recognising.checks import has_gs1_check_digit
from workflow.recognising.claims import Claim
from workflow.recognising.tracking import is_leitcode

# EAN and UPC bars (]E) can hold nothing but a GTIN.
EAN = "]E"
# LPN: Amazon's number of one returned item. FNSKU: its number of a seller's product. ASIN: its number of a product.
AMAZON = (("lpn", re.compile(r"LPN[0-9A-Z]{6,17}")), ("fnsku", re.compile(r"X00[0-9A-Z]{7}")),
          ("asin", re.compile(r"B0(?=[0-9A-Z]*\d)[0-9A-Z]{8}")))
# Reporting bodies: an IMEI begins with the two digits of who allocated it (GSMA TS.06). PTCRB, TÜV and BABT, TAF, MSAI,
# BABT, and the global one; then those of phones of the nineties, whose digits carriers' numbers have as well.
ALLOCATES_IMEIS = {"01", "35", "86", "91", "98", "99"}
ONCE_ALLOCATED_IMEIS = {"10", "30", "33", "44", "45", "49", "50", "51", "52", "53", "54"}
NAMED = re.compile(r"(S/?N|SERIAL(?: NO\.?| NUMBER)?|IMEI ?[12]?) ?: ?([0-9A-Z][0-9A-Z ./_-]{2,59})")
# DHL Express: destination and product for its sorting machines.
DHL_ROUTING = re.compile(r"2L[A-Z]{2}[0-9A-Z]+\+\d+")


def named(text: str) -> tuple[str, str, str] | None:
    """Labels whose code says what it is (“SN: AB-12”): the kind, the value, the words before it."""
    found = NAMED.fullmatch(text)
    if not found:
        return None
    return "imei" if found.group(1).startswith("IMEI") else "serial", found.group(2), found.group(1)


def claims_of_named(kind: str, value: str, words: str) -> list[Claim]:
    if kind == "serial":
        return [Claim("serial", value, "prefix", f"{words}:", cut=(f"{words}:",))]
    return [replace(claim, strength="own", cut=(f"{words}:",)) for claim in _imei(re.sub(r"[\s-]", "", value))]


def claims(bare: str, aim: str) -> list[Claim]:
    """What it may be apart from a carrier's number."""
    found = [Claim(kind, bare, "prefix", kind.upper()) for kind, form in AMAZON if form.fullmatch(bare)]
    if DHL_ROUTING.fullmatch(bare):
        found.append(Claim("routing", bare, "own", "DHL Express routing"))
    if re.fullmatch(r"420\d{5}(\d{4})?", bare):
        found.append(Claim("routing", bare[3:], "own", "USPS routing", cut=("420",)))
    if not bare.isascii() or not bare.isdigit() or not bare.strip("0"):
        return found
    return found + _gtin(bare, aim) + _other_digits(bare)


def _gtin(bare: str, aim: str) -> list[Claim]:
    """Eight digits alone prove little: order numbers have as many."""
    if len(bare) not in (8, 12, 13, 14) or not has_gs1_check_digit(bare):
        return []
    strength = "own" if aim.startswith(EAN) else "weak" if len(bare) == 8 else "check"
    return [Claim("gtin", bare, strength, "GTIN")]


def _imei(bare: str) -> list[Claim]:
    """Fourteen digits and Luhn's check digit (3GPP TS 23.003); without a body that allocates them it is none."""
    body = bare[:2]
    if len(bare) != 15 or body not in ALLOCATES_IMEIS | ONCE_ALLOCATED_IMEIS or not luhn.is_valid(bare):
        return []
    return [Claim("imei", bare, "own" if body in ALLOCATES_IMEIS else "weak", "IMEI")]


def _other_digits(bare: str) -> list[Claim]:
    found = _imei(bare)
    if len(bare) == 18 and has_gs1_check_digit(bare):
        found.append(Claim("sscc", bare, "check", "GS1 SSCC"))
    if is_leitcode(bare):
        found.append(Claim("routing", bare, "check", "DHL Leitcode"))
    return found
