"""Which kind a case is, who pays the way back, what is kept, and until when what holds."""

from __future__ import annotations

from datetime import date

import pytest

from models.lifecycle import RmaKind
from reference import reasons
from tests.eligibility.cases import case
from workflow.eligibility import kinds, offers, periods
from workflow.eligibility.judging import judge


@pytest.mark.parametrize(("about", "kind"), [
    ({}, RmaKind.RETURN),
    ({"reason": "defective_on_arrival"}, RmaKind.RETURN),
    ({"reason": "defective_on_arrival", "delivered_days_ago": 40}, RmaKind.WARRANTY),
    ({"reason": "stopped_working"}, RmaKind.WARRANTY),
    ({"reason": "not_received", "delivered_days_ago": None}, RmaKind.DELIVERY),
    ({"asked": RmaKind.WITHDRAWAL, "reason": "no_reason"}, RmaKind.WITHDRAWAL),
    ({"delivered_days_ago": 10, "policy": {"return_days": 3}}, RmaKind.WITHDRAWAL),
    ({"delivered_days_ago": 40}, None),
])
def test_the_kind_follows_from_reason_and_time(about: dict, kind: RmaKind | None) -> None:
    assert kinds.kind_of(case(**about)) is kind


@pytest.mark.parametrize(("about", "payer"), [
    ({}, "buyer"), ({"reason": "damaged_in_transit"}, "seller"), ({"reason": "stopped_working"}, "seller"),
    ({"asked": RmaKind.WITHDRAWAL, "reason": "no_reason"}, "buyer"),
    ({"asked": RmaKind.WITHDRAWAL, "reason": "no_reason", "policy": {"postage": "seller"}}, "seller"),
    ({"policy": {"postage": "seller"}}, "seller"),
    ({"reason": "damaged_in_transit", "policy": {"postage": "buyer"}}, "seller"),
])
def test_who_pays_the_way_back(about: dict, payer: str) -> None:
    assert offers.postage(case(**about)) == payer


@pytest.mark.parametrize(("about", "percent"), [
    ({"country": "US"}, 10), ({"country": "US", "reason": "damaged_in_transit"}, 0),
    ({"country": "DE", "delivered_days_ago": 5}, 0), ({"country": "DE", "delivered_days_ago": 20}, 10),
    ({"asked": RmaKind.WITHDRAWAL, "reason": "no_reason"}, 0),
])
def test_a_fee_never_for_a_fault_and_never_against_the_law(about: dict, percent: int) -> None:
    assert offers.fee_percent(case(policy={"restocking_fee_percent": 10}, **about)) == percent


@pytest.mark.parametrize("code", [code for code, row in reasons.reasons().items() if not row.is_parent])
@pytest.mark.parametrize("days", [None, 3, 60, 5000])
def test_every_reason_is_judged_at_every_time(code: str, days: int | None) -> None:
    judged = judge(case(reason=code, delivered_days_ago=days))
    assert judged.postage in {"seller", "buyer"} and 0 <= judged.fee_percent <= 100
    assert set(judged.solutions) <= set(reasons.SOLUTIONS)
    if judged.kind is not None:
        assert judged.solutions


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 2, 29), 48, date(2028, 2, 29)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2026, 12, 31), 24, date(2028, 12, 31)), (date(2026, 5, 3), 0, date(2026, 5, 3)),
])
def test_months_end_on_a_day_that_there_is(start: date, months: int, end: date) -> None:
    assert periods.add_months(start, months) == end
