"""What becomes of the goods: a proposal, which a person may change with a reason."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reference.tables import json_data

DISPOSITIONS: tuple[str, ...] = ("repair", "to_customer", "stock_as_new", "stock_open_box", "refurbish",
                                 "vendor", "liquidate", "donate", "scrap")
GIVES_UP_THE_ITEM: frozenset[str] = frozenset({"replacement", "exchange", "refund", "store_credit"})


@dataclass(frozen=True)
class Limits:
    """The values, in minor units of the home currency, from which a way is worth its trouble."""

    refurbish_from: int
    vendor_from: int
    liquidate_from: int
    donate_from: int


@cache
def default_limits() -> Limits:
    """The limits of the data file; the shop's own stand in its settings."""
    return Limits(**json_data("dispositions.json"))


def propose_disposition(grade: str, owner: str, coverage: str, resolution: str | None, value_minor: int,
                        repairable: bool, *, unsafe: bool = False, limits: Limits | None = None) -> str:
    """One of DISPOSITIONS for a unit of this grade (A to D) and owner (customer, us).

    `coverage` is covered, not_covered or in_part; `resolution` is what the customer wants or was given, None
    where nothing was asked; `value_minor` is what the unit would fetch in good order. Raises ValueError for an
    unknown grade or owner.
    """
    if grade not in ("A", "B", "C", "D") or owner not in ("customer", "us"):
        raise ValueError(f"no proposal for grade {grade!r} and owner {owner!r}")
    if owner == "customer" and not _becomes_ours(coverage, resolution):
        return _for_customer(resolution, repairable)
    if unsafe:
        return "scrap"
    return _for_us(grade, coverage, value_minor, repairable, limits or default_limits())


def _becomes_ours(coverage: str, resolution: str | None) -> bool:
    return resolution in GIVES_UP_THE_ITEM and coverage != "not_covered"


def _for_customer(resolution: str | None, repairable: bool) -> str:
    return "repair" if resolution == "repair" and repairable else "to_customer"


def _for_us(grade: str, coverage: str, value: int, repairable: bool, limits: Limits) -> str:
    if grade == "A":
        return "stock_as_new"
    if grade == "B":
        return "stock_open_box"
    if grade == "D" and coverage == "covered" and value >= limits.vendor_from:
        return "vendor"
    if value >= limits.refurbish_from and (repairable or grade == "C"):
        return "refurbish"
    if value >= limits.liquidate_from:
        return "liquidate"
    return "donate" if grade == "C" and value >= limits.donate_from else "scrap"
