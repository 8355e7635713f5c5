"""WEIGHT at the packing station: what a closed box weighs, for its customs papers and its handover receipt."""

from __future__ import annotations

from typing import Any

from models.numbers import grouped
from workflow import packing, weighing
from workflow.errors import Refused
from workflow.scanning import answers, picking, scale, shipping
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def ask_weight(here: Here, _meaning: Meaning) -> Answer:
    """WEIGHT: the next thing that is scanned or typed and looks like a weight is that of the box in hand."""
    box = _box(here)
    weighing.check_can_weigh(box)
    return scale.ask(here, box.number)


def _weighed(here: Here, text: str) -> Answer:
    grams, box = scale.asked(here, text), _box(here)
    weighing.weigh_packed(parcel=box, grams=grams, by=here.by)
    return answers.ok(say("Weighed"), thing=grouped(box.number), icon="weight", lines=(scale.line(grams),),
                      next=shipping.next_step(box), choices=shipping.choices(box, weighed=True), open_now=here.keep())


def _no_label(step: scale.Step) -> scale.Step:
    """What a code that nobody knows means, unless a weight is asked for: then only what surely is a carrier's number
    is its label, and all else is a weight that was mistyped. It must never become a tracking number.
    """

    def taken(here: Here, meaning: Meaning) -> Answer:
        look = meaning.look
        if scale.is_asked(here) and not (look and look.kind == "tracking" and look.certain):
            return _weighed(here, meaning.code)
        return step(here, meaning)

    return taken


def _box(here: Here) -> Any:
    parcel_id = here.open_id("parcel")
    if parcel_id is None:
        raise Refused(say("Scan the box first that you put on the scale."))
    return packing.parcel(here.connection, parcel_id)


STEPS = {Command.WEIGHT: ask_weight, **{
    Kind.UNKNOWN: scale.or_weight(_no_label(shipping.STEPS[Kind.UNKNOWN]), _weighed),
    **{kind: scale.or_weight(picking.STEPS[kind], _weighed) for kind in (Kind.PRODUCT, Kind.SERIAL)}}}
