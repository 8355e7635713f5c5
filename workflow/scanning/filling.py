"""Filling a box: it is opened, its units go in, and what goes along with them is asked for."""

from __future__ import annotations

from models.lifecycle import Stage
from models.numbers import grouped
from reference.accessories import called
from workflow import crates, goods_checking, leaving, packing
from workflow.crates import Content, Crate
from workflow.errors import Refused
from workflow.scanning import answers, elsewhere
from workflow.scanning.answers import Answer, Item
from workflow.scanning.commands import Command
from workflow.scanning.faces import CLOSE, PASS_OR_FAIL, TO_CLOSE, blocked, face, name_of, open_crate, scan_each
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say
from workflow.words import word

ALL_PACKED = answers.command(Command.ALL, label=say("All of it is in"))


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
        return next_of(here, crate.box.id)
    return answers.repeat(say("In the box"), next=say("Scan the next unit, or take this one out."),
                          open_now=here.keep(parcel=crate.box.id, unit=content.unit.id),
                          choices=(answers.command(Command.UNPACK), CLOSE), **face(crate))


def open_box(here: Here, crate: Crate) -> Answer:
    """A fresh box for the RMA, or the one that was begun before."""
    if crate.is_open:
        return answers.repeat(say("Box goes on"), next=scan_each(crate.waiting) if crate.waiting else TO_CLOSE,
                              choices=(CLOSE,),
                              open_now=here.keep(parcel=crate.box.id, unit=None), **face(crate))
    parcel_id, number = packing.open_box(crate=crate, by=here.by)
    return answers.ok(say("Box opened"), icon="package", next=scan_each(crate.waiting), **face(crate, number=number),
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
    inside = crate.with_packed(content)
    if content.answered:
        return _goes_on(here, inside)
    if content.accessory:
        return ask_accessory(here, inside, content, now_in=content.unit.id)
    left = [other for other in crate.waiting if other.unit.id != content.unit.id]
    return answers.ok(say("Packed"), icon="package-export", next=scan_each(left) if left else TO_CLOSE,
                      choices=() if left else (CLOSE,), open_now=here.keep(parcel=crate.box.id, unit=content.unit.id),
                      **face(crate, now_in=content.unit.id))


def ask_accessory(here: Here, crate: Crate, content: Content, *, now_in: int | None = None) -> Answer:
    """One question per accessory: is it in the box with its unit?"""
    asked = content.accessory
    return answers.ask(say("Also packed?"), icon="checklist", next=say("%(accessory)s: is it in the box?",
                       accessory=called(asked.name if asked else "", here.by.language)),
                       choices=(*answers.yes_no(), ALL_PACKED), **face(crate, now_in=now_in),
                       open_now=here.keep(parcel=crate.box.id, unit=content.unit.id,
                                          question={"name": "accessory", "accessory": asked.id if asked else 0,
                                                    "unit": content.unit.id}))


def next_of(here: Here, parcel_id: int) -> Answer:
    """The box read anew: the next accessory to ask for, the next unit, or closing."""
    return _goes_on(here, open_crate(here, parcel_id))


def _goes_on(here: Here, crate: Crate) -> Answer:
    asked = next((content for content in crate.packed if content.accessory), None)
    if asked:
        return ask_accessory(here, crate, asked)
    short = packing.missing_from(crate)
    step = TO_CLOSE if not short else say("Look for what is missing and scan the unit again, or close the box.")
    return answers.ok(say("Packed"), icon="package-export",
                      next=scan_each(crate.waiting) if crate.waiting else step,
                      choices=() if crate.waiting else (CLOSE,), open_now=here.keep(parcel=crate.box.id), **face(crate))


def ask_goods(here: Here, content: Content, *, tag_paper: bool = False) -> Answer:
    """The next of the three questions of the goods check, with what to look at."""
    asked = goods_checking.next_question(content)
    if asked is None:
        raise Refused(say("Not every question is answered. Scan the unit again."))
    title, _codes = goods_checking.QUESTIONS[asked]
    items = [Item(line.text.say(here.by.language), "", say("look"), False)
             for line in goods_checking.lines_of(asked, content.product)]
    return answers.ask(
        title, thing=name_of(content), icon="checklist", choices=PASS_OR_FAIL, items=tuple(items),
        next=say("Stick the tag on it, look, then scan “Pass” or “Fail”.") if tag_paper
        else say("Look, then scan “Pass” or “Fail”."), paper=("unit_tag", content.unit.id) if tag_paper else None,
        open_now=here.keep(unit=content.unit.id, question={"name": "goods", "unit": content.unit.id, "asked": asked}))


def take_out(here: Here, _meaning: Meaning) -> Answer:
    """TAKE OUT: the unit scanned last leaves the box again."""
    crate = open_crate(here, here.open_id("parcel"))
    content = crate.content(here.open_id("unit") or 0)
    if content is None:
        raise Refused(say("Scan the unit first that you take out."))
    packing.take_out(crate=crate, content=content, by=here.by)
    return answers.ok(say("Taken out"), thing=name_of(content), icon="package-off", open_now=here.keep(unit=None),
                      next=say("Put it back on its shelf, or scan the next unit."))
