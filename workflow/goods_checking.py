"""The goods check: right, complete, safe. Of every replacement and everything that leaves without a repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.lifecycle import Stage
from models.records import split
from models.work import CheckResult
from reference import checks
from reference.batteries import BATTERIES
from reference.checks import Check
from reference.packing_advice import advice_of
from workflow import leaving, moves
from workflow.actors import Actor
from workflow.crates import Content
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

PACKING_DAYS = 1
# The three questions, and which lines of the reference list each of them sums up.
QUESTIONS: dict[str, tuple[Sentence, tuple[str, ...]]] = {
    "right": (say("Right?"), ("right_product", "right_variant", "right_plug", "serial_noted")),
    "complete": (say("Complete?"), ("complete", "manual_language")),
    "safe": (say("Safe?"), ("works", "safe", "battery_sound", "clean_box")),
}

OF_DEVICES = ("right_plug", "works", "manual_language")
NO_DEVICES = ("homeware", "textile")


def lines_of(question: str, product: Any) -> list[Check]:
    """What to look at for one of the three questions: a towel has no plug. Of what nobody knows, everything."""
    wanted = [code for code in QUESTIONS[question][1] if product is None or _has(code, product)]
    return [line for line in checks.goods_check() if line.code in wanted]


def _has(code: str, product: Any) -> bool:
    if code == "serial_noted":
        return bool(product.serialised)
    if code == "battery_sound":
        known = BATTERIES.get(product.battery or "")
        return bool(known.un) if known else advice_of(product.category).battery
    return code not in OF_DEVICES or product.category not in NO_DEVICES


def answers_of(content: Content) -> dict[str, bool]:
    return dict(content.check.answers) if content.check is not None else {}


def next_question(content: Content) -> str | None:
    return next((name for name in QUESTIONS if name not in answers_of(content)), None)


def answered(content: Content, question: str, check_id: int) -> Content:
    """The same with one more question answered."""
    blank = split([check_id, *[None] * (len(CheckResult.__table__.columns) - 1)], CheckResult)[0]
    return replace(content, check=blank._replace(answers={**answers_of(content), question: True}))


def check_can_check_goods(content: Content) -> None:
    """It is about to leave, nothing brakes it, and no check after a repair is what it needs."""
    if content.unit.stage not in (Stage.READY, Stage.PROMISED):
        raise Refused(say("This unit is not about to leave. Scan what you want to pack."))
    leaving.check_may_go(content.unit, content.facts)


@act("goods.answered")
def answer(doing: Doing, *, content: Content, question: str, by: Actor) -> Content:
    """One of the three questions is answered with yes. The last one belongs to `sign`. Returns it with the answer."""
    check_can_check_goods(content)
    check_id = _write(doing, content, {**answers_of(content), question: True})
    return answered(content, question, check_id)


@act("goods.passed")
def sign(doing: Doing, *, content: Content, question: str, by: Actor) -> Content:
    """The last question is answered with yes: signed. What was promised is ready now. Returns it as checked."""
    check_can_check_goods(content)
    answers = {**answers_of(content), question: True}
    if set(answers) != set(QUESTIONS):
        raise Refused(say("Not every question is answered. Scan the unit again."))
    check_id = _write(doing, content, answers, passed=True, signed_at=doing.now)
    unit = content.unit
    if unit.stage is Stage.PROMISED:
        moves.move_units(doing, [unit], Stage.READY, what="goods.passed", place=moves.at_station(by),
                         codes=_codes(check_id, unit), due_at=doing.now + timedelta(days=PACKING_DAYS))
    return replace(content, facts=replace(content.facts, check_passed=True, check_signed_at=doing.now))


def _codes(check_id: int, unit: Any) -> str:
    return f"check:{check_id}" + (f" device:{unit.device_id}" if unit.device_id else "")


@act("goods.failed")
def fail(doing: Doing, *, content: Content, question: str, by: Actor) -> None:
    """Not right, not complete or not safe: it does not leave.

    What was ready is decided anew. What was promised stays promised, and another one is picked for it.
    """
    check_can_check_goods(content)
    doing.reason = f"not_{question}"
    check_id = _write(doing, content, {**answers_of(content), question: False}, passed=False, signed_at=doing.now)
    unit, codes = content.unit, f"check:{check_id} reason:not_{question}"
    if unit.stage is Stage.PROMISED:
        moves.note_unit(doing, unit, what="goods.failed", codes=codes, device_id=None, serial_seen=None)
    else:
        moves.move_units(doing, [unit], Stage.INSPECTED, what="goods.failed", place=moves.at_station(by), codes=codes)


def _write(doing: Doing, content: Content, answers: dict[str, bool], **values: Any) -> int:
    if content.check is not None:
        doing.update(CheckResult, content.check, answers=answers, **values)
        return content.check.id
    return doing.insert(CheckResult, unit_id=content.unit.id, kind="goods", staff_id=doing.by.staff_id,
                        answers=answers, started_at=doing.now, **values)
