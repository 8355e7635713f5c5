"""Which kind of RMA a case would be. The customer's better right goes first."""

from __future__ import annotations

from models.lifecycle import RmaKind
from workflow.eligibility import periods
from workflow.eligibility.case import Case


def kind_of(case: Case) -> RmaKind | None:
    """The kind that is open to this case today; None when every period for its reason has ended."""
    if case.asked in (RmaKind.WITHDRAWAL, RmaKind.RECALL):
        return case.asked
    offered = case.reason.kinds
    if "return" in offered and periods.in_return_window(case):
        return RmaKind.RETURN
    if ("warranty" in offered or case.is_fault) and (periods.in_warranty(case) or periods.in_guarantee(case)):
        return RmaKind.WARRANTY
    if "delivery" in offered:
        return RmaKind.DELIVERY
    if "withdrawal" in offered and periods.in_withdrawal_period(case):
        return RmaKind.WITHDRAWAL
    return RmaKind.RECALL if "recall" in offered else None
