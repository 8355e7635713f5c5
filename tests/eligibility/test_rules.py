"""Each rule: what it lets pass, what it refuses, and that its sentence can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import ClassVar

import pytest

from models.lifecycle import RmaKind
from reference import reasons
from tests.eligibility.cases import TODAY, case
from workflow.eligibility import (
    description_is_given,
    in_time,
    not_final_sale,
    photo_is_given,
    reason_is_open,
    solution_is_offered,
    still_unopened,
    withdrawal_in_time,
)
from workflow.eligibility.judging import IS_COMPLETE, MAY_COME_BACK, judge

WITHDRAW = {"asked": RmaKind.WITHDRAWAL, "reason": "no_reason"}


class TestReasonIsOpen:
    def test_a_reason_in_use_passes(self) -> None:
        assert reason_is_open.refuses(case()) is None

    def test_a_heading_is_no_reason(self) -> None:
        assert reason_is_open.refuses(case(reason="unwanted")) is not None

    def test_a_reason_out_of_use_is_refused(self) -> None:
        old = replace(case(), reason=replace(reasons.reason("changed_mind"), active=False))
        assert reason_is_open.refuses(old) is not None


class TestInTime:
    @pytest.mark.parametrize(("days", "fits"), [(0, True), (29, True), (30, True), (31, False), (400, False)])
    def test_a_change_of_mind_has_thirty_days_the_last_one_included(self, days: int, fits: bool) -> None:
        assert (in_time.refuses(case(delivered_days_ago=days)) is None) is fits

    @pytest.mark.parametrize(("days", "fits"), [(31, True), (700, True), (800, False)])
    def test_a_fault_has_the_warranty_after_the_window(self, days: int, fits: bool) -> None:
        assert (in_time.refuses(case(delivered_days_ago=days, reason="stopped_working")) is None) is fits

    def test_what_is_not_as_described_is_protected_by_law_after_the_window(self) -> None:
        assert in_time.refuses(case(delivered_days_ago=200, reason="not_as_described")) is None
        assert in_time.refuses(case(delivered_days_ago=200, reason="not_as_described", country="US",
                                    warranty_months=0)) is not None

    def test_what_was_not_delivered_is_not_late(self) -> None:
        assert in_time.refuses(case(delivered_days_ago=None)) is None
        assert in_time.refuses(case(delivered_days_ago=90, reason="not_received")) is None

    def test_a_long_law_saves_what_a_short_policy_refuses(self) -> None:
        assert in_time.refuses(case(delivered_days_ago=10, policy={"return_days": 3})) is None
        assert in_time.refuses(case(delivered_days_ago=10, policy={"return_days": 3}, country="US")) is not None

    def test_the_sentence_names_the_last_day(self) -> None:
        refusal = in_time.refuses(case(delivered_days_ago=31))
        assert refusal.values["day"] == date(2026, 11, 21)

    def test_the_device_s_own_warranty_end_goes_before_the_months(self) -> None:
        late = {"delivered_days_ago": 100, "reason": "stopped_working", "law": {"guarantee_months": 0}}
        assert in_time.refuses(case(**late, warranty_end=date(2026, 11, 21))) is not None
        assert in_time.refuses(case(**late, warranty_end=TODAY)) is None


class TestNotFinalSale:
    def test_a_final_sale_stays_sold(self) -> None:
        assert not_final_sale.refuses(case(final_sale=True, country="US")) is not None
        assert not_final_sale.refuses(case(final_sale=True, reason="unwanted_gift")) is not None

    def test_a_fault_comes_back_all_the_same(self) -> None:
        assert not_final_sale.refuses(case(final_sale=True, country="US", reason="defective_on_arrival")) is None

    def test_the_law_goes_before_the_shop(self) -> None:
        assert not_final_sale.refuses(case(final_sale=True, country="DE", delivered_days_ago=5)) is None
        assert not_final_sale.refuses(case(final_sale=True, country="DE", delivered_days_ago=20)) is not None

    def test_other_goods_pass(self) -> None:
        assert not_final_sale.refuses(case(country="US")) is None


class TestWithdrawalInTime:
    @pytest.mark.parametrize(("days", "fits"), [(0, True), (14, True), (15, False), (None, True)])
    def test_fourteen_days_in_the_union(self, days: int | None, fits: bool) -> None:
        assert (withdrawal_in_time.refuses(case(**WITHDRAW, delivered_days_ago=days)) is None) is fits

    def test_seven_days_in_china(self) -> None:
        assert withdrawal_in_time.refuses(case(**WITHDRAW, country="CN", delivered_days_ago=7)) is None
        assert withdrawal_in_time.refuses(case(**WITHDRAW, country="CN", delivered_days_ago=8)) is not None

    def test_no_such_right_in_the_states(self) -> None:
        assert "no right" in str(withdrawal_in_time.refuses(case(**WITHDRAW, country="US", delivered_days_ago=1)))

    def test_it_asks_nothing_of_other_kinds(self) -> None:
        assert withdrawal_in_time.refuses(case(country="US")) is None


class TestSolutionIsOffered:
    def test_what_the_reason_has_passes(self) -> None:
        assert solution_is_offered.refuses(case(wanted="exchange")) is None

    def test_what_it_has_not_is_refused(self) -> None:
        assert solution_is_offered.refuses(case(wanted="repair")) is not None
        assert solution_is_offered.refuses(case(wanted="")) is not None

    def test_what_cannot_be_repaired_is_not_offered_for_repair(self) -> None:
        assert solution_is_offered.refuses(case(reason="defective_on_arrival", wanted="repair")) is None
        assert solution_is_offered.refuses(case(reason="defective_on_arrival", wanted="repair",
                                                repairable=False)) is not None

    def test_after_the_window_a_fault_is_put_right_before_it_is_paid_back(self) -> None:
        assert solution_is_offered.refuses(case(reason="stopped_working", delivered_days_ago=100)) is not None
        assert solution_is_offered.refuses(case(reason="stopped_working", delivered_days_ago=100,
                                                wanted="replacement")) is None


class TestDescriptionIsGiven:
    def test_only_where_the_reason_needs_it(self) -> None:
        assert description_is_given.refuses(case()) is None
        assert description_is_given.refuses(case(reason="stopped_working")) is not None

    @pytest.mark.parametrize(("words", "fits"), [("   ", False), ("broken", False), ("It does not heat", True),
                                                 ("不加热", True), ("坏", False)])
    def test_some_words_are_needed_and_chinese_ones_are_short(self, words: str, fits: bool) -> None:
        assert (description_is_given.refuses(case(reason="stopped_working", description=words)) is None) is fits


class TestPhotoIsGiven:
    def test_only_where_the_reason_needs_it(self) -> None:
        assert photo_is_given.refuses(case()) is None
        assert photo_is_given.refuses(case(reason="damaged_box")) is not None
        assert photo_is_given.refuses(case(reason="damaged_box", photos=1)) is None


class TestStillUnopened:
    closed: ClassVar = {"policy": {"condition": "unopened"}}

    def test_only_where_the_policy_says_so(self) -> None:
        assert still_unopened.refuses(case(opened=True)) is None

    @pytest.mark.parametrize(("opened", "fits"), [(None, False), (True, False), (False, True)])
    def test_it_must_be_said_and_be_no(self, opened: bool | None, fits: bool) -> None:
        assert (still_unopened.refuses(case(**self.closed, opened=opened)) is None) is fits

    def test_a_fault_is_found_after_opening(self) -> None:
        assert still_unopened.refuses(case(**self.closed, opened=True, reason="defective_on_arrival")) is None


@pytest.mark.parametrize("rule", MAY_COME_BACK + IS_COMPLETE, ids=lambda rule: rule.CODE)
def test_every_rule_has_a_code_a_field_and_words(rule: ModuleType) -> None:
    assert rule.__name__.rsplit(".", 1)[1] == rule.CODE
    assert rule.FIELD in {"reason", "kind", "wanted", "opened", "description", "photos"}
    assert rule.__doc__


def test_every_objection_is_kept() -> None:
    judged = judge(case(reason="not_as_described", wanted="", description=""))
    assert [row.code for row in judged.objections] == ["solution_is_offered", "description_is_given", "photo_is_given"]
    assert not judged.allowed
