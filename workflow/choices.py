"""Lists of coded choices for staff, in their language: (code, label) pairs, as selects want them."""

from __future__ import annotations

from collections.abc import Mapping

from models.lifecycle import Ground
from reference import carriers, phrases, reasons
from reference.phrases import Phrase
from workflow import grounds
from workflow.sentences import Sentence, say

Pairs = list[tuple[str, str]]
# How a request reached us.
CHANNELS: dict[str, Sentence] = {
    "email": say("E-mail"), "phone": say("Phone"), "chat": say("Chat"), "marketplace": say("Marketplace"),
    "social": say("Social media"), "portal": say("Customer page"),
}
WITHOUT_PORTAL = tuple(code for code in CHANNELS if code != "portal")


def decline_reasons(language: str) -> Pairs:
    return _labels(phrases.decline_reasons(), language)


def override_reasons(language: str) -> Pairs:
    return _labels(phrases.override_reasons(), language)


def question_reasons(language: str) -> Pairs:
    return _labels(phrases.info_request_reasons(), language)


def ground_reasons(ground: Ground, language: str) -> Pairs:
    return _labels(grounds.reasons(ground), language)


def _labels(known: Mapping[str, Phrase], language: str) -> Pairs:
    return [(phrase.code, phrase.label.say(language)) for phrase in known.values()]


def return_reasons(language: str) -> Pairs:
    """Every reason an item may come back for, under its heading."""
    return [(row.code, f"{parent.text.say(language)}: {row.text.say(language)}") for parent in reasons.parents()
            for row in reasons.children(parent.code)]


def solutions() -> tuple[str, ...]:
    return reasons.SOLUTIONS


def carrier_names() -> Pairs:
    return [(row.code, row.name) for row in carriers.carriers().values()]


def label(code: str | None, language: str) -> str:
    """The words of any code that a page may show: a reason of any list; the code itself when it has none."""
    if not code:
        return ""
    for known in (phrases.decline_reasons(), phrases.override_reasons(), phrases.info_request_reasons(),
                  phrases.ground_reasons()):
        if code in known:
            return known[code].label.say(language)
    return reasons.reasons()[code].text.say(language) if code in reasons.reasons() else code
