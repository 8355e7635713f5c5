"""How the demo's people work a station: they read the card and press what it offers."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from demo.hands import Hand, Unforeseen
from reference.questions import sets
from workflow.scanning.answers import Answer
from workflow.scanning.choosing import MORE
from workflow.scanning.commands import Command
from workflow.sentences import Sentence

MOST_CARDS = 40
NOT_IN_A_DEMO = {"wrong_item", "unsafe"}
READINGS = {"charge": "12 W", "run_30": "38 °C", "run_10": "41 °C", "play_15": "15:00", "earth": "0.08 Ω",
            "insulation": "210 MΩ", "heat": "96 °C", "full_speed": "2780"}
"""What the meters of the check station show, by the code of the test."""


def offers(answer: Answer, command: Command) -> bool:
    return any(choice.code == command.code for choice in answer.choices)


def receive(dock: Hand, parcel: str, goods: list[tuple[str, str]]) -> None:
    """Take a parcel in, and out of it what is really inside: pairs of product code and serial number."""
    dock.scan(parcel)
    for code, serial in goods:
        answer = dock.scan(code)
        if _title(answer) == "Scan its serial":
            dock.scan(serial or Command.NO_CODE)
        elif _title(answer) == "Not expected":
            dock.scan(Command.YES)
    dock.scan(Command.BOX_DONE)


def inspect(inspector: Hand, tag: str, rng: Random, *, condition: float, to_repair: bool) -> None:
    """Answer every question, mostly with the better answers for a good `condition` (0 to 1), and sign."""
    answer = inspector.scan(tag)
    for _ in range(MOST_CARDS):
        if _asks(answer).get("name") == "result":
            break
        answer = inspector.scan(_pick(answer, rng, condition))
    if to_repair and offers(answer, Command.REPAIR):
        answer = inspector.scan(Command.REPAIR)
    if offers(answer, Command.SIGN):
        inspector.scan(Command.SIGN)


def _asks(answer: Answer) -> dict[str, Any]:
    """The question that stands on a card; empty when none does."""
    return (answer.open_now or {}).get("question") or {}


def _pick(answer: Answer, rng: Random, condition: float) -> str:
    """One of the card's answers: the one that leaves the best grade, or some other that is no question for an agent."""
    choices = [choice for choice in answer.choices if choice.code != Command.BACK.code]
    question = _asks(answer)
    known = _answers(question.get("code", ""))
    options = [known.get(code) for code in question.get("options", ())]
    if not choices:
        raise Unforeseen(f"a question without answers: {answer.title} {answer.next}")
    if question.get("name") == "accessories":
        return Command.YES.code
    if not all(options) or len(options) != len(choices):
        return choices[0].code
    honest = [number for number, option in enumerate(options) if option.flag not in NOT_IN_A_DEMO]
    best = min(honest, key=lambda number: (options[number].cap, options[number].flag is not None))
    return choices[best if rng.random() < condition else rng.choice(honest)].code


@cache
def _answers(code: str) -> dict[str, sets.Answer]:
    """The answers of a question, whatever the category."""
    return {answer.code: answer for category in sets.CATEGORIES
            for question in sets.question_set(category).questions.values() if question.code == code
            for answer in question.answers.values()}


def repair(bench: Hand, tag: str, rng: Random, part: str | None, faults: set[str]) -> None:
    """Take the job up, name one of these faults, put a part in, finish."""
    bench.scan(tag)
    bench.scan(_likely(bench, faults, rng))
    if part:
        answer = bench.scan(part, wants=("ok", "ask", "refused"))
        if answer.result == "ask":
            bench.scan(Command.NO)
    bench.scan(Command.DONE)


def _likely(bench: Hand, faults: set[str], rng: Random) -> str:
    """The button of one of these faults, on whichever card of them it is."""
    answer = bench.scan(Command.FAULT)
    for _ in range(MOST_CARDS):
        options = _asks(answer)["options"]
        fitting = [place for place, code in enumerate(options) if code in faults]
        if fitting:
            return answer.choices[rng.choice(fitting)].code
        if MORE not in options:
            break
        answer = bench.scan(answer.choices[options.index(MORE)].code)
    raise Unforeseen(f"none of {sorted(faults)} stands to choose")


def _first_choice(answer: Answer, rng: Random) -> str:
    return rng.choice(answer.choices[:5]).code


def check(checker: Hand, tag: str, *, passes: bool, rng: Random) -> None:
    """Go through the list of tests; the last or, if it fails, the first decides."""
    answer = checker.scan(tag)
    for _ in range(MOST_CARDS):
        if not offers(answer, Command.PASS):
            return
        if not passes:
            checker.scan(_first_choice(checker.scan(Command.FAIL), rng))
            return
        if answer.fields:
            read = READINGS.get((answer.open_now or {})["question"]["code"], "in order")
            answer = checker.scan(f"{answer.fields[0].prefix}{read}")
        answer = checker.scan(Command.PASS)


def pack(packer: Hand, first: str, goods: list[tuple[str, str]], carrier_label: str, grams: int) -> None:
    """Open a box, put the goods in (tags, or product code and serial), close, weigh and label it, hand it over."""
    packer.scan(first)
    for code, serial in goods:
        _put_in(packer, code, serial)
    answer = packer.scan(Command.CLOSE_BOX)
    while answer.result == "ask":
        answer = packer.scan(Command.YES)
    packer.scan(Command.WEIGHT)
    packer.scan(f"{grams} G")
    answer = packer.scan(carrier_label)
    if answer.result == "ask" and not offers(answer, Command.HANDOVER):
        packer.scan(answer.choices[0].code)
    packer.scan(Command.HANDOVER)


def _put_in(packer: Hand, code: str, serial: str) -> None:
    answer = packer.scan(code)
    for _ in range(MOST_CARDS):
        title = _title(answer)
        if title == "Scan its serial":
            answer = packer.scan(serial)
        elif title == "Goods fit":
            answer = packer.scan(answer.thing[:16].replace(" ", ""))
        elif offers(answer, Command.PASS):
            answer = packer.scan(Command.PASS)
        elif offers(answer, Command.YES):
            answer = packer.scan(Command.YES)
        else:
            return


def _title(answer: Answer) -> str:
    return answer.title.msgid if isinstance(answer.title, Sentence) else answer.title
