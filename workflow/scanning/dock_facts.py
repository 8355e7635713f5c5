"""Facts about what lies at the dock: it is dangerous, it weighs so much."""

from __future__ import annotations

from collections.abc import Callable

from models.numbers import grouped
from workflow import calling, weighing
from workflow.errors import Refused
from workflow.scanning import answers, open_box, receiving
from workflow.scanning.answers import Answer, Field
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

WEIGHT = "WEIGHT:"


def dangerous(here: Here, _meaning: Meaning) -> Answer:
    """DANGER: the unit just taken out, else the open parcel, is held; where to put it stands on the card."""
    unit_id, parcel_id = here.open_id("unit"), here.open_id("parcel")
    if unit_id is None and parcel_id is None:
        raise Refused(say("Scan the unit or the parcel first, then “Dangerous”. If it burns, leave and call for help."))
    number = calling.mark_dangerous(unit_id=unit_id, parcel_id=None if unit_id else parcel_id, by=here.by)
    thing = ("unit", unit_id) if unit_id else ("parcel", parcel_id or 0)
    return answers.ok(say("Held: dangerous"), thing=grouped(number), icon="battery", photo_of=thing,
                      next=say("Do not open, press or charge it. Put it in the safety box, away from everything, and "
                               "tell your lead."),
                      choices=open_box.COMMANDS if unit_id and parcel_id else (),
                      open_now=here.keep(unit=None) if unit_id else here.keep(parcel=None))


def ask_weight(here: Here, _meaning: Meaning) -> Answer:
    """WEIGHT: the next thing that is scanned or typed and looks like a weight is that of the open parcel."""
    box = open_box.read(here)
    return answers.ask(say("Weight?"), thing=grouped(box.parcel.number), icon="weight",
                       next=say("Put it on the scale, or type the weight."),
                       fields=(Field(say("Weight in kg"), WEIGHT, "number"),),
                       open_now=here.asking("weight", suffix=" G"))


def _weighed(here: Here, text: str) -> Answer:
    if (here.question or {}).get("name") != "weight":
        raise Refused(say("No weight is asked for here. Scan “Weight” first."))
    grams = weighing.grams(text)
    box = weighing.weigh(parcel_id=here.open_id("parcel") or 0, grams=grams, by=here.by)
    kilograms = f"{grams / 1000:.3f}".rstrip("0").rstrip(".")
    return answers.ok(say("Weighed"), thing=grouped(box.parcel.number), icon="weight",
                      lines=((say("Weight"), f"{kilograms} kg"),), choices=open_box.COMMANDS,
                      photo_of=("parcel", box.parcel.id), next=open_box.TAKE_OUT, open_now=here.keep())


def _or_weight(step: Callable[[Here, Meaning], Answer]) -> Callable[[Here, Meaning], Answer]:
    """What a code means, unless a weight is asked for and it looks like one: a product may be called 12."""

    def taken(here: Here, meaning: Meaning) -> Answer:
        if meaning.code.startswith(WEIGHT):
            return _weighed(here, meaning.code.removeprefix(WEIGHT).strip())
        if (here.question or {}).get("name") == "weight" and weighing.is_weight(meaning.code):
            return _weighed(here, meaning.code)
        return step(here, meaning)

    return taken


STEPS = {Command.DANGER: dangerous, Command.WEIGHT: ask_weight,
         **{kind: _or_weight(receiving.STEPS[kind]) for kind in (Kind.UNKNOWN, Kind.PRODUCT, Kind.ORDER, Kind.SERIAL)}}
