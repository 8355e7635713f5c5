"""Why something was done, in words: the reason of an act, and the codes of a movement."""

from __future__ import annotations

from workflow import by_road, carrier_claims, checking, choices, holding, packing
from workflow.sentences import Sentence, say

WITHOUT = "without."
OWN_LISTS: dict[str, Sentence] = {
    **checking.FAIL_REASONS, **carrier_claims.WITHOUT_PHOTOS, **by_road.REASONS,
    "not_right": say("Not the right goods"), "not_complete": say("Not complete"), "not_safe": say("Not safe")}


def of_act(code: str | None, language: str) -> Sentence | str:
    """The reason that stands with an act; empty where it has none."""
    if not code:
        return ""
    if code.startswith(WITHOUT):
        return packing.WHY_WITHOUT.get(code.removeprefix(WITHOUT), code)
    return OWN_LISTS.get(code) or choices.label(code, language)


def why(what: str, codes: str | None, language: str) -> Sentence | str:
    """The reason among the codes of a movement; empty where it has none."""
    code = next((part.partition(":")[2] for part in (codes or "").split() if part.startswith("reason:")), "")
    if not code:
        return ""
    if what.removeprefix("undo.").startswith("hold."):
        return holding.WORDS.get(code, code)
    return packing.WHY_WITHOUT.get(code) or OWN_LISTS.get(code) or choices.label(code, language)
