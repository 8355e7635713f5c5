"""LEAD and LOCK, at every station."""

from __future__ import annotations

from models.lifecycle import StationKind
from models.numbers import grouped
from workflow import benchwork, calling, signing_in
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say


def lead(here: Here, _meaning: Meaning) -> Answer:
    """LEAD: what is open here is put aside, held until a lead has decided. At the dock the box in hand stays open."""
    thing = _called(here)
    closed: dict[str, None] = {"unit": None, "job": None, "thing": None}
    in_hand = [unit_id for unit_id in here.open_now.get("units", []) if unit_id != here.open_id("unit")]
    if here.open_id("unit") is None or here.kind is not StationKind.DOCK:
        closed["parcel"] = None
    return answers.ok(say("Lead called"), thing=thing, icon="flag",
                      next=say("Put it on the question shelf. A lead will decide. Scan the next one."),
                      open_now=here.keep(**closed, units=in_hand or None, boxes=_other_boxes(here)))


def _other_boxes(here: Here) -> list[int] | None:
    """The boxes in hand but the one that the lead was called to."""
    boxes = here.open_now.get("boxes", [])
    called = None if here.open_id("unit") else here.open_id("parcel")
    return [box for box in boxes if box != called] or None


def _called(here: Here) -> str:
    """Call the lead to what is open here. What a card calls that thing."""
    job_id, unit_id, parcel_id = (here.open_id(kind) for kind in ("job", "unit", "parcel"))
    if job_id is not None:
        calling.call_lead_to_job(work=benchwork.of_job(here.connection, job_id), by=here.by)
        return here.open_now.get("thing", "")
    if unit_id is None and parcel_id is None:
        raise Refused(say("Scan the unit or the parcel first, then call the lead."))
    number = calling.call_lead(unit_id=unit_id, parcel_id=None if unit_id else parcel_id, by=here.by)
    return here.open_now.get("thing") or grouped(number)


def lock(here: Here, _meaning: Meaning) -> Answer:
    """LOCK: this sign-in has ended; the next scan asks for a badge. What is open waits for the same person."""
    if here.session_id is not None:
        signing_in.end(here.connection, here.session_id)
    return answers.repeat(say("Locked"), next=say("Open “Change person”, scan your badge and type your PIN."),
                          icon="lock", opens="shift", open_now=here.keep())
