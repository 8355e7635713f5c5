"""The reason catalogue: why something comes back, and what follows from it by default."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reference.tables import Text, csv_rows, is_yes, listed, text_of

GOODS: tuple[str, ...] = ("customer", "carrier", "nobody")
"""Who has the goods when this is why they come back: the customer, who sends them; a carrier, who brings them back by
itself; nobody that could send them."""
NOT_WHAT_WAS_ORDERED = frozenset({"wrong_item", "extra_item"})
"""Reasons with which something else comes back than what stands in the order."""
SOLUTIONS: tuple[str, ...] = ("repair", "replacement", "exchange", "refund", "partial_refund_keep", "store_credit")
KINDS: tuple[str, ...] = ("return", "warranty", "withdrawal", "delivery", "recall")


@dataclass(frozen=True)
class Reason:
    """One row of the catalogue. A parent only groups: it has no kinds, no solutions and no channel codes."""

    code: str
    parent: str
    active: bool
    portal: bool
    kinds: tuple[str, ...]
    solutions: tuple[str, ...]
    postage: str
    goods: str
    needs_photo: bool
    needs_description: bool
    ebay_defect: bool
    channel_codes: Mapping[str, str]
    text: Text

    @property
    def is_parent(self) -> bool:
        """True for a heading that cannot be chosen itself."""
        return not self.parent

    @property
    def never_came(self) -> bool:
        """Whether the customer never got the goods, so that there is nothing to send back."""
        return self.goods == "nobody"

    @property
    def carrier_has_it(self) -> bool:
        """Whether a carrier brings the goods back by itself: the customer has nothing to pack."""
        return self.goods == "carrier"


@dataclass(frozen=True)
class ChannelReason:
    """What a marketplace calls a reason, and whether a return for it counts against the seller there."""

    channel: str
    channel_code: str
    reason: str
    group: str
    counts_as_defect: bool
    preset: int | None


def _reason(row: dict[str, str]) -> Reason:
    flags = {name: is_yes(row[name]) for name in
             ("active", "portal", "needs_photo", "needs_description", "ebay_defect")}
    return Reason(code=row["code"], parent=row["parent"], kinds=listed(row["kinds"]),
                  solutions=listed(row["solutions"]), postage=row["postage"], goods=row["goods"], text=text_of(row),
                  channel_codes={name: row[name] for name in ("ebay", "amazon", "shopify") if row[name]}, **flags)


@cache
def reasons() -> Mapping[str, Reason]:
    """Every reason, parents too, by code, in the order in which they are shown."""
    return {row["code"]: _reason(row) for row in csv_rows("reasons.csv")}


def reason(code: str) -> Reason:
    """The reason with this code. Raises KeyError for an unknown one."""
    return reasons()[code]


def of_unit(unit: Any) -> Reason | None:
    """The reason that was given for a unit (a row with `reason`); None where there is none, or none that we know."""
    return reasons().get(unit.reason or "")


def said(unit: Any, language: str) -> str:
    """The reason that was given for a unit in a language; empty where there is none."""
    reason = of_unit(unit)
    return reason.text.say(language) if reason else ""


def never_came(unit: Any) -> bool:
    """Whether by the reason given for it the customer never got a unit."""
    reason = of_unit(unit)
    return reason is not None and reason.never_came


def carrier_has_it(unit: Any) -> bool:
    """Whether by the reason given for it a carrier brings a unit back by itself."""
    reason = of_unit(unit)
    return reason is not None and reason.carrier_has_it


def is_sent_by_customer(unit: Any) -> bool:
    """Whether a unit is the customer's to send."""
    return not never_came(unit) and not carrier_has_it(unit)


@cache
def not_with_customer() -> tuple[str, ...]:
    """The codes of the reasons with which the customer has no goods to send."""
    return tuple(row.code for row in reasons().values() if row.never_came or row.carrier_has_it)


def children(parent: str, *, portal_only: bool = False) -> list[Reason]:
    """The active reasons under a parent; with `portal_only` those that a customer may choose."""
    return [row for row in reasons().values()
            if row.parent == parent and row.active and (row.portal or not portal_only)]


def parents() -> list[Reason]:
    """The headings, in the order in which they are shown."""
    return [row for row in reasons().values() if row.is_parent]


def for_kind(kind: str) -> list[Reason]:
    """The active reasons that an RMA of this kind (return, warranty, withdrawal, delivery, recall) may have."""
    return [row for row in reasons().values() if row.active and kind in row.kinds]


def _channel_reason(row: dict[str, str]) -> ChannelReason:
    return ChannelReason(channel=row["channel"], channel_code=row["channel_code"], reason=row["reason"],
                         group=row["group"], counts_as_defect=is_yes(row["counts_as_defect"]),
                         preset=int(row["preset"]) if row["preset"] else None)


@cache
def channel_reasons() -> Mapping[tuple[str, str], ChannelReason]:
    """Every marketplace reason by (channel, the channel's code)."""
    rows = map(_channel_reason, csv_rows("channel_reasons.csv"))
    return {(row.channel, row.channel_code): row for row in rows}


def from_channel(channel: str, channel_code: str) -> Reason:
    """Our reason for a marketplace's code; "other" when the marketplace has invented a new one.

    Amazon's seller-fulfilled reports write "CR-DEFECTIVE" where its FBA reports write "DEFECTIVE".
    """
    plain = channel_code.removeprefix("CR-").upper()
    found = channel_reasons().get((channel, plain))
    return reason(found.reason if found else "other")


def ebay_preset() -> list[ChannelReason]:
    """The eight eBay reasons of the seller-defect preset, in their order: three of remorse, five that count."""
    rows = [row for row in channel_reasons().values() if row.channel == "ebay" and row.preset]
    return sorted(rows, key=lambda row: row.preset or 0)
