"""Where the policy takes back unopened goods only, an opened one comes back only if something is wrong with it."""

from __future__ import annotations

from models.lifecycle import RmaKind
from workflow.eligibility.case import Case
from workflow.eligibility.kinds import kind_of
from workflow.sentences import Sentence, say

CODE, FIELD = "still_unopened", "opened"


def asks(case: Case) -> bool:
    """Whether it matters if the package was opened."""
    return case.policy.condition == "unopened" and kind_of(case) is RmaKind.RETURN and not case.is_fault


def refuses(case: Case) -> Sentence | None:
    if not asks(case) or case.opened is False:
        return None
    if case.opened is None:
        return say("Say whether the package has been opened.")
    return say("Only unopened goods can be returned for this reason.")
