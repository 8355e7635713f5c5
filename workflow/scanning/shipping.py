"""What scans mean at the packing station for a closed box: its carrier label, handing it over, opening it again."""

from __future__ import annotations

from typing import Any

from models.lifecycle import Direction, ParcelState
from models.numbers import grouped
from reference import carriers
from workflow import crates, packing, shipping
from workflow.announcing import clean_tracking
from workflow.errors import AlreadyDone, Refused
from workflow.recognising.recognising import recognise
from workflow.scanning import answers, box_closing, choosing, common, filling, picking, scale
from workflow.scanning.answers import Answer, Choice, Moment
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say

HAND_OVER = say("Scan “Hand over” when the carrier takes it.")
SCAN_LABEL = say("Stick the carrier label on it and scan that label.")


def parcel(here: Here, meaning: Meaning) -> Answer:
    """A box by its own number or its carrier's: go on packing it, label it, hand it over."""
    box = packing.parcel(here.connection, meaning.id or 0)
    if box.direction is not Direction.OUT:
        raise Refused(say("This box came in. Bring it to the dock."))
    if meaning.code != box.number and _waits_for_label(here, box.id):
        raise Refused(say("This label is on another box already. Scan the label of this box."))
    if box.state is ParcelState.PACKING:
        return _go_on(here, box)
    if box.state is ParcelState.CLOSED:
        return _closed(here, box)
    when = ((say("when"), Moment(box.handed_over_at)),) if box.handed_over_at else ()
    return answers.repeat(say("Left already"), thing=grouped(box.number), lines=when, open_now=here.keep(parcel=None),
                          next=say("The carrier has this box. Scan the next one."))


def _waits_for_label(here: Here, other: int) -> bool:
    open_id = here.open_id("parcel")
    if open_id is None or open_id == other:
        return False
    box = packing.parcel(here.connection, open_id)
    return box.state is ParcelState.CLOSED and not box.tracking


def _go_on(here: Here, box: Any) -> Answer:
    crate = crates.of_box(here.connection, box.id, by=here.by.staff_id)
    if crate is None:
        raise Refused(say("This box belongs to no RMA. Ask an agent before it leaves."))
    return filling.open_box(here, crate)


def _closed(here: Here, box: Any) -> Answer:
    known = ((say("Carrier"), _name(box.carrier)),) if box.carrier else ()
    return answers.ask(say("Hand over?") if box.tracking else say("No label yet"), thing=grouped(box.number),
                       icon="truck-delivery", lines=(*known, scale.line(box.weight_g)) if box.weight_g else known,
                       next=next_step(box), choices=choices(box), open_now=here.keep(parcel=box.id, unit=None))


def next_step(box: Any) -> Sentence:
    """What is to be done with a closed box."""
    return HAND_OVER if box.tracking else SCAN_LABEL


def choices(box: Any, *, weighed: bool = False) -> tuple[Choice, ...]:
    """The buttons of a closed box. What was weighed is weighed again by the command's own code."""
    weight = () if weighed or box.weight_g else (answers.command(Command.WEIGHT),)
    hand = (answers.command(Command.HANDOVER, style="primary"),) if box.tracking else ()
    return (*hand, *weight, answers.command(Command.REOPEN))


def _name(carrier: str | None) -> str:
    known = carriers.carriers().get(carrier or "")
    return known.name if known else ""


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """A code nobody knows: the serial number that was asked for, or the carrier label of a closed box."""
    if here.question and here.question["name"] == "serial":
        return picking.serial_answer(here, meaning)
    parcel_id = here.open_id("parcel")
    if parcel_id is None or not meaning.code:
        return common.unknown(here, meaning)
    box = packing.parcel(here.connection, parcel_id)
    if box.state is ParcelState.PACKING:
        return answers.unknown(say("Unknown"), thing=meaning.code[:60],
                               next=say("Scan a tag. The carrier label comes after “Close the box”."),
                               open_now=here.keep())
    return _labelled(here, box, meaning)


def _labelled(here: Here, box: Any, meaning: Meaning) -> Answer:
    if meaning.look and meaning.look.kind == "routing":
        return common.unknown(here, meaning)
    shipping.check_can_label(box)
    look = meaning.look
    number = clean_tracking(look.value if look and look.kind == "tracking" else meaning.code)
    carrier = look.carrier if look and look.certain else None
    if carrier not in carriers.carriers():
        return _which_carrier(here, number)
    return _note_label(here, box, number, carrier)


def _which_carrier(here: Here, number: str, page: int = 0) -> Answer:
    """The carriers whose numbers look like this one first."""
    like_it = recognise(number).candidates
    names = sorted(((code, carrier.name) for code, carrier in carriers.carriers().items()),
                   key=lambda one: one[0] not in like_it)
    return answers.ask(say("Which carrier?"), thing=number, icon="truck", next=say("Choose who takes this box."),
                       **choosing.one_of(here, "carrier", names, page=page, number=number))


def _note_label(here: Here, box: Any, number: str, carrier: str) -> Answer:
    shipping.label(parcel=box, tracking=number, carrier=carrier, by=here.by)
    return answers.ok(say("Label noted"), thing=number, icon="tag", next=HAND_OVER,
                      lines=((say("Carrier"), _name(carrier)),), open_now=here.keep(parcel=box.id, unit=None),
                      choices=(answers.command(Command.HANDOVER, style="primary"),
                               *(() if box.weight_g else (answers.command(Command.WEIGHT),))))


def chosen(here: Here, meaning: Meaning) -> Answer:
    """Which carrier a number is of that does not say so itself; why a box goes without something."""
    name, code = choosing.taken(here, meaning)
    question = here.question or {}
    if name == box_closing.WITHOUT:
        return box_closing.close(here, without=code)
    if name != "carrier":
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    if code == choosing.MORE:
        return _which_carrier(here, question["number"], choosing.next_page(here))
    box = packing.parcel(here.connection, here.open_id("parcel") or 0)
    return _note_label(here, box, question["number"], code)


def hand_over(here: Here, _meaning: Meaning) -> Answer:
    """HAND OVER: the carrier takes the box that lies open here. This cannot be undone."""
    parcel_id = here.open_id("parcel")
    if parcel_id is None:
        raise Refused(say("Scan the box first that the carrier takes."))
    crate = shipping.hand_over(parcel_id=parcel_id, by=here.by)
    return answers.ok(say("Handed over"), thing=grouped(crate.box.number), icon="truck-delivery",
                      lines=((say("Units"), len(crate.packed)), (say("Carrier"), _name(crate.box.carrier))),
                      next=say("Give it to the driver. Scan the next box."), paper=("handover", crate.box.id),
                      open_now=here.keep(parcel=None, unit=None))


def reopen(here: Here, _meaning: Meaning) -> Answer:
    """OPEN AGAIN: a closed box is packed anew."""
    parcel_id = here.open_id("parcel")
    if parcel_id is None:
        raise Refused(say("Scan the box first that you open again."))
    box = packing.parcel(here.connection, parcel_id)
    if box.state is ParcelState.PACKING:
        raise AlreadyDone(say("This box is open. Scan the units that go in or come out."))
    packing.reopen(parcel=box, by=here.by)
    return answers.ok(say("Open again"), thing=grouped(box.number), icon="package",
                      next=say("Scan what goes in or comes out, then “Close the box”."),
                      open_now=here.keep(unit=None))


STEPS = {Kind.PARCEL: parcel, Kind.UNKNOWN: unmatched, Command.HANDOVER: hand_over, Command.REOPEN: reopen,
         **dict.fromkeys([c for c in Command if c.choice is not None], chosen)}
