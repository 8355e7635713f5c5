from __future__ import annotations

import pytest

from reference.reasons import (
    KINDS,
    SOLUTIONS,
    channel_reasons,
    children,
    ebay_preset,
    for_kind,
    from_channel,
    parents,
    reason,
    reasons,
)
from tests.reference.texts import problems

LEAVES = [row for row in reasons().values() if not row.is_parent]


def test_every_text_is_translated():
    assert problems((row.code, row.text) for row in reasons().values()) == []


def test_no_two_reasons_read_the_same_in_any_language():
    for language in ("en", "zh", "de", "fr", "es", "ar"):
        said = [row.text.say(language) for row in LEAVES]
        assert len(said) == len(set(said)), language


@pytest.mark.parametrize("row", LEAVES, ids=lambda row: row.code)
def test_a_leaf_has_a_parent_and_known_words(row):
    assert reason(row.parent).is_parent
    assert row.kinds and set(row.kinds) <= set(KINDS)
    assert row.solutions and set(row.solutions) <= set(SOLUTIONS)
    assert row.postage in ("seller", "buyer")


def test_every_parent_has_something_to_choose_in_the_portal():
    assert [row.code for row in parents() if not children(row.code, portal_only=True)] == []


def test_a_customer_is_not_offered_what_only_a_carrier_can_know():
    offered = {row.code for row in children("delivery", portal_only=True)}
    assert "arrived_late" in offered and "refused" not in offered
    assert "refused" in {row.code for row in children("delivery")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_rma_has_a_reason(kind):
    assert for_kind(kind)


def test_a_withdrawal_gives_the_money_back():
    assert all("refund" in row.solutions for row in for_kind("withdrawal"))


def test_the_ebay_preset_is_three_of_remorse_and_five_that_count():
    assert [row.counts_as_defect for row in ebay_preset()] == [False] * 3 + [True] * 5
    assert [row.preset for row in ebay_preset()] == list(range(1, 9))


def test_what_counts_at_ebay_agrees_in_both_tables():
    differ = [row.code for row in LEAVES if row.channel_codes.get("ebay") and row.ebay_defect
              != channel_reasons()["ebay", row.channel_codes["ebay"]].counts_as_defect]
    assert differ == []


@pytest.mark.parametrize("row", channel_reasons().values(), ids=lambda row: f"{row.channel}-{row.channel_code}")
def test_every_channel_code_leads_to_a_leaf(row):
    assert not reason(row.reason).is_parent


def test_every_code_that_we_send_is_one_that_we_understand():
    sent = {(channel, code) for row in LEAVES for channel, code in row.channel_codes.items()}
    assert sent <= set(channel_reasons())


@pytest.mark.parametrize(("channel", "code", "ours"), [
    ("ebay", "ARRIVED_DAMAGED", "damaged_in_transit"), ("amazon", "SWITCHEROO", "wrong_item"),
    ("amazon", "CR-DEFECTIVE", "defective_on_arrival"), ("shopify", "SIZE_TOO_LARGE", "too_large"),
    ("ebay", "INVENTED_YESTERDAY", "other"), ("unknown", "DEFECTIVE", "other"),
])
def test_our_reason_for_a_channels_code(channel, code, ours):
    assert from_channel(channel, code).code == ours
