"""Facts about what lies at the dock: it is dangerous, it weighs so much."""

from __future__ import annotations

from models.numbers import grouped
from workflow import calling, weighing
from workflow.errors import Refused
from workflow.scanning import answers, open_box, receiving, scale
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


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
    return scale.ask(here, open_box.read(here).parcel.number)


def _weighed(here: Here, text: str) -> Answer:
    grams = scale.asked(here, text)
    box = weighing.weigh(parcel_id=here.open_id("parcel") or 0, grams=grams, by=here.by)
    return answers.ok(say("Weighed"), thing=grouped(box.parcel.number), icon="weight", lines=(scale.line(grams),),
                      choices=open_box.COMMANDS, photo_of=("parcel", box.parcel.id), next=open_box.TAKE_OUT,
                      open_now=here.keep())


STEPS = {Command.DANGER: dangerous, Command.WEIGHT: ask_weight, **{
    kind: scale.or_weight(receiving.STEPS[kind], _weighed)
    for kind in (Kind.UNKNOWN, Kind.PRODUCT, Kind.ORDER, Kind.SERIAL)}}
