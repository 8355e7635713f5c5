"""A box at the door: scanned by its own number, by that of the paper, or come back to its sender."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import ParcelState
from models.numbers import grouped
from workflow import receiving, returned
from workflow.scanning import answers, open_box, putting_aside, whose
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say


def parcel(here: Here, meaning: Meaning) -> Answer:
    """A parcel at the door, or one that is in the house already."""
    try:
        box = receiving.receive(parcel_id=meaning.id, by=here.by)
    except receiving.ReceivedBefore as done:
        return _here_already(here, done)
    return answers.ok(say("Received"), next=open_box.TAKE_OUT if box.shown else say("Open it and scan what is in it."),
                      icon="package", open_now=here.keep(parcel=meaning.id, unit=None), **open_box.face(box))


def _here_already(here: Here, done: receiving.ReceivedBefore) -> Answer:
    box = done.box
    if box.parcel.unidentified and (asked := whose.ask(here, box, open_box.face(box))):
        return asked
    answer = answers.refused(done)
    face = {**open_box.face(box), "lines": answer.lines, "open_now": here.keep(parcel=box.parcel.id, unit=None)}
    if box.parcel.state is ParcelState.EMPTIED:
        return answers.repeat(say("Box is done"), next=answer.next, paper=("receipt", box.parcel.id), **face)
    return answers.repeat(say("Here already"), next=answer.next, **face)


def rma(here: Here, meaning: Meaning) -> Answer:
    """The paper's number on a box or on the slip in it: it stands for the box."""
    return _one_of(here, meaning, receiving.parcels_of(here.connection, rma_id=meaning.id))


def order(here: Here, meaning: Meaning) -> Answer:
    """An order number on a box: the box announced for one of its RMAs, if it is the only one."""
    return _one_of(here, meaning, receiving.parcels_of(here.connection, order_id=meaning.id))


def _one_of(here: Here, meaning: Meaning, parcels: list[sa.Row]) -> Answer:
    """The box in hand, if the number is its own: the slip lies in it. Else one on its way, else one that is here."""
    inside = [row for row in parcels if row.state in receiving.HERE_ALREADY]
    in_hand = [row for row in inside if row.id == here.open_id("parcel")]
    fitting = in_hand or [row for row in parcels if row not in inside] or inside or _waiting(here, meaning)
    if len(fitting) == 1:
        return parcel(here, Meaning(Kind.PARCEL, fitting[0].number, fitting[0].id))
    if not fitting:
        return putting_aside.aside(here, meaning, say("No box is announced for this. It waits for an agent."))
    return answers.ask(say("Which box?"), thing=grouped(meaning.code), next=say("Scan the box's own label, or choose."),
                       choices=tuple(answers.Choice(grouped(row.number), row.number, "package")
                                     for row in fitting[:8]), open_now=here.keep())


def _waiting(here: Here, meaning: Meaning) -> list[sa.Row]:
    row = receiving.put_aside_with(here.connection, meaning.code)
    return [row] if row else []


def sent_before(here: Here, meaning: Meaning) -> Answer:
    """The tracking number of a parcel we once sent: it comes back to its sender."""
    return putting_aside.aside(here, meaning, say("We sent this once: return to sender. It waits for an agent."),
                               sent=returned.sent(here.connection, meaning.code))
