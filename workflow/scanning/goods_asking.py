"""The three questions of the goods check as cards: right, complete, safe."""

from __future__ import annotations

from typing import Any

from models.lifecycle import Stage
from workflow import crates, goods_checking, packing
from workflow.crates import Content, Crate
from workflow.errors import Refused
from workflow.scanning import answers, filling
from workflow.scanning.answers import Answer
from workflow.scanning.faces import name_of
from workflow.scanning.here import Here
from workflow.sentences import say


def question_here(here: Here, question: dict[str, Any]) -> tuple[Crate, Content]:
    """The unit that is asked about, if this question still stands."""
    crate = crates.of_unit(here.connection, question["unit"], by=here.by.staff_id, parcel_id=here.open_id("parcel"))
    content = crate.content(question["unit"]) if crate else None
    if crate is None or content is None or goods_checking.next_question(content) != question["asked"]:
        raise Refused(say("This question is answered already. Scan the unit again."))
    return crate, content


def said_yes(here: Here, question: dict[str, Any]) -> Answer:
    """YES: the next question, or signed and, if it lies ready at its box, packed at once."""
    crate, content = question_here(here, question)
    asked = question["asked"]
    if asked != list(goods_checking.QUESTIONS)[-1]:
        return filling.ask_goods(here, goods_checking.answer(content=content, question=asked, by=here.by))
    if content.unit.stage is Stage.READY and crate.is_open:
        checked = packing.check_and_put_in(crate=crate, content=content, question=asked, by=here.by)
        return filling.packed(here, crate, checked)
    goods_checking.sign(content=content, question=asked, by=here.by)
    return answers.ok(say("Goods fit"), thing=name_of(content), icon="clipboard-check",
                      next=say("Put it in the box and scan its tag."), open_now=here.keep(unit=content.unit.id))


def said_no(here: Here, question: dict[str, Any]) -> Answer:
    """NO: it does not leave."""
    _crate_of, content = question_here(here, question)
    goods_checking.fail(content=content, question=question["asked"], by=here.by)
    promised = content.unit.stage is Stage.PROMISED
    return answers.ok(say("Goods failed"), thing=name_of(content), icon="circle-x", open_now=here.keep(unit=None),
                      next=say("Put it aside and pick another one: scan its barcode.") if promised
                      else say("Put it on the question shelf; an agent decides anew."))
