"""Only a reason of the catalogue that is in use and is no heading can be chosen."""

from __future__ import annotations

from workflow.eligibility.case import Case
from workflow.sentences import Sentence, say

CODE, FIELD = "reason_is_open", "reason"


def refuses(case: Case) -> Sentence | None:
    if case.reason.active and not case.reason.is_parent:
        return None
    return say("This reason is not in use any more. Choose another one.")
