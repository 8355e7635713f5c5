"""Goods sold as final do not come back for a change of mind. Faults, and what the law gives, stay open."""

from __future__ import annotations

from models.lifecycle import RmaKind
from workflow.eligibility import periods
from workflow.eligibility.case import Case
from workflow.eligibility.kinds import kind_of
from workflow.sentences import Sentence, say

CODE, FIELD = "not_final_sale", "reason"


def refuses(case: Case) -> Sentence | None:
    free = not case.final_sale or case.is_fault or kind_of(case) is not RmaKind.RETURN
    lawful = "withdrawal" in case.reason.kinds and periods.in_withdrawal_period(case)
    if free or lawful or case.reason.postage == "seller":
        return None
    return say("This was a final sale and comes back only if something is wrong with it. "
               "If so, choose the reason that says what.")
