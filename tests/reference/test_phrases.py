from __future__ import annotations

import pytest

from reference.phrases import decline_reasons, ground_reasons, info_request_reasons, override_reasons
from tests.reference.texts import problems

TABLES = {"decline": decline_reasons(), "info": info_request_reasons(), "override": override_reasons(),
          "ground": ground_reasons()}
GROUNDS = {"kept", "missing", "lost", "claim_without_return", "advance", "withdrawal_deadline",
           "ordered_by_platform", "recall"}


@pytest.mark.parametrize("name", TABLES)
def test_the_customer_reads_a_sentence_in_every_language(name):
    rows = TABLES[name].values()
    assert problems((row.code, row.text) for row in rows) == []
    assert [row.code for row in rows if row.text.en[-1] != "." or row.text.zh[-1] != "。"] == []


@pytest.mark.parametrize("name", TABLES)
def test_the_agent_reads_a_label_in_english_and_chinese(name):
    assert problems(((row.code, row.label) for row in TABLES[name].values()), ("en", "zh")) == []


def test_every_ground_but_inspected_has_a_reason():
    assert {row.ground for row in ground_reasons().values()} == GROUNDS


def test_reasons_of_one_ground():
    assert set(ground_reasons("lost")) == {"carrier_lost", "lost_here"}


def test_only_information_requests_want_something():
    assert {row.wants for row in info_request_reasons().values()} == {"photo", "video", "file", "text", "choice"}
    assert all(not row.wants for row in decline_reasons().values())
