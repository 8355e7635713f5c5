"""What a case may ask for, who pays the way back, and what is kept of the price."""

from __future__ import annotations

from models.lifecycle import RmaKind
from workflow.eligibility import periods
from workflow.eligibility.case import Case
from workflow.eligibility.kinds import kind_of

SELLER, BUYER = "seller", "buyer"
PUTS_IT_RIGHT = ("repair", "replacement")


def solutions(case: Case) -> tuple[str, ...]:
    """What the customer may wish for: the reason's list, less what this product or this kind does not have."""
    kind = kind_of(case)
    if kind is RmaKind.WITHDRAWAL:
        return ("refund",)
    fitting = tuple(name for name in case.reason.solutions if name != "repair" or case.repairable)
    if kind is RmaKind.WARRANTY and not periods.in_return_window(case):
        return tuple(name for name in fitting if name in PUTS_IT_RIGHT) or fitting
    return fitting


def postage(case: Case) -> str:
    """Who pays the way back: "seller" or "buyer"."""
    kind = kind_of(case)
    if kind in (RmaKind.WARRANTY, RmaKind.RECALL):
        return SELLER
    if case.policy.postage in (SELLER, BUYER):
        return SELLER if case.is_fault else case.policy.postage
    return BUYER if kind is RmaKind.WITHDRAWAL else case.reason.postage


def fee_percent(case: Case) -> int:
    """The share of the price that we keep when the thing was used: never for a fault, never against a law."""
    protected = periods.in_withdrawal_period(case)
    if kind_of(case) is not RmaKind.RETURN or case.is_fault or protected or case.reason.postage == SELLER:
        return 0
    return case.policy.restocking_fee_percent
