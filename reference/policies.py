"""Return windows, the law of the market, warranty terms and exclusions, each row with its source."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from reference.tables import Text, json_data

ANY = "*"


@dataclass(frozen=True)
class Law:
    """What a market's law gives a consumer at the least. Zero days or months: the law fixes none.

    The starts are "delivery", "withdrawal" (the day the customer withdrew) or "goods_received" (by us).
    """

    market: str
    withdrawal_days: int
    withdrawal_start: str
    refund_days: int
    refund_start: str
    guarantee_months: int
    guarantee_start: str
    extension_months_after_repair: int
    source: str
    source_date: str


@dataclass(frozen=True)
class Policy:
    """The shop's own terms for a market, channel and product group; "*" stands for any.

    `postage` is by_reason, seller or buyer; `condition` is as_received or unopened. A deadline of 0 is none.
    """

    code: str
    market: str
    channel: str
    product_group: str
    return_days: int
    start: str
    postage: str
    restocking_fee_percent: int
    condition: str
    expires_unsent_days: int
    answer_within_business_days: int
    refund_within_business_days: int
    valid_from: date
    valid_to: date | None
    source: str
    source_date: str


@dataclass(frozen=True)
class WarrantyTerm:
    """How long and for what a product group is under the shop's warranty."""

    product_group: str
    months: int
    start: str
    covers: tuple[str, ...]
    excludes: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Exclusion:
    """Goods that are outside some kinds of RMA: `blocks` those kinds, unless a legal withdrawal overrides it."""

    code: str
    blocks: tuple[str, ...]
    keeps: tuple[str, ...]
    overridden_by_withdrawal: bool
    source: str
    text: Text


@cache
def _data() -> Mapping[str, Any]:
    return json_data("policies.json")


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


@cache
def laws() -> Mapping[str, Law]:
    """The law by market: a country code, EU for its members without an own row, or "*" for the rest."""
    return {row["market"]: Law(**row) for row in _data()["laws"]}


def law_of(country: str) -> Law:
    """The law for a customer in this country (ISO 3166 alpha-2)."""
    return next(laws()[market] for market in _markets(country) if market in laws())


def is_eu(country: str) -> bool:
    """True for the members of the European Union."""
    return country in _data()["eu_countries"]


def _markets(country: str) -> tuple[str, ...]:
    """The markets that a country belongs to, the closest first."""
    return (country, "EU", ANY) if is_eu(country) else (country, ANY)


def _policy(row: Mapping[str, Any]) -> Policy:
    starts, ends = date.fromisoformat(row["valid_from"]), row["valid_to"]
    return Policy(**{**row, "valid_from": starts, "valid_to": date.fromisoformat(ends) if ends else None})


@cache
def policies() -> tuple[Policy, ...]:
    """All default policies, as the data file has them."""
    return tuple(map(_policy, _data()["policies"]))


def policy_for(country: str, channel: str, product_group: str, on: date) -> Policy:
    """The closest policy in force on that day. A channel's rule goes before a product's, a product's before a
    market's, because a marketplace enforces its own; product groups are those of the question sets.
    """
    markets = _markets(country)
    fitting = [row for row in policies()
               if row.market in markets and row.channel in (channel, ANY)
               and row.product_group in (product_group, ANY) and row.valid_from <= on <= (row.valid_to or on)]
    return min(fitting, key=lambda row: (row.channel == ANY, row.product_group == ANY, markets.index(row.market)))


@cache
def warranty_terms() -> Mapping[str, WarrantyTerm]:
    """The shop's warranty by product group; "*" for the others, "repair" for a paid repair."""
    return {row["product_group"]: WarrantyTerm(**_tuples(row)) for row in _data()["warranty_terms"]}


def warranty_for(product_group: str) -> WarrantyTerm:
    """The shop's warranty for a product group."""
    return warranty_terms().get(product_group, warranty_terms()[ANY])


@cache
def exclusions() -> Mapping[str, Exclusion]:
    """The exclusions that a product may be marked with, by code."""
    return {row["code"]: Exclusion(**_tuples({**row, "text": Text(**row["text"])})) for row in _data()["exclusions"]}


@cache
def policy_texts() -> Mapping[str, Text]:
    """The sentences of a policy for customers, with {days}, {months} or {percent} to fill in."""
    return {name: Text(**texts) for name, texts in _data()["texts"].items()}


def platform_limits(channel: str) -> Mapping[str, Any]:
    """A marketplace's limits in percent (ebay_case_limit_percent, ...), with their source; empty if none on file."""
    return next((row for row in _data()["platform_limits"] if row["channel"] == channel), {})
