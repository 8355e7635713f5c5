"""Parcels that nobody announced: put aside with what their label says, unless the code is no parcel's."""

from __future__ import annotations

from typing import Any

from models.numbers import grouped
from reference import carriers
from workflow import boxes, receiving
from workflow import same_box as labels
from workflow.errors import Refused
from workflow.recognising.recognising import Recognised, recognise
from workflow.scanning import answers, common, same_box
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say

UNANNOUNCED = say("Nobody announced it. Put it on the unidentified shelf.")
ON_PAPER = {Kind.RMA, Kind.ORDER}
NEXT_PARCEL = "next_parcel"


def aside(here: Here, meaning: Meaning, why: Sentence, *, sent: Any = None) -> Answer:
    """The box gets a number of ours and a holding label.

    Args:
        sent: the order with which we sent it, and by whom (workflow/returned.py).
    """
    if not meaning.code:
        raise Refused(say("The code was empty. Scan it again."))
    road = road_of(meaning)
    if sent and sent.carrier in carriers.carriers():
        road["carrier"] = sent.carrier
    parcel_id = receiving.put_aside(code=meaning.code, by=here.by, **road)
    also, open_now = same_box.offered(here, parcel_id) if meaning.kind is Kind.UNKNOWN else (
        (), here.keep(parcel=parcel_id, unit=None))
    return answers.ok(say("Put aside"), thing=(road["tracking"] or meaning.code)[:60], next=why, icon="zoom-question",
                      lines=((say("Order"), sent.number),) if sent else (),
                      paper=("holding_label", parcel_id), prints=(("holding_label", parcel_id),),
                      photo_of=("parcel", parcel_id),
                      choices=(*also, answers.command(Command.UNDO), answers.command(Command.NOT_OURS)),
                      open_now=open_now)


def without_a_label(here: Here) -> Answer:
    """A box on which nothing can be read: our number and our label are all that it has."""
    parcel_id = receiving.put_aside(code="", by=here.by)
    return answers.ok(say("Put aside"), thing=grouped(boxes.read(here.connection, parcel_id).parcel.number),
                      next=say("Stick its label on it, and take a photo of all that stands on the box."),
                      icon="zoom-question", paper=("holding_label", parcel_id), photo_of=("parcel", parcel_id),
                      prints=(("holding_label", parcel_id),),
                      choices=(answers.command(Command.UNDO), answers.command(Command.NOT_OURS)),
                      open_now=here.keep(parcel=parcel_id, unit=None))


def road_of(meaning: Meaning) -> dict[str, str | None]:
    """The carrier's number without what stands around it, and the carrier if its form leaves no doubt.

    The number of an RMA or an order is none: scanned again it would be this box and that paper at once.
    """
    look = meaning.look
    if look is None or look.kind not in ("tracking", "sscc"):
        return {"tracking": "" if meaning.kind in ON_PAPER else meaning.code}
    known = look.certain and look.carrier in carriers.carriers()
    return {"tracking": look.value, "carrier": look.carrier if known else None}


def no_parcel(here: Here, meaning: Meaning) -> Answer:
    """A code of goods that nobody knows, or of no form that carriers have. The box can still be put aside."""
    what = common.look_line(meaning)
    if here.open_id("parcel"):
        return answers.unknown(say("Unknown"), thing=meaning.code[:60], lines=what, open_now=here.keep(),
                               choices=(answers.command(Command.NO_CODE),),
                               next=say("Nobody declared a thing with this code. Scan another code on it."))
    return answers.ask(say("No parcel number"), thing=meaning.code[:60], lines=what, choices=answers.yes_no(),
                       next=say("Scan the carrier's label. Is there none? Then put the box aside."),
                       open_now=here.asking("aside", code=meaning.code))


def may_stand_on_goods(look: Recognised | None) -> bool:
    """Whether it is as likely a code of goods as a carrier's number."""
    return look is not None and look.kind == "ambiguous" and bool(common.ON_GOODS.intersection(look.candidates))


def ask_whether_next(here: Here, meaning: Meaning) -> Answer:
    """A box is open, and nothing proves that this is a parcel's number: it may stand on what was taken out."""
    closed = labels.may_have_another_label(here.connection, here.open_id("parcel"))
    where = [say("On the next parcel"), say("On a thing from this box"), *([same_box.LABEL] if closed else [])]
    return answers.ask(say("Next parcel?"), thing=meaning.code[:60], lines=common.look_line(meaning),
                       next=say("Nobody knows this number. Where does it stand?"), icon="zoom-question",
                       choices=answers.choices(where),
                       open_now=here.asking(NEXT_PARCEL, code=meaning.code, places=len(where)))


def ask_whether_parcel(here: Here, meaning: Meaning) -> Answer:
    """No box is open, and it may be a carrier's number or a code of goods."""
    return answers.ask(say("A parcel's number?"), thing=meaning.code[:60], choices=answers.yes_no(),
                       next=say("A code on goods can look like this. Does it stand on the carrier's label?"),
                       open_now=here.asking("aside", code=meaning.code))


def aside_after_all(here: Here) -> Answer:
    """What the question was about is a parcel that nobody announced."""
    return aside(here, asked_about(here), UNANNOUNCED)


def asked_about(here: Here) -> Meaning:
    """The unknown code that the question is about."""
    code = (here.question or {})["code"]
    return Meaning(Kind.UNKNOWN, code, look=recognise(code))
