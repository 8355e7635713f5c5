from __future__ import annotations

from collections.abc import Iterator

import pytest

from reference.fault_codes import fault_codes
from reference.questions.grading import GRADES, grade, next_question
from reference.questions.sets import CATEGORIES, QuestionSet, question_set
from tests.reference.texts import problems

FLAGS = {"needs_repair", "unsafe", "incomplete", "wrong_item", "misuse", "no_fault_found", "ask_customer", "wipe_data"}
GOOD = {"right_item": "yes", "sealed": "no", "danger": "no", "liquid": "no", "powers_on": "yes", "account_off": "yes",
        "fault_seen": "none_claimed", "screen": "fine", "battery": "good", "marks": "none", "complete": "yes",
        "box": "good"}


def roads(questions: QuestionSet, code: str | None, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every different road of questions to the end. Fails on a loop."""
    if code is None:
        yield seen
        return
    assert code not in seen, f"loop at {code} after {seen}"
    for following in {answer.next for answer in questions.questions[code].answers.values()}:
        yield from roads(questions, following, (*seen, code))


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_next_question_exists_every_question_is_reached_and_no_road_turns_in_a_circle(category):
    questions = question_set(category)
    reached = {code for road in roads(questions, questions.first) for code in road}
    assert reached == set(questions.questions)
    nexts = {answer.next for row in questions.questions.values() for answer in row.answers.values()}
    assert nexts - {None} <= set(questions.questions)


@pytest.mark.parametrize("category", CATEGORIES)
def test_questions_and_answers_are_translated(category):
    rows = question_set(category).questions.values()
    assert problems((row.code, row.text) for row in rows) == []
    assert problems((f"{row.code}.{answer.code}", answer.text) for row in rows for answer in row.answers.values()) == []
    assert problems([(category, question_set(category).title)]) == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_answers_have_known_caps_faults_and_flags(category):
    for row in question_set(category).questions.values():
        assert row.type in ("yes_no", "choice") and len(row.answers) >= 2
        assert row.type == "choice" or list(row.answers) == ["yes", "no"]
        for answer in row.answers.values():
            assert answer.cap in GRADES
            assert answer.fault is None or answer.fault in fault_codes()
            assert answer.flag is None or answer.flag in FLAGS


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_can_reach_every_grade(category):
    questions = question_set(category).questions.values()
    assert {answer.cap for row in questions for answer in row.answers.values()} == set(GRADES)


def test_an_unknown_category_is_inspected_as_homeware():
    assert question_set("spaceship").category == "homeware"


@pytest.mark.parametrize(("change", "expected", "faults"), [
    ({}, "A", ()),
    ({"sealed": "yes"}, "A", ()),
    ({"box": "worn"}, "B", ("BOX",)),
    ({"complete": "no"}, "B", ("ACCESSORY_MISSING",)),
    ({"fault_seen": "no"}, "B", ("NFF",)),
    ({"marks": "clear"}, "C", ("COSMETIC",)),
    ({"battery": "low", "marks": "light"}, "C", ("BATTERY",)),
    ({"screen": "broken", "box": "worn"}, "D", ("DISPLAY", "BOX")),
    ({"powers_on": "no"}, "D", ("NO_POWER",)),
    ({"danger": "yes"}, "D", ("SAFETY",)),
])
def test_the_grade_of_a_phone(change, expected, faults):
    result = grade("phone", GOOD | change)
    assert (result.grade, result.complete, result.faults) == (expected, True, faults)


@pytest.mark.parametrize(("category", "answers", "expected"), [
    ("homeware", {"right_item": "yes", "sealed": "no", "broken": "shards"}, "D"),
    ("homeware", {"right_item": "yes", "sealed": "no", "broken": "no", "used": "no", "marks": "none",
                  "clean": "clean", "set_complete": "yes", "box": "worn"}, "B"),
    ("homeware", {"right_item": "yes", "sealed": "no", "broken": "chip", "used": "no", "marks": "none",
                  "clean": "clean", "set_complete": "yes", "box": "good"}, "C"),
    ("textile", {"right_item": "yes", "size_label": "yes", "worn": "tried", "tags_on": "yes", "stains": "none",
                 "seams": "good", "textile_bag": "yes"}, "A"),
    ("textile", {"right_item": "yes", "size_label": "yes", "worn": "washed", "stains": "none", "seams": "good",
                 "textile_bag": "yes"}, "C"),
    ("toy", {"right_item": "yes", "sealed": "no", "loose_parts": "yes"}, "D"),
    ("power_tool", {"right_item": "yes", "sealed": "yes"}, "A"),
])
def test_grades_of_other_categories(category, answers, expected):
    assert grade(category, answers).grade == expected


def test_the_answer_decides_the_next_question():
    asked = {"right_item": "yes", "sealed": "no", "danger": "no", "liquid": "no"}
    assert next_question("phone", asked | {"powers_on": "yes"}).code == "account_off"
    assert next_question("phone", asked | {"powers_on": "no"}).code == "marks"


def test_the_first_question_and_the_end():
    assert next_question("phone", {}).code == "right_item"
    assert next_question("phone", GOOD) is None


def test_no_grade_before_the_end_unless_it_cannot_get_worse():
    begun = {"right_item": "yes", "sealed": "no"}
    assert grade("phone", begun).grade is None and not grade("phone", begun).complete
    worst = grade("phone", begun | {"danger": "no", "liquid": "no", "powers_on": "no"})
    assert worst.grade == "D" and not worst.complete and worst.repairable is None


def test_an_answer_off_the_road_does_not_count():
    result = grade("phone", GOOD | {"powers_on": "no", "screen": "broken"})
    assert "DISPLAY" not in result.faults and "screen" not in result.path


def test_repairable_is_what_needs_repair_and_is_safe():
    assert grade("phone", GOOD | {"screen": "broken"}).repairable is True
    assert grade("phone", GOOD).repairable is False
    assert grade("phone", GOOD | {"danger": "yes"}).repairable is False


def test_a_wrong_item_is_flagged_and_still_graded():
    result = grade("phone", GOOD | {"right_item": "no"})
    assert "wrong_item" in result.flags and result.grade == "A"


def test_an_answer_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError, match="perhaps"):
        grade("phone", {"right_item": "perhaps"})
