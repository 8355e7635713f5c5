from __future__ import annotations

from datetime import date
from string import Formatter

import pytest

from reference.policies import (
    exclusions,
    is_eu,
    law_of,
    laws,
    platform_limits,
    policies,
    policy_for,
    policy_texts,
    warranty_for,
    warranty_terms,
)
from reference.questions.sets import CATEGORIES
from reference.reasons import KINDS
from tests.reference.texts import problems

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("country", "withdrawal", "guarantee"), [
    ("DE", 14, 24), ("ES", 14, 36), ("PT", 14, 36), ("GB", 14, 72), ("CN", 7, 12), ("US", 0, 0), ("ZZ", 0, 0)])
def test_the_law_of_a_country(country, withdrawal, guarantee):
    law = law_of(country)
    assert (law.withdrawal_days, law.guarantee_months) == (withdrawal, guarantee)


def test_twelve_more_months_after_a_repair_in_the_eu_only():
    assert {market for market, law in laws().items() if law.extension_months_after_repair} == {"EU", "ES", "PT", "SE"}


def test_the_union_has_27_members():
    assert sum(is_eu(a + b) for a in map(chr, range(65, 91)) for b in map(chr, range(65, 91))) == 27
    assert not is_eu("GB") and not is_eu("CH")


@pytest.mark.parametrize(("country", "channel", "group", "code"), [
    ("DE", "ebay", "phone", "ebay"), ("DE", "shop", "phone", "eu"), ("GB", "shop", "toy", "gb"),
    ("US", "shop", "phone", "us"), ("US", "shop", "power_tool", "power-tools"), ("US", "ebay", "power_tool", "ebay"),
    ("JP", "shop", "toy", "default"), ("CN", "shop", "toy", "cn")])
def test_the_closest_policy_is_taken(country, channel, group, code):
    assert policy_for(country, channel, group, TODAY).code == code


def test_no_policy_before_the_first_day():
    with pytest.raises(ValueError, match="empty"):
        policy_for("DE", "shop", "phone", date(2025, 12, 31))


def test_no_policy_is_below_the_law_of_a_market_it_is_written_for():
    assert [row.code for row in policies() if row.market in laws()
            and row.return_days < laws()[row.market].withdrawal_days] == []


def test_windows_of_the_marketplaces():
    assert {channel: policy_for("US", channel, "toy", TODAY).return_days for channel in ("ebay", "amazon", "shop")} == {
        "ebay": 30, "amazon": 30, "shop": 30}


@pytest.mark.parametrize("rows", [policies(), tuple(laws().values()), tuple(exclusions().values()),
                                  tuple(warranty_terms().values())], ids=["policies", "laws", "exclusions", "terms"])
def test_every_row_names_its_source(rows):
    assert rows and all(len(row.source) > 15 for row in rows)


def test_policy_words_are_known():
    assert {row.postage for row in policies()} <= {"by_reason", "seller", "buyer"}
    assert {row.condition for row in policies()} <= {"as_received", "unopened"}
    assert {row.product_group for row in policies()} <= {"*", *CATEGORIES}
    assert {kind for row in exclusions().values() for kind in row.blocks + row.keeps} <= set(KINDS)


def test_an_unknown_product_group_has_the_common_warranty():
    assert warranty_for("spaceship") == warranty_terms()["*"] and warranty_for("power_tool").months == 36


def test_texts_are_translated_and_keep_their_fields():
    assert problems(policy_texts().items()) == []
    assert problems((code, row.text) for code, row in exclusions().items()) == []
    for name, text in policy_texts().items():
        fields = {frozenset(field for _, field, _, _ in Formatter().parse(text.say(language)) if field)
                  for language in ("en", "zh", "de", "fr", "es", "ar")}
        assert len(fields) == 1, name


def test_final_sale_does_not_take_away_the_legal_withdrawal():
    assert exclusions()["final_sale"].overridden_by_withdrawal
    assert "withdrawal" not in exclusions()["final_sale"].blocks


def test_limits_of_a_marketplace():
    assert platform_limits("ebay")["ebay_case_limit_percent"] == 0.3 and platform_limits("shop") == {}
