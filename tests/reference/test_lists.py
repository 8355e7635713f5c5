from __future__ import annotations

import pytest

from reference.accessories import accessory_names, default_accessories
from reference.carriers import carriers
from reference.checks import after_repair, goods_check
from reference.fault_codes import PARTIES, fault_codes
from reference.questions.sets import CATEGORIES
from reference.tables import LANGUAGES
from tests.reference.texts import problems


def test_fault_codes_are_in_every_language_and_name_a_party():
    rows = fault_codes().values()
    assert problems(((row.code, row.text) for row in rows), LANGUAGES) == []
    causes = [(row.code, row.cause_text) for row in rows if row.cause_text is not None]
    assert problems(causes, LANGUAGES) == [] and len(causes) > len(rows) / 2
    assert {row.cause for row in rows if row.cause_text is None} == {"none"}
    assert {row.party for row in rows} == set(PARTIES)


def test_no_fault_found_is_nobodys_fault_and_everything_else_is_somebodys():
    assert [row.code for row in fault_codes().values() if row.no_fault_found != (row.party == "none")] == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_checks_and_accessories_without_doubles(category):
    checks, things = after_repair(category), default_accessories(category)
    assert checks and len({row.code for row in checks}) == len(checks)
    assert things and len({row.code for row in things}) == len(things)
    assert problems(((row.code, row.text) for row in checks), LANGUAGES) == []
    assert {row.kind for row in checks} <= {"pass", "measure"} and all(row.quantity > 0 for row in things)


def test_what_has_a_plug_is_tested_for_earth_and_insulation():
    for category in ("small_kitchen_appliance", "household_appliance", "power_tool"):
        assert {"earth", "insulation"} <= {row.code for row in after_repair(category)}


def test_the_goods_check_asks_right_complete_and_safe():
    assert problems(((row.code, row.text) for row in goods_check()), LANGUAGES) == []
    assert {"right_product", "complete", "safe"} <= {row.code for row in goods_check()}


def test_accessories_are_translated():
    assert problems(accessory_names().items()) == []


def test_unknown_categories_fall_back_to_homeware():
    assert after_repair("spaceship") == after_repair("homeware")
    assert default_accessories("spaceship") == default_accessories("homeware")


@pytest.mark.parametrize("row", carriers().values(), ids=lambda row: row.code)
def test_a_tracking_page_takes_the_number_and_nothing_else(row):
    page = row.track("AB 1/2&x={y}")
    assert page.startswith("https://") and "AB%201%2F2%26x%3D%7By%7D" in page and "{number}" not in page
