"""What scans mean at the packing station when something promised is picked: product codes and serial numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.lifecycle import Stage
from workflow import crates, picking
from workflow.crates import Content, Crate
from workflow.errors import Refused
from workflow.scanning import answers, faces, filling
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def product(here: Here, meaning: Meaning) -> Answer:
    """A product code: somebody holds one of what was promised."""
    parcel_id = here.open_id("parcel")
    crate = crates.of_box(here.connection, parcel_id, by=here.by.staff_id) if parcel_id else None
    if crate is None or not crate.is_open:
        raise Refused(say("Scan the RMA's number from the picking list first, then the product."))
    content = picking.promised_of(crate, meaning.id or 0)
    if content is None:
        return _not_promised(crate, meaning)
    return _picked(here, crate, content)


def _not_promised(crate: Crate, meaning: Meaning) -> Answer:
    if any(content.unit.product_id == meaning.id for content in crate.contents):
        raise Refused(say("A product code does not say which one it is. Scan the tag on it."))
    return Answer("refused", say("Wrong product"), thing=meaning.code, icon="hand-stop",
                  next=say("It is not on this box's list. Put it back and pick the right one."))


def _picked(here: Here, crate: Crate, content: Content) -> Answer:
    try:
        picking.check_can_pick(content)
    except Refused as why:
        return faces.blocked(content, why)
    if content.unit.tag is None:
        tag = picking.pick(content=content, by=here.by)
        content = _with(content, tag=tag)
    if content.product.serialised and not content.unit.serial_seen:
        return _ask_serial(here, crate, content)
    return filling.ask_goods(here, content, tag_paper=True)


def _with(content: Content, **values: Any) -> Content:
    return replace(content, unit=content.unit._replace(**values))


def _ask_serial(here: Here, crate: Crate, content: Content) -> Answer:
    return answers.ask(say("Scan its serial"), thing=faces.name_of(content), icon="barcode",
                       next=say("Stick the tag on it, then scan its serial number."),
                       paper=("unit_tag", content.unit.id),
                       open_now=here.keep(parcel=crate.box.id, unit=content.unit.id,
                                          question={"name": "serial", "unit": content.unit.id}))


def serial(here: Here, meaning: Meaning) -> Answer:
    """A serial number that we know: the answer to the card, a unit to pack, or the thing that was picked."""
    if here.question and here.question["name"] == "serial":
        return serial_answer(here, meaning)
    crate = crates.of_device(here.connection, meaning.id or 0, by=here.by.staff_id, parcel_id=here.open_id("parcel"))
    if crate is None:
        raise Refused(say("Nothing with this serial number is to be packed. Scan the RMA's number first."))
    if crate.device_unit is not None:
        return _its_unit(here, crate, meaning)
    content = picking.promised_of(crate, crate.device_product or 0) if crate.is_open else None
    if content is None:
        return _not_promised(crate, Meaning(Kind.PRODUCT, meaning.code, crate.device_product))
    return _pick_known(here, content, meaning)


def _its_unit(here: Here, crate: Crate, meaning: Meaning) -> Answer:
    content = crate.content(crate.device_unit or 0)
    if content is None:
        return filling.unit(here, Meaning(Kind.UNIT, meaning.code, crate.device_unit))
    if content.unit.stage is Stage.PROMISED:
        return filling.ask_goods(here, content)
    return filling.unit_in(here, crate, content)


def _pick_known(here: Here, content: Content, meaning: Meaning) -> Answer:
    try:
        picking.check_can_pick(content)
    except Refused as why:
        return faces.blocked(content, why)
    tag = picking.pick_known(content=content, serial=meaning.code, device_id=meaning.id or 0, by=here.by)
    return filling.ask_goods(here, _with(content, tag=tag, device_id=meaning.id, serial_seen=meaning.code),
                             tag_paper=True)


def serial_answer(here: Here, meaning: Meaning) -> Answer:
    """The serial number that the card asked for."""
    unit_id = (here.question or {})["unit"]
    picking.bind(unit_id=unit_id, serial=meaning.serial, by=here.by)
    crate = crates.of_unit(here.connection, unit_id, by=here.by.staff_id)
    content = crate.content(unit_id) if crate else None
    if content is None:
        raise Refused(say("There is no such unit."))
    return filling.ask_goods(here, content)


STEPS = {Kind.PRODUCT: product, Kind.SERIAL: serial}
