"""All rules asked about one case, in order: first whether it may come back, then whether the request is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from models.lifecycle import RmaKind
from workflow.eligibility import (
    description_is_given,
    in_time,
    not_final_sale,
    offers,
    periods,
    photo_is_given,
    reason_is_open,
    solution_is_offered,
    still_unopened,
    withdrawal_in_time,
)
from workflow.eligibility.case import Case
from workflow.eligibility.kinds import kind_of
from workflow.sentences import Sentence

MAY_COME_BACK: tuple[ModuleType, ...] = (reason_is_open, withdrawal_in_time, in_time, not_final_sale)
IS_COMPLETE: tuple[ModuleType, ...] = (solution_is_offered, still_unopened, description_is_given, photo_is_given)


@dataclass(frozen=True)
class Objection:
    """What one rule says against a case: its code, its sentence and the form field it is about."""

    code: str
    sentence: Sentence
    field: str


@dataclass(frozen=True)
class Judgement:
    """What holds for one case today. Days are the last ones; None: not begun, or never granted."""

    kind: RmaKind | None
    objections: tuple[Objection, ...]
    solutions: tuple[str, ...]
    postage: str
    fee_percent: int
    return_until: date | None
    withdrawal_until: date | None
    warranty_until: date | None
    guarantee_until: date | None
    in_return_window: bool
    in_warranty: bool
    in_guarantee: bool

    @property
    def allowed(self) -> bool:
        return not self.objections


def judge(case: Case, rules: Sequence[ModuleType] = MAY_COME_BACK + IS_COMPLETE) -> Judgement:
    """Ask the rules about a case. Every objection is kept, for staff may go against them with a reason."""
    said = [(rule, rule.refuses(case)) for rule in rules]
    return Judgement(
        kind=kind_of(case), objections=tuple(Objection(rule.CODE, words, rule.FIELD) for rule, words in said if words),
        solutions=offers.solutions(case), postage=offers.postage(case), fee_percent=offers.fee_percent(case),
        return_until=periods.return_until(case), withdrawal_until=periods.withdrawal_until(case),
        warranty_until=periods.warranty_until(case), guarantee_until=periods.guarantee_until(case),
        in_return_window=periods.in_return_window(case), in_warranty=periods.in_warranty(case),
        in_guarantee=periods.in_guarantee(case))
