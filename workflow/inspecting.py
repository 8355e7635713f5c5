"""Inspection: a look at what arrived, question by question, ending in a grade that somebody signs.

Looking is never refused. Signing is a decision: it needs every answer, and nothing that holds the unit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.lifecycle import Coverage, Disposition, Grade, OutReason, PlaceKind, Resolution, Stage
from models.rma import Hold
from models.work import Inspection
from reference.fault_codes import fault_codes
from reference.phrases import override_reasons
from workflow import accessories, looking, moves, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, Refused
from workflow.looking import Look
from workflow.sentences import say
from workflow.transaction import act

DECISION_DAYS, REPAIR_DAYS = 2, 5
# Of the coded reasons for going against a rule, those that can be seen on the thing itself.
GRADE_REASONS = ("inspector_view", "known_fault", "new_evidence", "carrier_mistake", "our_mistake", "lead_decision")
NOT_FOUND_YET: dict[str, Any] = {"grade_computed": None, "grade": None, "override_reason": None, "fault_code": None,
                                 "proposed": None, "disposition": None}


@act("inspection.opened")
def open_unit(doing: Doing, *, look: Look, by: Actor, category: str | None = None) -> Look:
    """Begin to look at a unit, go on with it, or take it over from a colleague. Its answers so far are kept.

    Args:
        category: whose questions to ask; needed only where the product is not known.

    Raises:
        Refused: the unit is not there to be inspected.
    """
    check_to_inspect(look)
    look = replace(look, unit=_put_here(doing, look.unit))
    if look.inspection is None:
        _expect_accessories(doing, look)
        return replace(look, inspection=_begin(doing, look, category or look.category))
    return _changed(doing, look, staff_id=by.staff_id)


def check_to_inspect(look: Look) -> None:
    """It has arrived and nobody has signed for it yet."""
    if look.unit.stage is not Stage.ARRIVED:
        raise AlreadyDone(say("This unit is not waiting for an inspection. Scan the next one."),
                          by=look.signed_by, at=look.signed_at)


def _begin(doing: Doing, look: Look, category: str) -> Any:
    values = {"unit_id": look.unit.id, "staff_id": doing.by.staff_id, "category": category, "answers": {},
              "started_at": doing.now}
    return looking.blank_inspection(id=doing.insert(Inspection, **values), **values)


def _expect_accessories(doing: Doing, look: Look) -> None:
    """What nobody had declared came without a list: it gets that of its product, to be ticked here."""
    if not look.unit.declared and look.product is not None and look.accessories is None:
        accessories.expect(doing, unit_id=look.unit.id, product=look.product)


def _put_here(doing: Doing, unit: Any) -> Any:
    """The unit lies at the station where it was scanned."""
    place = (PlaceKind.STATION, doing.by.station_id)
    if doing.by.station_id is None or (unit.place_kind, unit.place_id) == place:
        return unit
    moves.put_units(doing, [unit], place, what="unit.at_inspection")
    return unit._replace(place_kind=place[0], place_id=place[1])


def _changed(doing: Doing, look: Look, **values: Any) -> Look:
    """Write to the open inspection; the look as it is afterwards."""
    doing.update(Inspection, look.inspection, **values)
    return replace(look, inspection=look.inspection._replace(**values))


def _check_mine(look: Look, by: Actor) -> None:
    check_to_inspect(look)
    if look.inspection is None or look.inspection.staff_id != by.staff_id:
        raise Refused(say("You have no inspection of this unit open. Scan its tag again."))


@act("inspection.answered")
def answer(doing: Doing, *, look: Look, question: str, answer: str, by: Actor) -> Look:
    """Answer the question that is open. After the last one the grade and a proposal stand on the inspection.

    Raises:
        Refused: another question is open, or it has no such answer.
    """
    _check_mine(look, by)
    asked = look.question
    if asked is None or asked.code != question or answer not in asked.answers:
        raise Refused(say("Another question is open now. Look at the new card and answer that."))
    after = replace(look, inspection=look.inspection._replace(answers={**look.answers, question: answer}))
    return _changed(doing, look, answers=after.answers, **_found(doing, after))


def _found(doing: Doing, look: Look) -> dict[str, Any]:
    """What stands on the inspection once every question is answered; nothing before."""
    findings = look.findings
    if not findings.complete or findings.grade is None:
        return {}
    fault = looking.main_fault(look)
    way = Disposition(looking.proposed(look, findings.grade, looking.coverage(look, doing.now.date(), fault)))
    grade = Grade(findings.grade)
    return {"grade_computed": grade, "grade": grade, "fault_code": fault, "proposed": way, "disposition": way}


@act("inspection.stepped_back")
def step_back(doing: Doing, *, look: Look, by: Actor) -> Look:
    """Ask the last question once more; what was worked out from its answer is gone."""
    _check_mine(look, by)
    path = look.findings.path
    if not path:
        raise Refused(say("This is the first question. Answer it, or scan another unit."))
    kept = {code: given for code, given in look.answers.items() if code in path[:-1]}
    return _changed(doing, look, answers=kept, **NOT_FOUND_YET)


@act("inspection.graded")
def change_grade(doing: Doing, *, look: Look, grade: Grade, reason: str | None, by: Actor) -> Look:
    """See another grade than the answers give, with a coded reason. The computed one stays on the record.

    Args:
        reason: one of GRADE_REASONS; None only for going back to the computed grade.
    """
    _check_mine(look, by)
    check_answered(look)
    computed = look.inspection.grade_computed
    if grade != computed and (reason not in GRADE_REASONS or reason not in override_reasons()):
        raise Refused(say("Choose why the grade is another one."))
    cover = looking.coverage(look, doing.now.date(), look.inspection.fault_code)
    way = Disposition(looking.proposed(look, grade.value, cover))
    return _changed(doing, look, grade=grade, override_reason=None if grade == computed else reason, proposed=way,
                    disposition=way)


@act("inspection.way_chosen")
def choose_disposition(doing: Doing, *, look: Look, disposition: Disposition, by: Actor) -> Look:
    """Say what should become of the goods, other than proposed."""
    _check_mine(look, by)
    check_answered(look)
    return _changed(doing, look, disposition=disposition)


@act("inspection.fault_chosen")
def choose_fault(doing: Doing, *, look: Look, fault_code: str, by: Actor) -> Look:
    """Name the fault more exactly than the answers do: its cause says who answers for it."""
    _check_mine(look, by)
    check_answered(look)
    if fault_code not in fault_codes():
        raise Refused(say("There is no such fault code. Choose one from the list."))
    return _changed(doing, look, fault_code=fault_code)


def check_answered(look: Look) -> None:
    """No question is open."""
    if look.inspection is None or look.question is not None:
        raise Refused(say("Answer every question first. Scan the tag to see the one that is open."))


def check_can_sign(look: Look) -> None:
    """All is answered, and nothing holds the unit or its RMA."""
    check_to_inspect(look)
    check_answered(look)
    if look.held:
        raise Refused(say("This is on hold (%(reason)s). An agent has to release it first.", reason=look.held))


@act("unit.inspected")
def sign(doing: Doing, *, look: Look, by: Actor) -> Look:
    """Stand in for what was found: from now on it counts. A covered repair goes on to the bench at once.

    Raises:
        Refused: questions are open, or a hold stands.
    """
    _check_mine(look, by)
    check_can_sign(look)
    found = look.inspection
    cover = looking.coverage(look, doing.now.date(), found.fault_code)
    look = _changed(doing, look, signed_at=doing.now)
    to_bench = goes_to_bench(look, cover) and looking.WRONG_ITEM not in look.findings.flags
    look = _inspected(doing, look, cover, to_bench=to_bench)
    if looking.WRONG_ITEM in look.findings.flags:
        hold_id = doing.insert(Hold, unit_id=look.unit.id, reason=looking.WRONG_ITEM, note="",
                               placed_by_id=by.staff_id, placed_at=doing.now)
        moves.note_hold(doing, unit_id=look.unit.id, hold_id=hold_id, reason=looking.WRONG_ITEM)
        return replace(look, held=looking.WRONG_ITEM)
    return look


def _inspected(doing: Doing, look: Look, cover: Coverage | None, *, to_bench: bool) -> Look:
    found = look.inspection
    values = {"grade": found.grade, "disposition": found.disposition, "coverage": cover,
              "due_at": doing.now + timedelta(days=DECISION_DAYS)}
    codes = f"grade:{found.grade.value} fault:{found.fault_code or 'none'} way:{found.disposition.value}"
    if found.override_reason:
        codes += f" computed:{found.grade_computed.value} reason:{found.override_reason}"
    steps = [(Stage.INSPECTED, "unit.inspected", codes)]
    if to_bench:
        values |= {"out_reason": OutReason.REPAIR, "due_at": doing.now + timedelta(days=REPAIR_DAYS)}
        steps.append((Stage.REPAIRING, "unit.to_bench", None))
        work_moves.new_job(doing, unit=look.unit, fault_code=found.fault_code, due_at=values["due_at"])
    moves.move_through(doing, look.unit, *steps, **values)
    return replace(look, unit=look.unit._replace(stage=steps[-1][0], **values))


def goes_to_bench(look: Look, cover: Coverage | None) -> bool:
    """The customer wants it repaired, the warranty covers it, and the inspector says so too: nobody need be asked."""
    return (look.inspection.disposition is Disposition.REPAIR and cover is Coverage.COVERED
            and (look.unit.resolution or look.unit.wanted) is Resolution.REPAIR)
