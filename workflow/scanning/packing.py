"""What scans mean at the packing station. Here: opening a box, units and accessories into it, closing it.

What was promised and is picked from a shelf stands in picking.py; what happens to a closed box in shipping.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.lifecycle import Stage
from models.numbers import grouped
from reference.accessories import accessory_names
from workflow import addressing, crates, goods_checking, leaving, packing
from workflow.crates import Content, Crate
from workflow.errors import Refused
from workflow.scanning import answers, common, elsewhere
from workflow.scanning.answers import Answer, Item
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say
from workflow.words import word

PASS_OR_FAIL = (answers.command(Command.PASS, style="primary"), answers.command(Command.FAIL))
SCAN_EACH = say("Put the units in and scan each.")
TO_CLOSE = say("All is in. Scan “Close the box”.")
CLOSE = answers.command(Command.CLOSE_BOX, style="primary")


def face(crate: Crate, *, now_in: int | None = None, number: str = "") -> dict[str, Any]:
    """How a box looks on a card: its number, and what of the RMA is in it and what is not yet."""
    items = [_item(crate, content, now_in) for content in crate.contents
             if crate.is_in(content) or content.unit.stage in crates.TO_PACK]
    done = sum(item.done for item in items)
    return {"thing": grouped(number or (crate.box.number if crate.box else crate.rma_number)),
            "lines": ((say("In the box"), say("%(done)s of %(all)s", done=done, all=len(items))),),
            **answers.shown(items)}


def _item(crate: Crate, content: Content, now_in: int | None) -> Item:
    is_in = crate.is_in(content) or content.unit.id == now_in
    return Item(content.name, grouped(content.unit.tag) if content.unit.tag else "",
                word(Stage.PACKED if is_in else content.unit.stage), is_in)


def name_of(content: Content) -> str:
    return f"{grouped(content.unit.tag) if content.unit.tag else ''} {content.name}".strip()


def blocked(content: Content, why: Refused) -> Answer:
    """A unit that must not go into this box: what is wrong with it, in two words, and what to do."""
    facts = content.facts
    title = say("On hold") if facts.hold_reason else say("Not paid") if facts.is_unpaid else say("Not checked") \
        if content.unit.stage in crates.TO_PACK else say("Not ready")
    return Answer("refused", title, thing=name_of(content), icon="hand-stop", next=why.sentence)


def unit(here: Here, meaning: Meaning) -> Answer:
    """The tag of a unit: it opens a box for its RMA, or goes into the one that is open."""
    crate = crates.of_unit(here.connection, meaning.id or 0, by=here.by.staff_id, parcel_id=here.open_id("parcel"))
    content = crate.content(meaning.id or 0) if crate else None
    if crate is None or content is None:
        raise Refused(say("This unit belongs to no RMA. Ask an agent before it leaves."))
    return unit_in(here, crate, content)


def unit_in(here: Here, crate: Crate, content: Content) -> Answer:
    if crate.tablets_rma not in (None, crate.rma_id):
        return Answer("refused", say("Wrong unit"), thing=name_of(content), icon="hand-stop",
                      next=say("It belongs to %(rma)s, not in this box. Put it back, or park the box first.",
                               rma=grouped(crate.rma_number)))
    if crate.is_in(content):
        return _in_already(here, crate, content)
    if content.unit.stage not in crates.TO_PACK:
        return _elsewhere(content)
    try:
        leaving.check_may_go(content.unit, content.facts)
    except Refused as why:
        return blocked(content, why)
    return _pack(here, crate, content) if crate.is_open else open_box(here, crate)


def _elsewhere(content: Content) -> Answer:
    if content.unit.stage in (Stage.PACKED, Stage.SHIPPED, Stage.DELIVERED):
        return answers.repeat(say("Packed already"), thing=name_of(content),
                              next=say("It is %(stage)s. Scan the next unit.", stage=word(content.unit.stage)))
    _title, step = elsewhere.WAYS.get(content.unit.stage, elsewhere.TRIP_ENDED)
    return Answer("refused", say("Not ready"), thing=name_of(content), icon="hand-stop", next=step,
                  lines=((say("It is"), word(content.unit.stage)),))


def _in_already(here: Here, crate: Crate, content: Content) -> Answer:
    """Scanned again: its accessories if one was not there, else the way to take it out."""
    if content.accessory:
        return ask_accessory(here, crate, content)
    if content.left_out:
        packing.ask_again(unit_id=content.unit.id, by=here.by)
        return _next_of(here, crate.box.id)
    return answers.repeat(say("In the box"), next=say("Scan the next unit, or take this one out."),
                          open_now=here.keep(parcel=crate.box.id, unit=content.unit.id),
                          choices=(answers.command(Command.UNPACK), CLOSE), **face(crate))


def open_box(here: Here, crate: Crate) -> Answer:
    """A fresh box for the RMA, or the one that was begun before."""
    if crate.is_open:
        return answers.repeat(say("Box goes on"), next=SCAN_EACH if crate.waiting else TO_CLOSE, choices=(CLOSE,),
                              open_now=here.keep(parcel=crate.box.id, unit=None), **face(crate))
    parcel_id, number = packing.open_box(crate=crate, by=here.by)
    return answers.ok(say("Box opened"), icon="package", next=SCAN_EACH, **face(crate, number=number),
                      open_now=here.keep(parcel=parcel_id, unit=None))


def rma(here: Here, meaning: Meaning) -> Answer:
    """The RMA's number from the picking list or the screen: its box is opened or goes on."""
    crate = crates.of_rma(here.connection, meaning.id or 0, by=here.by.staff_id)
    if crate is None:
        raise Refused(say("There is no such RMA."))
    return open_box(here, crate)


def _pack(here: Here, crate: Crate, content: Content) -> Answer:
    if not content.is_checked:
        return ask_goods(here, content)
    if content.unit.stage is Stage.PROMISED:
        raise Refused(say("Scan the product's barcode first, so that we know which one it is."))
    packing.put_in(crate=crate, content=content, by=here.by)
    return packed(here, crate, content)


def packed(here: Here, crate: Crate, content: Content) -> Answer:
    """The card after a unit went in: its accessories, the next unit, or closing."""
    inside = replace(content, accessory=None if content.answered else content.accessory)
    if inside.accessory:
        return ask_accessory(here, crate, inside, now_in=content.unit.id)
    if content.answered:
        return _next_of(here, crate.box.id)
    left = [other for other in crate.waiting if other.unit.id != content.unit.id]
    return answers.ok(say("Packed"), icon="package-export", next=SCAN_EACH if left else TO_CLOSE,
                      choices=() if left else (CLOSE,), open_now=here.keep(parcel=crate.box.id, unit=content.unit.id),
                      **face(crate, now_in=content.unit.id))


def ask_accessory(here: Here, crate: Crate, content: Content, *, now_in: int | None = None) -> Answer:
    """One question per accessory: is it in the box with its unit?"""
    accessory_id, code = content.accessory or (0, "")
    known = accessory_names().get(code)
    return answers.ask(say("Also packed?"), icon="checklist", next=say("%(accessory)s: is it in the box?",
                       accessory=known.say(here.by.language) if known else code),
                       choices=answers.yes_no(), **face(crate, now_in=now_in),
                       open_now=here.keep(parcel=crate.box.id, unit=content.unit.id,
                                          question={"name": "accessory", "accessory": accessory_id}))


def _accessory(here: Here, question: dict[str, Any], is_in: bool) -> Answer:
    packing.answer_accessory(accessory_id=question["accessory"], is_in=is_in, by=here.by)
    return _next_of(here, here.open_id("parcel") or 0)


def _next_of(here: Here, parcel_id: int) -> Answer:
    """The box read anew: the next accessory to ask for, the next unit, or closing."""
    crate = _crate(here, parcel_id)
    asked = next((content for content in crate.packed if content.accessory), None)
    if asked:
        return ask_accessory(here, crate, asked)
    short = packing.missing_from(crate)
    return answers.ok(say("Packed"), icon="package-export", next=SCAN_EACH if crate.waiting else TO_CLOSE if not short
                      else say("Look for what is missing and scan the unit again, or close the box."),
                      choices=() if crate.waiting else (CLOSE,), open_now=here.keep(parcel=parcel_id), **face(crate))


def _crate(here: Here, parcel_id: int | None) -> Crate:
    crate = crates.of_box(here.connection, parcel_id, by=here.by.staff_id) if parcel_id else None
    if crate is None or crate.box is None:
        raise Refused(say("Open a box first: scan a unit's tag or the RMA's number."))
    return crate


def ask_goods(here: Here, content: Content, *, tag_paper: bool = False) -> Answer:
    """The next of the three questions of the goods check, with what to look at."""
    asked = goods_checking.next_question(content)
    if asked is None:
        raise Refused(say("Not every question is answered. Scan the unit again."))
    title, _codes = goods_checking.QUESTIONS[asked]
    items = [Item(line.text.say(here.by.language), "", say("look"), False) for line in goods_checking.lines_of(asked)]
    return answers.ask(
        title, thing=name_of(content), icon="checklist", choices=PASS_OR_FAIL, items=tuple(items),
        next=say("Stick the tag on it, look, then scan “Pass” or “Fail”.") if tag_paper
        else say("Look, then scan “Pass” or “Fail”."), paper=("unit_tag", content.unit.id) if tag_paper else None,
        open_now=here.keep(unit=content.unit.id, question={"name": "goods", "unit": content.unit.id, "asked": asked}))


def _asked(here: Here, *names: str) -> dict[str, Any]:
    question = here.question
    if not question or question["name"] not in names:
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    return question


def _goods_question(here: Here, question: dict[str, Any]) -> tuple[Crate, Content]:
    crate = crates.of_unit(here.connection, question["unit"], by=here.by.staff_id, parcel_id=here.open_id("parcel"))
    content = crate.content(question["unit"]) if crate else None
    if crate is None or content is None or goods_checking.next_question(content) != question["asked"]:
        raise Refused(say("This question is answered already. Scan the unit again."))
    return crate, content


def _goods_yes(here: Here, question: dict[str, Any]) -> Answer:
    crate, content = _goods_question(here, question)
    asked = question["asked"]
    if asked != list(goods_checking.QUESTIONS)[-1]:
        return ask_goods(here, goods_checking.answer(content=content, question=asked, by=here.by))
    if content.unit.stage is Stage.READY and crate.is_open:
        checked = packing.check_and_put_in(crate=crate, content=content, question=asked, by=here.by)
        return packed(here, crate, checked)
    goods_checking.sign(content=content, question=asked, by=here.by)
    return answers.ok(say("Goods fit"), thing=name_of(content), icon="clipboard-check",
                      next=say("Put it in the box and scan its tag."), open_now=here.keep(unit=content.unit.id))


def _goods_no(here: Here, question: dict[str, Any]) -> Answer:
    _crate_of, content = _goods_question(here, question)
    goods_checking.fail(content=content, question=question["asked"], by=here.by)
    promised = content.unit.stage is Stage.PROMISED
    return answers.ok(say("Goods failed"), thing=name_of(content), icon="circle-x", open_now=here.keep(unit=None),
                      next=say("Put it aside and pick another one: scan its barcode.") if promised
                      else say("Put it on the question shelf; an agent decides anew."))


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES or PASS, to whatever the card asks."""
    question = _asked(here, "accessory", "goods", "short", "address")
    if question["name"] == "accessory":
        return _accessory(here, question, True)
    if question["name"] == "goods":
        return _goods_yes(here, question)
    return _close(here, send_less=question.get("send_less", False) or question["name"] == "short",
                  address_is_right=question["name"] == "address")


def no(here: Here, meaning: Meaning) -> Answer:
    """NO or FAIL, to whatever the card asks."""
    question = here.question
    if question and question["name"] == "accessory":
        return _accessory(here, question, False)
    if question and question["name"] == "goods":
        return _goods_no(here, question)
    if question and question["name"] == "address":
        return answers.ok(say("Address wrong"), icon="map-pin", open_now=here.keep(),
                          next=say("Put it right under “Boxes”, then scan “Close the box”."))
    return common.said_no(here, meaning)


def close_box(here: Here, _meaning: Meaning) -> Answer:
    """CLOSE THE BOX: it asks for what is not answered, then closes."""
    return _close(here)


def _close(here: Here, *, send_less: bool = False, address_is_right: bool = False) -> Answer:
    crate = _crate(here, here.open_id("parcel"))
    unanswered = next((content for content in crate.packed if content.accessory), None)
    if crate.is_open and unanswered:
        return ask_accessory(here, crate, unanswered)
    missing = packing.missing_from(crate) if crate.is_open and crate.packed else 0
    if missing and not send_less:
        packing.check_can_send_less(crate, here.by)
        return answers.ask(say("Send without?"), icon="package-off", choices=answers.yes_no(), **face(crate),
                           next=say("%(count)s more belong in it. Send it without them?", count=missing),
                           open_now=here.asking("short"))
    packing.check_can_close(crate, here.by, send_less=send_less)
    if not crate.box.address_confirmed_at and not address_is_right:
        return _ask_address(here, crate, send_less)
    packing.close(crate=crate, send_less=send_less, address_is_right=address_is_right, by=here.by)
    return answers.ok(say("Closed"), icon="package", thing=grouped(crate.box.number),
                      lines=((say("In the box"), len(crate.packed)),), paper=("packing_slip", crate.box.id),
                      next=say("Stick the carrier label on it and scan that label."), open_now=here.keep(unit=None))


def _ask_address(here: Here, crate: Crate, send_less: bool) -> Answer:
    country, postcode = addressing.destination(here.connection, crate.box.id)
    if not country:
        raise Refused(say("No order stands behind this RMA, so no address is known. Ask an agent."))
    return answers.ask(say("Address right?"), icon="map-pin", thing=grouped(crate.box.number),
                       next=say("Compare the address on the slip. Is it right?"),
                       lines=((say("Country"), country), (say("Postcode"), postcode)), choices=answers.yes_no(),
                       paper=("packing_slip", crate.box.id), open_now=here.asking("address", send_less=send_less))


def take_out(here: Here, _meaning: Meaning) -> Answer:
    """TAKE OUT: the unit scanned last leaves the box again."""
    crate = _crate(here, here.open_id("parcel"))
    content = crate.content(here.open_id("unit") or 0)
    if content is None:
        raise Refused(say("Scan the unit first that you take out."))
    packing.take_out(crate=crate, content=content, by=here.by)
    return answers.ok(say("Taken out"), thing=name_of(content), icon="package-off", open_now=here.keep(unit=None),
                      next=say("Put it back on its shelf, or scan the next unit."))


STEPS = {
    Kind.UNIT: unit, Kind.RMA: rma, Command.YES: yes, Command.PASS: yes, Command.NO: no, Command.FAIL: no,
    Command.CLOSE_BOX: close_box, Command.UNPACK: take_out,
}
