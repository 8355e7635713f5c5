"""What scans mean at the packing station while a box is filled and closed: one entry per thing or command.

What was promised and is picked from a shelf stands in picking.py; what happens to a closed box in shipping.py.
"""

from __future__ import annotations

from typing import Any

from workflow import packing
from workflow.errors import Refused
from workflow.scanning import answers, common, filling, goods_asking, sending_less
from workflow.scanning.answers import Answer
from workflow.scanning.box_closing import close, close_box
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def _asked(here: Here, *names: str) -> dict[str, Any]:
    question = here.question
    if not question or question["name"] not in names:
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    return question


def _accessory(here: Here, question: dict[str, Any], is_in: bool) -> Answer:
    packing.answer_accessory(accessory_id=question["accessory"], is_in=is_in, by=here.by)
    return filling.next_of(here, here.open_id("parcel") or 0)


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES or PASS, to whatever the card asks."""
    question = _asked(here, "accessory", "goods", "address")
    if question["name"] == "accessory":
        return _accessory(here, question, True)
    if question["name"] == "goods":
        return goods_asking.said_yes(here, question)
    return close(here, without=question.get("without", ""), address_is_right=True)


def everything(here: Here, _meaning: Meaning) -> Answer:
    """ALL: whatever belongs to the unit that the card asks about lies in the box."""
    question = _asked(here, "accessory")
    packing.pack_all_accessories(unit_id=question["unit"], by=here.by)
    return filling.next_of(here, here.open_id("parcel") or 0)


def no(here: Here, meaning: Meaning) -> Answer:
    """NO or FAIL, to whatever the card asks."""
    question = here.question
    if question and question["name"] == "accessory":
        return _accessory(here, question, False)
    if question and question["name"] == "goods":
        return goods_asking.said_no(here, question)
    if question and question["name"] == "address":
        return answers.ok(say("Address wrong"), icon="map-pin", open_now=here.keep(),
                          next=say("Put it right under “Boxes”, then scan “Close the box”."))
    return common.said_no(here, meaning)


STEPS = {
    Kind.UNIT: filling.unit, Kind.RMA: filling.rma, Command.YES: yes, Command.PASS: yes, Command.NO: no,
    Command.FAIL: no, Command.CLOSE_BOX: close_box, Command.UNPACK: filling.take_out,
    Command.ALL: everything, Kind.BADGE: sending_less.badge,
}
