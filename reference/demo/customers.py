"""Demo customers: names that fit their country, real towns, telephones and mail addresses that are nobody's."""
from __future__ import annotations

from random import Random
from typing import Any

from reference.demo.material import Country, countries

MAIL_DOMAINS: tuple[str, ...] = ("example.com", "example.net", "example.org")
UNSPACED_NAMES: frozenset[str] = frozenset({"Chinese"})


def make_customer(rng: Random, sequence: int) -> dict[str, Any]:
    """A customer with name, email, phone, language, locale and address; `sequence` keeps the mail unique."""
    country = _country(rng)
    name = _name(country, rng)
    return {
        "name": name,
        "email": f"{_mail_name(name)}.{sequence}@{rng.choice(MAIL_DOMAINS)}",
        "phone": _phone(country, rng),
        "language": country.language,
        "locale": country.locale,
        "address": _address(country, name, rng),
    }


def _country(rng: Random) -> Country:
    rows = list(countries().values())
    return rng.choices(rows, weights=[row.weight for row in rows])[0]


def _name(country: Country, rng: Random) -> str:
    given, family = rng.choice(country.given), rng.choice(country.family)
    if country.name_order == "given_first":
        return f"{given} {family}"
    return family + ("" if country.script in UNSPACED_NAMES else " ") + given


def _mail_name(name: str) -> str:
    plain = "".join(sign for sign in name.lower() if sign.isascii() and sign.isalpha())
    return plain or "buyer"


def _phone(country: Country, rng: Random) -> str:
    """Every {n2} and {n3} of the pattern becomes digits of its own: 05 to 99, 000 to 999."""
    phone = country.phone
    while "{n2}" in phone:
        phone = phone.replace("{n2}", f"{rng.randrange(5, 100):02d}", 1)
    return phone.replace("{n3}", f"{rng.randrange(1000):03d}")


def _address(country: Country, name: str, rng: Random) -> dict[str, str]:
    place, street = rng.choice(country.places), rng.choice(country.streets)
    return {
        "name": name,
        "street": country.street_format.format(street=street, number=rng.randrange(1, 120)),
        "city": place.city,
        "postcode": place.postcode,
        "region": place.region,
        "country": country.country,
    }
