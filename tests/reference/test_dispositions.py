from __future__ import annotations

from itertools import product

import pytest

from reference.dispositions import DISPOSITIONS, Limits, default_limits, propose_disposition

LIMITS = Limits(refurbish_from=3000, vendor_from=5000, liquidate_from=1000, donate_from=200)


@pytest.mark.parametrize(("grade", "owner", "coverage", "resolution", "value", "repairable", "expected"), [
    ("D", "customer", "covered", "repair", 9000, True, "repair"),
    ("D", "customer", "not_covered", "repair", 9000, True, "repair"),
    ("D", "customer", "covered", "repair", 9000, False, "to_customer"),
    ("A", "customer", "covered", "none", 9000, False, "to_customer"),
    ("B", "customer", "not_covered", "refund", 9000, False, "to_customer"),
    ("A", "customer", "covered", "refund", 9000, False, "stock_as_new"),
    ("B", "customer", "in_part", "refund", 9000, False, "stock_open_box"),
    ("A", "us", "covered", None, 50, False, "stock_as_new"),
    ("B", "us", "not_covered", None, 50, False, "stock_open_box"),
    ("C", "us", "not_covered", None, 3000, False, "refurbish"),
    ("C", "us", "not_covered", None, 2999, False, "liquidate"),
    ("C", "us", "not_covered", None, 999, False, "donate"),
    ("C", "us", "not_covered", None, 199, False, "scrap"),
    ("D", "us", "covered", None, 5000, True, "vendor"),
    ("D", "us", "covered", None, 4999, True, "refurbish"),
    ("D", "us", "not_covered", None, 5000, True, "refurbish"),
    ("D", "us", "not_covered", None, 5000, False, "liquidate"),
    ("D", "us", "not_covered", None, 999, True, "scrap"),
])
def test_the_proposal(grade, owner, coverage, resolution, value, repairable, expected):
    assert propose_disposition(grade, owner, coverage, resolution, value, repairable, limits=LIMITS) == expected


def test_every_disposition_can_be_proposed_and_no_other():
    cases = product("ABCD", ("customer", "us"), ("covered", "not_covered"), ("repair", "refund", "none"),
                    (100, 500, 2000, 4000, 9000), (True, False))
    assert {propose_disposition(*case, limits=LIMITS) for case in cases} == set(DISPOSITIONS)


@pytest.mark.parametrize("grade", "ABCD")
def test_what_is_unsafe_and_ours_is_never_sold_or_given_away(grade):
    assert propose_disposition(grade, "us", "covered", None, 9000, True, unsafe=True) == "scrap"


@pytest.mark.parametrize(("grade", "owner"), [("E", "us"), ("A", "carrier")])
def test_unknown_words_are_an_error(grade, owner):
    with pytest.raises(ValueError, match="no proposal"):
        propose_disposition(grade, owner, "covered", None, 100, False)


def test_the_default_limits_rise_with_the_trouble():
    limits = default_limits()
    assert 0 < limits.donate_from < limits.liquidate_from < limits.refurbish_from < limits.vendor_from
