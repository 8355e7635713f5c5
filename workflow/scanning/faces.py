"""How a box that is packed, and what belongs in it, look on a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.lifecycle import Stage
from models.numbers import grouped
from workflow import crates
from workflow.crates import Content, Crate
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Item
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.sentences import Sentence, say
from workflow.words import word

PASS_OR_FAIL = (answers.command(Command.PASS, style="primary"), answers.command(Command.FAIL))
SCAN_EACH = say("Put the units in and scan each.")
SCAN_NEW = say("Put them in and scan each: what goes out new by its product's barcode, the others by their tags.")
TO_CLOSE = say("All is in. Scan “Close the box”.")
CLOSE = answers.command(Command.CLOSE_BOX, style="primary")


def scan_each(waiting: Iterable[Content]) -> Sentence:
    """What to do with what is not in the box yet."""
    return SCAN_NEW if any(content.unit.stage is Stage.PROMISED for content in waiting) else SCAN_EACH


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


def open_crate(here: Here, parcel_id: int | None) -> Crate:
    """The crate of the box that lies open here. Raises Refused when there is none."""
    crate = crates.of_box(here.connection, parcel_id, by=here.by.staff_id) if parcel_id else None
    if crate is None or crate.box is None:
        raise Refused(say("Open a box first: scan a unit's tag or the RMA's number."))
    return crate
