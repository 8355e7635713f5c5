"""Some reasons need a picture: damage, a wrong item, a missing part."""

from __future__ import annotations

from workflow.eligibility.case import Case
from workflow.sentences import Sentence, say

CODE, FIELD = "photo_is_given", "photos"


def refuses(case: Case) -> Sentence | None:
    if not case.reason.needs_photo or case.photos > 0:
        return None
    return say("Add at least one photo that shows it.")
