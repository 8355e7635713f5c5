"""What movements and places are called where a unit's whole path is shown."""

from __future__ import annotations

from models.lifecycle import PlaceKind
from workflow.history_words import TITLES
from workflow.sentences import Sentence, say

MOVEMENTS: dict[str, Sentence] = {
    "accessory.received": say("Accessory ticked: there"), "accessory.not_there": say("Accessory ticked: not there"),
    "accessory.packed": say("Accessory packed"), "accessory.left_out": say("Accessory not packed"),
    "parcel.announced": say("Parcel announced"), "parcel.cancelled": say("Parcel cancelled"),
    "parcel.replaced": say("Came in another box"), "unit.is_same": say("Is the announced item"),
    "parcel.opened": say("Box opened"), "parcel.dangerous": say("Marked as dangerous"),
    "parcel.sent_without": say("Sent without what is missing"), "unit.requested": say("Return requested"),
    "unit.expected": say("Expected"), "unit.expired": say("Request expired"), "unit.missing": say("Not in the box"),
    "unit.matched": say("RMA found for it"), "unit.ours": say("Became ours"), "unit.sent_back": say("To be sent back"),
    "unit.serial_fits": say("Serial number fits"), "unit.serial_wrong": say("Serial number does not fit"),
    "unit.at_inspection": say("At inspection"), "unit.at_bench": say("At the bench"),
    "unit.promised": say("Promised"), "unit.shipped": say("Handed over to the carrier"),
    "unit.delivered": say("Delivered"), "unit.undecided": say("Decision taken back"),
    "unit.used": say("Used for parts"), "job.queued": say("Repair queued"),
    "job.diagnosing": say("Repair being diagnosed"), "job.working": say("Repair going on"),
    "job.waiting_customer": say("Repair waits for the customer"), "job.waiting_parts": say("Repair waits for parts"),
    "job.done": say("Repair done"), "job.declined": say("Quote declined"), "part.add": say("Part used"),
    "part.remove": say("Part taken out"), "part.recycle": say("Part saved"),
    "unit.to_bench": say("To the bench"), "unit.repaired": say("Repair finished"),
    "unit.unrepairable": say("Cannot be repaired"), "unit.quote_declined": say("Quote declined"),
    "unit.quote_expired": say("Quote expired"), "unit.picked_known": say("Picked"), "parcel.moving": say("On its way"),
    "check.answered": say("Check question answered"), "goods.answered": say("Goods check question answered"),
    "settlement.planned": say("Payment planned"),
}
PLACES: dict[str, Sentence] = {
    PlaceKind.CUSTOMER: say("the customer"), PlaceKind.PARCEL: say("parcel %(name)s"),
    PlaceKind.SHELF: say("shelf %(name)s"), PlaceKind.STATION: say("station %(name)s"),
    PlaceKind.PARTNER: say("a partner"), PlaceKind.WAREHOUSE: say("the warehouse"), PlaceKind.GONE: say("gone"),
}
UNDO = "undo."


def movement(what: str) -> Sentence | str:
    """The words for one movement; what was undone names what it was."""
    if what.startswith(UNDO):
        return say("Undone: %(what)s", what=movement(what.removeprefix(UNDO)))
    return MOVEMENTS.get(what) or TITLES.get(what) or what.replace(".", " ").replace("_", " ")


def place(code: str | None, names: dict[str, str]) -> Sentence | str:
    """A place as the log writes it (`shelf:12`) in words; `names` are those of places that have one, by code."""
    if code is None:
        return ""
    words = PLACES.get(code.partition(":")[0])
    if words is None:
        return code
    return Sentence(words.msgid, {"name": names.get(code, "–")}) if "%(name)s" in words.msgid else words
