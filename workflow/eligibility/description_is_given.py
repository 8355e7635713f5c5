"""Some reasons need words: what happens, since when."""

from __future__ import annotations

from workflow.eligibility.case import Case
from workflow.sentences import Sentence, say

CODE, FIELD = "description_is_given", "description"
SHORTEST = 8


def refuses(case: Case) -> Sentence | None:
    if not case.reason.needs_description or len(case.description.strip()) >= needed(case.description):
        return None
    return say("Describe in a few words what is wrong. It helps us to put it right the first time.")


def needed(text: str) -> int:
    """How many signs are enough: a sentence in Chinese is shorter than one in Latin letters."""
    return 3 if any(ord(sign) > 0x2E7F for sign in text) else SHORTEST
