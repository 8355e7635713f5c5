"""The wish is one of those that the reason, the product and the kind of RMA have."""

from __future__ import annotations

from workflow.eligibility import offers
from workflow.eligibility.case import Case
from workflow.sentences import Sentence, say

CODE, FIELD = "solution_is_offered", "wanted"


def refuses(case: Case) -> Sentence | None:
    if case.wanted in offers.solutions(case):
        return None
    return say("Choose what you would like us to do.")
