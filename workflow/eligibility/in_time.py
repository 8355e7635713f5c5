"""A reason needs a period that still runs: the return window, the warranty, the law's guarantee."""

from __future__ import annotations

from workflow.eligibility import periods
from workflow.eligibility.case import Case
from workflow.eligibility.kinds import kind_of
from workflow.sentences import Sentence, say

CODE, FIELD = "in_time", "reason"


def refuses(case: Case) -> Sentence | None:
    if kind_of(case) is not None:
        return None
    if case.is_fault or "warranty" in case.reason.kinds:
        ends = [day for day in (periods.warranty_until(case), periods.guarantee_until(case)) if day]
        return say("The warranty ended on %(day)s. Write to us if you would like to pay for a repair.",
                   day=max(ends, default=case.today))
    return say("The time for sending this back ended on %(day)s. If something is wrong with it, "
               "choose the reason that says what.", day=periods.return_until(case))
