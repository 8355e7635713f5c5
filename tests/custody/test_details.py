"""What stands in codes in the log is read in words: details of movements, and the terms of a request."""

from __future__ import annotations

import pkgutil
from dataclasses import fields

import pytest
from flask import Flask

from jobs.custody_words import said
from labels.language import Speaker
from models.lifecycle import Disposition, Ground, Resolution, RmaKind
from reference.policies import Law, Policy
from tests.requesting import shop
from workflow import eligibility, movement_details, terms_words
from workflow.actors import Actor
from workflow.requesting import Wish, request_return
from workflow.sentences import Sentence


def in_words(what: str, codes: str | None, language: str = "en") -> str:
    words = movement_details.words(what, codes, language)
    return said(Speaker(language), words.as_data() if isinstance(words, Sentence) else words)


@pytest.mark.parametrize(("what", "codes", "words"), [
    ("unit.inspected", "grade:B fault:DIRTY way:stock_open_box", "grade B · Dirty or smells · stock, open box"),
    ("unit.inspected", "grade:A fault:none way:to_customer", "grade A · to the customer"),
    ("unit.requested", "reason:arrived_late wanted:partial_refund_keep",
     "It arrived too late · partial refund, customer keeps it"),
    ("unit.resolved", "refund missing not_in_parcel", "refund · missing from the box · Was not in the parcel"),
    ("part.add", "job:3 part:5", ""), ("job.working", None, ""), ("parcel.labelled", "carrier:dhl", "DHL"),
    ("parcel.labelled", "carrier:pigeon", "pigeon"), ("parcel.weighed", "grams:1250", "1250 g"),
    ("unit.tagged", "T1>T2", "T1>T2"), ("a.new.one", "colour:blue", "colour:blue")])
def test_codes_in_words(what: str, codes: str | None, words: str) -> None:
    assert in_words(what, codes) == words


def test_each_decision_has_words() -> None:
    for code in (*Resolution, *Ground, *Disposition):
        assert in_words("unit.resolved", code.value, "zh") != code.value, code


def test_each_term_has_words() -> None:
    known = {*terms_words.TERMS, *terms_words.LEFT_OUT}
    assert {field.name for kind in (Law, Policy) for field in fields(kind)} - known == set()
    rules = [module.name for module in pkgutil.iter_modules(eligibility.__path__)
             if hasattr(__import__(f"workflow.eligibility.{module.name}", fromlist=["CODE"]), "CODE")]
    assert len(rules) > 6 and {*rules, *RmaKind} - set(terms_words.VALUES) == set()


def test_the_terms_of_a_request_in_words(app: Flask, people: dict[str, Actor]) -> None:
    bought = shop.buy(delivered_days_ago=90)
    rma_id = request_return(order_id=bought.id, wishes=[Wish(bought.lines[0], "changed_mind")], language="en",
                            by=people["alice"], opened_through="phone", override_reason="goodwill")
    lines = {str(name): str(value) for name, value in terms_words.lines(shop.rma(rma_id).policy, "en")}
    assert lines["Item 1: objection"] == "too late to return" and lines["Law: days to withdraw"] == "14"
    assert lines["Item 1: reason"] == "I changed my mind"
    assert [name for name in lines if "_" in name] == []
    assert list(terms_words.lines({"colour": "blue"}, "en")) == [("colour", "blue")], "nothing is left out"
