"""The question sets: words from common.json and the category's file, the road through them from the latter."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reference.tables import Text, json_data

DEFAULT_CATEGORY = "homeware"
CATEGORIES: tuple[str, ...] = (
    "phone", "consumer_electronics", "audio", "small_kitchen_appliance", "household_appliance",
    "power_tool", "toy", "homeware", "textile",
)


@dataclass(frozen=True)
class Answer:
    """One answer: the best grade it leaves (`cap`), a fault code, a flag, and the next question; None is the end.

    Flags: needs_repair, unsafe, incomplete, wrong_item, misuse, no_fault_found, ask_customer, wipe_data.
    """

    code: str
    text: Text
    cap: str
    fault: str | None
    flag: str | None
    next: str | None


@dataclass(frozen=True)
class Question:
    """One question of a set; `type` is yes_no or choice."""

    code: str
    type: str
    text: Text
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class QuestionSet:
    """The questions of one product category, in the order of the longest road, and the first of them."""

    category: str
    title: Text
    first: str
    questions: Mapping[str, Question]


def _answer(code: str, row: Mapping[str, Any], step: Mapping[str, Any]) -> Answer:
    after = step.get("after", {}).get(code, step["next"])
    return Answer(code=code, text=Text(**row["text"]), cap=row.get("cap", "A"), fault=row.get("fault"),
                  flag=row.get("flag"), next=after)


def _question(code: str, row: Mapping[str, Any], step: Mapping[str, Any]) -> Question:
    answers = {name: _answer(name, answer, step) for name, answer in row["answers"].items()}
    return Question(code=code, type=row["type"], text=Text(**row["text"]), answers=answers)


@cache
def question_set(category: str) -> QuestionSet:
    """The set of a category; one without a set of its own is inspected as homeware."""
    if category not in CATEGORIES:
        return question_set(DEFAULT_CATEGORY)
    data = json_data(f"questions/{category}.json")
    words = json_data("questions/common.json") | data["questions"]
    questions = {code: _question(code, words[code], step) for code, step in data["flow"].items()}
    return QuestionSet(category=category, title=Text(**data["title"]), first=data["first"], questions=questions)
