"""What is said of a box as a whole: it is done, it is not ours, it came damaged."""

from __future__ import annotations

from models.numbers import grouped
from workflow import receiving
from workflow.scanning import answers, open_box, surprise_cards, unticked
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say

NEXT_PARCEL = say("Scan the next parcel.")
KEEP_BOX = say("Keep the box with its label on it. Scan the next parcel.")


def box_done(here: Here, _meaning: Meaning) -> Answer:
    """BOX DONE: what was not scanned by now is missing, or the box was empty."""
    box = open_box.read(here, another=True)
    found, missing = receiving.box_done(box=box, by=here.by)
    lines = ((say("Taken out"), found), (say("Missing"), missing))
    if not found:
        return answers.ok(say("Empty box"), thing=grouped(box.parcel.number), icon="package-off", lines=lines,
                          next=say("Take a photo of the box. An agent will look at it."),
                          **surprise_cards.box_papers(box), open_now=here.keep(parcel=None, unit=None))
    title = say("Done, %(count)s missing", count=missing) if missing else say("Box done")
    papers = {**surprise_cards.box_papers(box), **({} if missing else {"paper": ("receipt", box.parcel.id)})}
    return unticked.after_box(here, box, answers.ok(
        title, thing=grouped(box.parcel.number), icon="checks", lines=lines, **papers,
        next=KEEP_BOX if missing else NEXT_PARCEL, open_now=here.keep(parcel=None, unit=None)))


def not_ours(here: Here, _meaning: Meaning) -> Answer:
    box = open_box.read(here)
    receiving.hand_back(box=box, by=here.by)
    return answers.ok(say("Handed back"), thing=grouped(box.parcel.number), icon="arrow-forward-up",
                      next=say("Give it to the driver. Scan the next parcel."), **surprise_cards.box_papers(box),
                      open_now=here.keep(parcel=None, unit=None))


def damaged(here: Here, _meaning: Meaning) -> Answer:
    box = open_box.read(here)
    receiving.mark_damaged(box=box, by=here.by)
    return answers.ok(say("Damage noted"), thing=grouped(box.parcel.number), icon="alert-triangle",
                      next=say("The carrier wants these photos. Begin with the closed box."),
                      choices=open_box.COMMANDS, **surprise_cards.box_papers(box),
                      **surprise_cards.photos_wanted(), open_now=here.keep())
