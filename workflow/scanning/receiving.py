"""What scans mean at the dock, above all those of what is taken out of a box."""

from __future__ import annotations

from typing import Any

from models.lifecycle import LIVE, Stage
from models.numbers import grouped
from workflow import accessories, boxes, receiving, serials_at_the_dock
from workflow.accessories import TickList
from workflow.boxes import Box, Line
from workflow.errors import Refused
from workflow.scanning import (
    answers,
    at_the_door,
    box_ends,
    choosing,
    cleaning,
    common,
    not_expected,
    open_box,
    putting_aside,
    same_box,
    surprise_cards,
    ticking_cards,
    untagged,
    unticked,
    whose,
)
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.words import word

NOT_ON_THE_LIST = (answers.command(Command.YES, label=say("Not on the list")), answers.command(Command.NO))


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """Nobody knows this code. An open serial question takes it; else it is a parcel that is put aside.

    What stands on goods or says only where to is no parcel's number, and what no carrier prints is asked about. With a
    box open only what is certainly a carrier's is the next parcel at once (docs/decisions/0011).
    """
    if here.question and here.question["name"] == "serial":
        return serial_answer(here, meaning)
    look = meaning.look
    if look and look.kind == "routing":
        return common.unknown(here, meaning)
    strange = (look is None or look.kind == "unknown") and not cleaning.may_be_a_carriers(meaning.code)
    if strange or (look and look.kind in common.ON_GOODS):
        return putting_aside.no_parcel(here, meaning)
    if here.open_id("parcel") and not (look and look.certain):
        return putting_aside.ask_whether_next(here, meaning)
    if putting_aside.may_stand_on_goods(look):
        return putting_aside.ask_whether_parcel(here, meaning)
    return putting_aside.aside(here, meaning, putting_aside.UNANNOUNCED)


def unit(here: Here, meaning: Meaning) -> Answer:
    """A tag that a unit has had since an earlier look at it."""
    line = boxes.of_unit(here.connection, meaning.id)
    row = line.unit
    if row.stage in (Stage.DELIVERED, Stage.DISPOSED, Stage.STOCKED, Stage.VOIDED):
        return answers.ask(say("Was here before"), thing=grouped(meaning.code), icon="history",
                           next=say("Its trip ended: %(stage)s. A new trip? Scan its parcel or serial number.",
                                    stage=word(row.stage)), open_now=here.keep())
    if row.stage not in boxes.STILL_TO_COME:
        answer = answers.repeat(say("Here already"), thing=grouped(meaning.code), next=say("It is %(stage)s.",
                                stage=word(row.stage)), open_now=here.keep(unit=row.id), paper=("unit_tag", row.id))
        ticks = accessories.unlisted(row, line.accessories) if row.stage is Stage.ARRIVED else None
        return ticking_cards.beside(here, answer, ticks)
    return _take_out(here, boxes.read_with(here.connection, here.open_id("parcel"), unit=row.id), line)


def product(here: Here, meaning: Meaning) -> Answer:
    """A product code is no identity: each scan of it is the next such unit of the open box."""
    box = open_box.read(here)
    fitting = [line for line in box.to_come if line.unit.product_id == meaning.id]
    if not fitting:
        known = receiving.product_of(here.connection, meaning.id)
        return not_expected.ask(here, box, known.name, product_id=known.id)
    chosen = min(fitting, key=lambda line: (line.unit.stage is not Stage.EXPECTED, line.line is None))
    return _take_out(here, box, chosen, ask_serial=chosen.product.serialised)


def serial(here: Here, meaning: Meaning) -> Answer:
    """A known serial number: the device tells which unit this is."""
    if here.question and here.question["name"] == "serial":
        return serial_answer(here, meaning)
    box = boxes.read_with(here.connection, here.open_id("parcel"), device=meaning.id)
    product, known = None, [line for line in (*box.lines, *box.beside) if line.asked] if box else []
    if not known:
        product, known = boxes.of_device(here.connection, meaning.id)
    coming = next((line for line in known if line.unit.stage in boxes.STILL_TO_COME), None)
    if coming:
        return _take_out(here, box, coming, serial=meaning.code, device_id=meaning.id)
    if any(line.unit.device_id == meaning.id and line.unit.stage in LIVE for line in known):
        return answers.repeat(say("Here already"), thing=meaning.code, next=say("Scan the next one."),
                              open_now=here.keep())
    product = product or known[0].product
    return not_expected.ask(here, box, product.name, product_id=product.id, serial=meaning.code, device_id=meaning.id)


def _take_out(here: Here, box: Box | None, line: Line, *, serial: str | None = None, device_id: int | None = None,
              ask_serial: bool = False) -> Answer:
    row = line.unit
    tag = receiving.take_out(box=box, unit=row, by=here.by, serial=serial, device_id=device_id)
    face = open_box.face(box, arrived=row.id) if box else {}
    # Its number was drawn just now: until another one is bound, a tag from the roll may take its place.
    box_id = box.parcel.id if box else None
    kept = here.keep(unit=row.id, parcel=box_id, untagged=untagged.added(here, box_id, [] if row.tag else [row.id]))
    strange = surprise_cards.of_another_rma(box, row)
    paper = surprise_cards.unit_label(row.id) if strange else ("unit_tag", row.id)
    shown = {**face, "thing": f"{grouped(tag)} {line.name}".strip(), "paper": paper,
             "prints": () if row.tag else (paper,)}
    if ask_serial and not serial:
        kept["question"] = {"name": "serial", "unit": row.id}
        return answers.ask(say("Scan its serial"), next=surprise_cards.before_serial(strange=strange),
                           **{**shown, "choices": (answers.command(Command.NO_CODE),)}, open_now=kept)
    arrived = answers.ok(say("Arrived"), next=_after_unit(box, row), icon="circle-check", **shown, open_now=kept)
    return ticking_cards.beside(here, arrived, _belongs(here, box, line),
                                step=surprise_cards.OF_ANOTHER_TICK if strange else ticking_cards.AT_FIRST)


def _belongs(here: Here, box: Box | None, line: Line) -> TickList | None:
    """Its tick list, read with the box, or with the thing where the box does not know it."""
    known = box.line_of(line.unit.id) if box else None
    return accessories.unlisted(line.unit, (known or line).accessories)


def _after_unit(box: Box | None, unit: Any) -> Sentence:
    if surprise_cards.of_another_rma(box, unit):
        return surprise_cards.OF_ANOTHER
    if box and all(line.unit.id == unit.id for line in box.waited_for):
        return say("Stick the tag on it. That was all: scan “Box done”.")
    return say("Stick the tag on it, then scan the next one.")


def serial_answer(here: Here, meaning: Meaning) -> Answer:
    """The serial number that the card asked for."""
    unit_id = here.question["unit"]
    fits, ticks = serials_at_the_dock.note_serial(unit_id=unit_id, serial=meaning.serial, by=here.by)
    if fits:
        answer = answers.ok(say("Serial fits"), thing=meaning.serial, next=say("Scan the next one, or “Box done”."),
                            open_now=here.keep(), choices=open_box.COMMANDS)
    else:
        answer = answers.ask(say("Wrong serial"), thing=meaning.serial, icon="alert-triangle",
                             next=say("Another one was sold. Stick its label on it and put it on the question shelf."),
                             **surprise_cards.unit_papers(unit_id), choices=open_box.COMMANDS,
                             open_now=here.keep())
    return ticking_cards.beside(here, answer, ticks)


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES to "not expected" or "not on the list": an extra arrives; to "no parcel number": the box is put aside."""
    question = here.question
    if question and question["name"] == "aside":
        return putting_aside.aside_after_all(here)
    if not question or question["name"] not in (not_expected.QUESTION, "what"):
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    parcel_id = here.open_id("parcel")
    box = boxes.read(here.connection, parcel_id) if parcel_id else None
    unit_id, tag = receiving.take_out_extra(box=box, by=here.by, **not_expected.known(here))
    return answers.ok(say("Extra, held"), thing=grouped(tag), icon="alert-triangle", choices=open_box.COMMANDS,
                      next=say("Stick its label on it. An agent will look at it."),
                      **surprise_cards.unit_papers(unit_id), prints=(surprise_cards.unit_label(unit_id),),
                      open_now=here.keep(unit=unit_id, untagged=untagged.added(here, parcel_id, [unit_id])))


def no_code(here: Here, _meaning: Meaning) -> Answer:
    """A thing without any code: choose what it is from what is still to come. With nothing open it is a box."""
    if here.question and here.question["name"] == "serial":
        noted = answers.ok(say("No serial"), next=say("Noted. Scan the next one, or “Box done”."),
                           choices=open_box.COMMANDS, open_now=here.keep())
        return ticking_cards.beside(here, noted, accessories.read(here.connection, here.question["unit"]))
    if here.open_id("parcel") is None:
        return putting_aside.without_a_label(here)
    return _ask_what(here, open_box.read(here))


def _ask_what(here: Here, box: Box, page: int = 0) -> Answer:
    """What is still to come, to choose from; YES: it is none of these, nobody declared it."""
    coming = sorted(box.to_come, key=lambda line: line.unit.stage not in boxes.WAITED_FOR)
    asked = choosing.one_of(here, "what", [(str(line.unit.id), line.name) for line in coming], page=page,
                            also=NOT_ON_THE_LIST)
    return answers.ask(say("What is it?"), thing=grouped(box.parcel.number), next=say("Choose what you hold."),
                       photo_of=("parcel", box.parcel.id), **asked)


def chosen(here: Here, meaning: Meaning) -> Answer:
    """What a thing without a code is; or whose the parcel is; or where a number stands that nobody knows."""
    question = here.question
    if question and question["name"] == putting_aside.NEXT_PARCEL and meaning.command.choice < question["places"]:
        return _where_it_stands(here, meaning)
    if question and question["name"] == same_box.QUESTION and meaning.command.choice == 0:
        return same_box.taken(here, open_box.COMMANDS)
    if question and question["name"] == whose.QUESTION:
        return whose.taken(here, meaning, open_box.COMMANDS)
    if question and question["name"] == not_expected.QUESTION:
        return _of_another(here, meaning)
    name, code = choosing.taken(here, meaning)
    if name != "what":
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    box = open_box.read(here)
    if code == choosing.MORE:
        return _ask_what(here, box, choosing.next_page(here))
    line = box.line_of(int(code))
    if line is None:
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    return _take_out(here, box, line)


def _where_it_stands(here: Here, meaning: Meaning) -> Answer:
    """A number that nobody knows: on the next parcel, on a thing from the open box, or on that box itself."""
    if meaning.command.choice == 0:
        return putting_aside.aside_after_all(here)
    if meaning.command.choice == 1:
        return no_code(here, meaning)
    return same_box.noted(here, putting_aside.road_of(putting_aside.asked_about(here)), open_box.COMMANDS)


def _of_another(here: Here, meaning: Meaning) -> Answer:
    """Nobody announced it in this box, and it is what another RMA waits for."""
    unit_id, thing = not_expected.taken(here, meaning)
    box = boxes.read_with(here.connection, here.open_id("parcel"), unit=unit_id)
    line = (box.line_of(unit_id) if box else None) or boxes.of_unit(here.connection, unit_id)
    return _take_out(here, box, line, **thing, ask_serial=bool(line.product and line.product.serialised))


def everything(here: Here, _meaning: Meaning) -> Answer:
    """ALL: what is still to come lies on the table."""
    box = open_box.read(here)
    tags = receiving.take_all_out(box=box, by=here.by)
    without_tag = [line.unit.id for line in box.waited_for if not line.unit.tag]
    return unticked.after_all(here, box, tags, answers.ok(
        say("All arrived"), thing=grouped(box.parcel.number), icon="checks", lines=((say("Units"), len(tags)),),
        paper=("parcel_tags", box.parcel.id), prints=tuple(("unit_tag", unit_id) for unit_id in without_tag),
        next=say("Stick the tags on them, then scan “Box done”."),
        choices=open_box.COMMANDS,
        open_now=here.keep(unit=None, untagged=untagged.added(here, box.parcel.id, without_tag))))


STEPS = {
    Kind.PARCEL: at_the_door.parcel, Kind.RMA: at_the_door.rma, Kind.ORDER: at_the_door.order,
    Kind.SHIPMENT: at_the_door.sent_before, Kind.UNKNOWN: unmatched, Kind.UNIT: unit, Kind.PRODUCT: product,
    Kind.SERIAL: serial, Command.YES: yes, Command.NO_CODE: no_code, Command.ALL: everything,
    Command.BOX_DONE: box_ends.box_done, Command.NOT_OURS: box_ends.not_ours, Command.DAMAGED: box_ends.damaged,
    **dict.fromkeys([c for c in Command if c.choice is not None], chosen),
}
