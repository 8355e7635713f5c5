"""What scans mean at inspection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from models.lifecycle import LIVE, Disposition, Grade, Stage
from models.numbers import grouped
from workflow import boxes, inspecting, looking, serials
from workflow.errors import Refused
from workflow.looking import ORD, Look, R, U
from workflow.scanning import again, answers, choosing, common
from workflow.scanning import inspecting_cards as cards
from workflow.scanning import inspecting_ticks as ticks
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.elsewhere import somewhere_else
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def unit(here: Here, meaning: Meaning) -> Answer:
    """A tag: its inspection begins, goes on, or it belongs somewhere else."""
    return _come(here, looking.read(here.connection, U.c.id == meaning.id)[0])


def rma(here: Here, meaning: Meaning) -> Answer:
    """An RMA's number: it stands for its units that wait here."""
    return _one_of(here, meaning, looking.read(here.connection, U.c.rma_id == meaning.id))


def order(here: Here, meaning: Meaning) -> Answer:
    """An order's number: the units of its RMAs that wait here."""
    return _one_of(here, meaning, looking.read(here.connection, ORD.c.id == meaning.id, R.c.id.is_not(None)))


def parcel(here: Here, meaning: Meaning) -> Answer:
    """A box: what came out of it and waits here."""
    return _one_of(here, meaning, looking.read(here.connection, boxes.held_by(meaning.id)))


def _one_of(here: Here, meaning: Meaning, looks: list[Look]) -> Answer:
    waiting = [look for look in looks if look.unit.stage is Stage.ARRIVED]
    if len(waiting) == 1:
        return _come(here, waiting[0])
    if waiting:
        buttons = tuple(answers.Choice(cards.thing(look.unit, look.name), look.unit.tag, "tag")
                        for look in waiting[:8] if look.unit.tag)
        return answers.ask(say("Which one?"), thing=grouped(meaning.code), choices=buttons, open_now=here.keep(),
                           next=say("Scan the tag of the unit in your hand, or choose."))
    if len(looks) == 1:
        return _elsewhere(here, looks[0])
    raise Refused(say("None of its units waits for inspection. Scan the tag of the unit in your hand."))


def _come(here: Here, look: Look) -> Answer:
    if look.unit.stage is not Stage.ARRIVED:
        return _elsewhere(here, look)
    if look.inspection is None and look.product is None:
        return cards.ask_category(here, look)
    if look.inspection is not None and look.inspection.staff_id != here.by.staff_id:
        return cards.ask_take_over(here, look)
    return _open(here, look)


def _elsewhere(here: Here, look: Look) -> Answer:
    return somewhere_else(here, look.unit, name=look.name, place=look.place, by=look.signed_by, at=look.signed_at)


def _open(here: Here, look: Look, category: str | None = None) -> Answer:
    """Another unit in hand is parked by this: its answers are kept with it."""
    other = here.open_now.get("thing") if here.open_id("unit") not in (None, look.unit.id) else None
    look = inspecting.open_unit(look=look, category=category, by=here.by)
    return cards.present(here, look, also=((say("Parked"), other),) if other else ())


def _in_hand(here: Here) -> Look:
    unit_id = here.open_id("unit")
    if unit_id is None:
        raise Refused(say("Scan the tag of the unit first."))
    return looking.read(here.connection, U.c.id == unit_id)[0]


def chosen(here: Here, meaning: Meaning) -> Answer:
    """A numbered button: what it means depends on the question that stands here."""
    name, code = choosing.taken(here, meaning)
    return CHOSEN[name](here, code)


def answer(here: Here, code: str) -> Answer:
    """An answer to the open question."""
    look = inspecting.answer(look=_in_hand(here), question=here.question["code"], answer=code, by=here.by)
    return cards.present(here, look)


def category(here: Here, code: str) -> Answer:
    look = looking.read(here.connection, U.c.id == here.question["unit"])[0]
    if code == choosing.MORE:
        return cards.ask_category(here, look, choosing.next_page(here))
    return _open(here, look, code)


def reason(here: Here, code: str) -> Answer:
    """Why the grade is another one."""
    grade = Grade(here.question["grade"])
    return cards.present(here, inspecting.change_grade(look=_in_hand(here), grade=grade, reason=code, by=here.by))


def use(here: Here, code: str) -> Answer:
    look = _in_hand(here)
    if code == choosing.MORE:
        return cards.ask_use(here, look, choosing.next_page(here))
    return _goes_to(here, look, Disposition(code))


def fault(here: Here, code: str) -> Answer:
    look = _in_hand(here)
    if code == choosing.MORE:
        return cards.ask_fault(here, look, choosing.next_page(here))
    return cards.present(here, inspecting.choose_fault(look=look, fault_code=code, by=here.by))


def accessory(here: Here, code: str) -> Answer:
    return ticks.chosen(here, _in_hand(here), code)


CHOSEN: dict[str, Callable[[Here, str], Answer]] = {
    "look": answer, "category": category, "reason": reason, "use": use, "fault": fault,
    ticks.QUESTION: accessory,
}


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES to a question with yes and no, to taking over, to a serial number, or to all that belongs to it."""
    if ticks.is_asked(here):
        return ticks.all_there(here, _in_hand(here))
    name = (here.question or {}).get("name")
    if name == "take_over":
        return _open(here, looking.read(here.connection, U.c.id == here.question["unit"])[0])
    if name == "serial":
        return _serial_read(here, here.question["serial"])
    return _plain_answer(here, "yes")


def no(here: Here, meaning: Meaning) -> Answer:
    """NO to a question with yes and no, or to the rest of a tick list; anything else is just gone."""
    if ticks.is_asked(here):
        return ticks.nothing_else(here, _in_hand(here))
    if (here.question or {}).get("name") == "look":
        return _plain_answer(here, "no")
    said = common.said_no(here, meaning)
    shown = _shown_again(here, said)
    return said if shown is said else replace(shown, result="ask")


def _plain_answer(here: Here, code: str) -> Answer:
    question = here.question or {}
    if question.get("name") != "look" or code not in question["options"]:
        raise Refused(say("This question has other answers. Choose one of the buttons."))
    return answer(here, code)


def grade(here: Here, meaning: Meaning) -> Answer:
    """GRADE_x: seen otherwise than the answers say."""
    look, seen = _in_hand(here), Grade(meaning.command.name[-1])
    inspecting.check_answered(look)
    if seen == look.inspection.grade_computed:
        return cards.present(here, inspecting.change_grade(look=look, grade=seen, reason=None, by=here.by))
    return cards.ask_reason(here, look, seen)


def to_repair(here: Here, _meaning: Meaning) -> Answer:
    return _goes_to(here, _in_hand(here), Disposition.REPAIR)


def to_customer(here: Here, _meaning: Meaning) -> Answer:
    return _goes_to(here, _in_hand(here), Disposition.TO_CUSTOMER)


def _goes_to(here: Here, look: Look, way: Disposition) -> Answer:
    return cards.present(here, inspecting.choose_disposition(look=look, disposition=way, by=here.by))


def other_use(here: Here, _meaning: Meaning) -> Answer:
    look = _in_hand(here)
    inspecting.check_answered(look)
    return cards.ask_use(here, look)


def other_fault(here: Here, _meaning: Meaning) -> Answer:
    look = _in_hand(here)
    inspecting.check_answered(look)
    return cards.ask_fault(here, look)


def back(here: Here, _meaning: Meaning) -> Answer:
    """BACK: the last question once more."""
    return cards.present(here, inspecting.step_back(look=_in_hand(here), by=here.by))


def sign(here: Here, _meaning: Meaning) -> Answer:
    if ticks.is_asked(here):
        return ticks.passed_over(here, _in_hand(here))
    return cards.signed(here, inspecting.sign(look=_in_hand(here), by=here.by))


def serial(here: Here, meaning: Meaning) -> Answer:
    """A known serial: the unit that is this device; in hand, it is compared."""
    may_be = serials.may_be(meaning.id)
    looks = looking.read(here.connection, U.c.stage.in_(sorted(LIVE)), sa.or_(
        may_be, U.c.id == here.open_id("unit")), fits=may_be)
    mine = next((look for look in looks if look.unit.id == here.open_id("unit")), None)
    fitting = serials.which_is(meaning.id, [look for look in looks if look.fits])
    if mine is not None and (mine in fitting or not fitting):
        return _noted(here, mine, meaning.code, meaning.id, fits=mine in fitting)
    return _one_of(here, meaning, fitting)


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """A code nobody knows: perhaps the serial of the serialised unit in hand."""
    if here.open_id("unit") is None or not meaning.code:
        return common.unknown(here, meaning)
    look = _in_hand(here)
    if look.product is None or not look.product.serialised or look.unit.stage is not Stage.ARRIVED:
        return common.unknown(here, meaning)
    return cards.ask_serial(here, look, meaning.serial)


def _serial_read(here: Here, code: str) -> Answer:
    look = _in_hand(here)
    stated = look.unit.device_id is None and look.unit.serial_stated == code
    return _noted(here, look, code, None, fits=stated)


def _noted(here: Here, look: Look, code: str, device_id: int | None, *, fits: bool) -> Answer:
    seen = look.unit.serial_seen == code
    unit, held = (look.unit, look.held) if seen else serials.note(
        unit=look.unit, held=look.held, serial=code, device_id=device_id, fits=fits, by=here.by)
    return cards.serial_noted(here, replace(look, unit=unit, held=held), code, fits=fits)


def undo(here: Here, meaning: Meaning) -> Answer:
    return again.undo(here, meaning, _shown_again)


def _shown_again(here: Here, said: Answer) -> Answer:
    """What was said, on the card of the unit in hand."""
    here.open_now = said.open_now or {}
    unit_id = here.open_id("unit")
    look = looking.read(here.connection, U.c.id == unit_id)[0] if unit_id else None
    if look is None or look.inspection is None or look.unit.stage is not Stage.ARRIVED:
        return said
    return replace(cards.present(here, look), result=said.result, title=said.title, icon=said.icon)


STEPS = {
    Kind.UNIT: unit, Kind.SERIAL: serial, Kind.RMA: rma, Kind.ORDER: order, Kind.PARCEL: parcel,
    Kind.UNKNOWN: unmatched, Command.YES: yes, Command.NO: no, Command.SIGN: sign, Command.BACK: back,
    Command.REPAIR: to_repair, Command.TO_CUSTOMER: to_customer, Command.OTHER_USE: other_use,
    Command.FAULT: other_fault, Command.UNDO: undo,
    **dict.fromkeys((Command.GRADE_A, Command.GRADE_B, Command.GRADE_C, Command.GRADE_D), grade),
    **dict.fromkeys([command for command in Command if command.choice is not None], chosen),
}
