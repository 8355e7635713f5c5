"""The demo files as values. Nothing here is about a real person; see README.md for the sources."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reference.tables import Text, csv_rows, json_data, listed, text_of


@dataclass(frozen=True)
class Product:
    """One thing that the demo company sells. Devices have a `serial_prefix`, gifts do not. Price is in GBP pence."""

    sku: str
    name: str
    category: str
    kind: str
    price_minor: int
    currency: str
    weight_g: int
    warranty_months: int
    gtin: str
    hs_code: str
    accessories: tuple[str, ...]
    serial_prefix: str
    battery: str
    exclusions: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Part:
    """One spare part and the kind of device that it fits. Price is in GBP pence."""

    sku: str
    text: Text
    fits: str
    price_minor: int
    currency: str
    stock: int
    low_stock: int
    gtin: str


@dataclass(frozen=True)
class FaultRecord:
    """One repair as a repair cafe would note it; `outcome` is fixed, repairable, end_of_life, no_fault_found."""

    category: str
    kind: str
    description: str
    fault: str
    part: str
    outcome: str
    minutes: int


@dataclass(frozen=True)
class Place:
    """A real town with one of its real postcodes; `region` is empty where addresses have none."""

    city: str
    postcode: str
    region: str


@dataclass(frozen=True)
class Country:
    """Where demo customers live: names, towns, streets, and a telephone pattern that rings at nobody's."""

    country: str
    name: str
    locale: str
    language: str
    currency: str
    script: str
    name_order: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[Place, ...]
    streets: tuple[str, ...]
    street_format: str
    phone: str
    phone_note: str
    weight: int
    carriers: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """One person of the demo warehouse."""

    username: str
    name: str
    latin_name: str
    roles: tuple[str, ...]
    language: str
    email: str


@dataclass(frozen=True)
class Rate:
    """How many units of a currency one pound is worth in the demo, and the currency's decimal places."""

    per_gbp: float
    exponent: int

    def from_pence(self, pence: int) -> int:
        """An amount in GBP pence as minor units of this currency."""
        return max(1, round(pence * self.per_gbp * 10 ** self.exponent / 100))


def _product(row: dict[str, str]) -> Product:
    numbers = {name: int(row[name]) for name in ("price_minor", "weight_g", "warranty_months")}
    lists = {name: listed(row[name]) for name in ("accessories", "exclusions")}
    return Product(**{**row, **numbers, **lists})


@cache
def products() -> Mapping[str, Product]:
    """Everything on sale, by SKU: gifts first, then devices."""
    return {row["sku"]: _product(row) for row in csv_rows("demo/products.csv")}


@cache
def parts() -> Mapping[str, Part]:
    """Every spare part, by SKU."""
    return {row["sku"]: Part(sku=row["sku"], text=text_of(row), fits=row["fits"], currency=row["currency"],
                             price_minor=int(row["price_minor"]), stock=int(row["stock"]),
                             low_stock=int(row["low_stock"]), gtin=row["gtin"])
            for row in csv_rows("demo/parts.csv")}


@cache
def fault_records() -> tuple[FaultRecord, ...]:
    """The faults that demo repairs are made from, 150 for each category of devices."""
    return tuple(FaultRecord(**{**row, "minutes": int(row["minutes"])}) for row in csv_rows("demo/faults.csv"))


def _country(row: dict[str, Any]) -> Country:
    lists = {name: tuple(row[name]) for name in ("given", "family", "streets", "carriers")}
    return Country(**{**row, **lists, "places": tuple(Place(**place) for place in row["places"])})


@cache
def countries() -> Mapping[str, Country]:
    """Where demo customers live, by country code (ISO 3166 alpha-2)."""
    return {row["country"]: _country(row) for row in json_data("demo/people.json")["countries"]}


@cache
def staff() -> tuple[Staff, ...]:
    """The people of the demo warehouse."""
    return tuple(Staff(**{**row, "roles": tuple(row["roles"])}) for row in json_data("demo/people.json")["staff"])


@cache
def messages(language: str) -> tuple[str, ...]:
    """What customers write, in one of our languages (two letters)."""
    return tuple(json_data("demo/people.json")["messages"][language])


@cache
def rates() -> Mapping[str, Rate]:
    """Exchange rates of the demo, by currency code. Rough and invented."""
    return {code: Rate(**row) for code, row in json_data("demo/people.json")["rates"].items()}
