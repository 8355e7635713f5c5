"""The terms that were recorded with a request (reference/policies.py) in words, for an evidence file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workflow import choices
from workflow.sentences import Sentence, say

Words = Sentence | str
LONGEST = 1000

# Groups of terms as the record has them: the policies that may apply, the law of the market, each item's own.
POLICY, LAW, ITEM = (say("Policy %(name)s: %(term)s"), say("Law: %(term)s"), say("Item %(number)s: %(term)s"))
TERMS: dict[str, Sentence] = {
    "made_at": say("recorded at"), "market": say("market"), "channel": say("channel"),
    "product_group": say("product group"), "return_days": say("days to return"), "start": say("counted from"),
    "postage": say("return postage paid by"), "restocking_fee_percent": say("restocking fee in percent"),
    "fee_percent": say("restocking fee in percent"), "objections": say("objection"),
    "condition": say("condition of the goods"), "expires_unsent_days": say("days to send the box"),
    "answer_within_business_days": say("business days to answer"),
    "refund_within_business_days": say("business days to refund"), "valid_from": say("in force from"),
    "valid_to": say("in force until"), "source": say("source"), "source_date": say("as of"),
    "withdrawal_days": say("days to withdraw"), "withdrawal_start": say("withdrawal counted from"),
    "refund_days": say("days to refund"), "refund_start": say("refund counted from"),
    "guarantee_months": say("months of legal guarantee"), "guarantee_start": say("guarantee counted from"),
    "extension_months_after_repair": say("more months of guarantee after a repair"), "policy": say("policy applied"),
    "reason": say("reason"), "kind": say("kind of request"), "counts_as_defect": say("counts as a defect"),
    "return_until": say("return until"), "withdrawal_until": say("withdrawal until"),
    "warranty_until": say("warranty until"), "guarantee_until": say("legal guarantee until"),
    "in_return_window": say("in time to return"), "in_warranty": say("under warranty"),
    "in_guarantee": say("under legal guarantee"),
}
# Objections have the names of what was not so (workflow/eligibility).
VALUES: dict[str, Sentence] = {
    "*": say("all"), "True": say("yes"), "delivery": say("delivery"), "withdrawal": say("withdrawal"),
    "goods_received": say("arrival of the goods at the seller"), "by_reason": say("depends on the reason"),
    "seller": say("the seller"), "buyer": say("the customer"), "as_received": say("as received"),
    "unopened": say("unopened"), "return": say("return"), "warranty": say("warranty"), "recall": say("recall"),
    "in_time": say("too late to return"), "withdrawal_in_time": say("too late to withdraw"),
    "still_unopened": say("opened"), "not_final_sale": say("final sale"), "photo_is_given": say("no photo was sent"),
    "description_is_given": say("no description was sent"), "reason_is_open": say("this reason is not offered"),
    "solution_is_offered": say("this solution is not offered"),
}
BY_LAW = {"withdrawal_until": "withdrawal_days", "guarantee_until": "guarantee_months"}
"""A last day of an item, and the term of the law that it is counted by."""
OWN_NOTES = ("House default", "change it in the settings")
"""How notes for the seller begin that stand in a source (reference/policies.json)."""
OWN_TERMS = say("the seller's own terms")
LEFT_OUT = ("order_line_id", "code")
"""Numbers of our own, and what stands before each line already."""


def lines(policy: Mapping[str, Any], language: str) -> Iterator[tuple[Words, Words]]:
    """Name and value of every term. What this module has no words for stands as it was recorded.

    What the law of the market does not give has no last day.
    """
    law = policy.get("law") or {}
    not_given = [day for day, length in BY_LAW.items() if not law.get(length)]
    for key, value in policy.items():
        if key == "policies":
            for name, terms in value.items():
                yield from _group(terms, language, lambda term, name=name: Sentence(
                    POLICY.msgid, {"name": name, "term": term}))
        elif key == "law":
            yield from _group(value, language, lambda term: Sentence(LAW.msgid, {"term": term}))
        elif key == "units":
            for number, terms in enumerate(value, start=1):
                given = {name: term for name, term in terms.items() if name not in not_given}
                yield from _group(given, language, lambda term, number=number: Sentence(
                    ITEM.msgid, {"number": number, "term": term}))
        else:
            yield from _group({key: value}, language, lambda term: term)


def _group(terms: Any, language: str, named: Callable[[Words], Words]) -> Iterator[tuple[Words, Words]]:
    for key, value in _flat(terms):
        if key not in LEFT_OUT:
            yield named(TERMS.get(key.partition(".")[0], key)), _value(key, str(value), language)


def _flat(terms: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Terms without those that are empty; what lies in a term is named by both: `covers.1`."""
    pairs = terms.items() if isinstance(terms, Mapping) else enumerate(terms, 1) if isinstance(terms, list) else ()
    for key, value in pairs:
        if isinstance(value, (Mapping, list)):
            yield from _flat(value, f"{name}{key}.")
        elif value not in (None, "", False):
            yield f"{name}{key}", value


def _value(key: str, value: str, language: str) -> Words:
    if key == "reason":
        return choices.label(value, language)
    if key == "made_at":
        return value[:19].replace("T", " ")
    if key == "source":
        return _source(value)
    return VALUES.get(value, value[:LONGEST])


def _source(value: str) -> Words:
    """The law or help page that a term follows; our notes to the seller are nobody's source."""
    parts = value.split("; ")
    named = "; ".join(part for part in parts if not part.startswith(OWN_NOTES))[:LONGEST]
    if not parts[0].startswith(OWN_NOTES):
        return named
    return Sentence("%(first)s · %(rest)s", {"first": OWN_TERMS, "rest": named}) if named else OWN_TERMS
