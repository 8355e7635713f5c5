"""From answers to the next question and to the grade. Pure: the same answers give the same grade."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reference.questions.sets import Answer, Question, question_set

GRADES = "ABCD"


@dataclass(frozen=True)
class Grade:
    """What the answers say. `grade` is None until the road has been walked to its end, unless it is D already.

    `path` holds the questions that counted, in order; answers off the road (given before a correction) do not.
    """

    grade: str | None
    complete: bool
    faults: tuple[str, ...]
    flags: frozenset[str]
    path: tuple[str, ...]

    @property
    def repairable(self) -> bool | None:
        """True when a fault asks for the bench, False when the thing is unsafe or well; None while unknown."""
        if not self.complete:
            return None
        return "needs_repair" in self.flags and "unsafe" not in self.flags


def _road(category: str, answers: Mapping[str, str]) -> Iterator[tuple[Question, Answer | None]]:
    """Each question on the road with its answer; the last one has None when the road is not finished."""
    questions = question_set(category).questions
    code: str | None = question_set(category).first
    while code is not None:
        question = questions[code]
        if code not in answers:
            yield question, None
            return
        answer = question.answers[answers[code]]
        yield question, answer
        code = answer.next


def next_question(category: str, answers: Mapping[str, str]) -> Question | None:
    """The question to ask now, None at the end. Raises KeyError for an answer that the question does not have."""
    for question, answer in _road(category, answers):
        if answer is None:
            return question
    return None


def grade(category: str, answers: Mapping[str, str]) -> Grade:
    """The grade from answers (question code to answer code): the worst cap on the road walked.

    Raises KeyError for an answer that the question does not have.
    """
    walked = [(question, answer) for question, answer in _road(category, answers) if answer is not None]
    complete = next_question(category, answers) is None
    worst = max((answer.cap for _, answer in walked), default="A")
    return Grade(
        grade=worst if complete or worst == "D" else None,
        complete=complete,
        faults=tuple(answer.fault for _, answer in walked if answer.fault),
        flags=frozenset(answer.flag for _, answer in walked if answer.flag),
        path=tuple(question.code for question, _ in walked),
    )
