"""Withdrawing without a reason is for the days that the law of the customer's country gives."""

from __future__ import annotations

from models.lifecycle import RmaKind
from workflow.eligibility import periods
from workflow.eligibility.case import Case
from workflow.sentences import Sentence, say

CODE, FIELD = "withdrawal_in_time", "kind"


def refuses(case: Case) -> Sentence | None:
    if case.asked is not RmaKind.WITHDRAWAL or periods.in_withdrawal_period(case):
        return None
    if case.law.withdrawal_days == 0:
        return say("The law of your country has no right to withdraw from this purchase. Choose a reason instead.")
    return say("The time for withdrawing without a reason ended on %(day)s. Choose a reason instead.",
               day=periods.withdrawal_until(case))
