"""What acts are called in histories."""

from __future__ import annotations

from workflow.sentences import Sentence, say

TITLES: dict[str, Sentence] = {
    "rma.requested": say("Return requested"), "rma.cancelled": say("Return cancelled"),
    "unit.approved": say("Approved"), "unit.declined": say("Declined"), "unit.reopened": say("Reopened"),
    "unit.cancelled": say("Item cancelled"), "unit.lost": say("Marked as lost"),
    "unit.resolved": say("Decided"), "unit.decided_anew": say("Taken back to be decided anew"),
    "unit.promise_cancelled": say("Promise cancelled"), "unit.stocked": say("Put into stock"),
    "unit.disposed": say("Disposed of"), "unit.disposal_proposed": say("Disposal proposed"),
    "unit.refurbishing": say("Sent to be refurbished"), "unit.arrived": say("Item taken out of the box"),
    "unit.arrived_together": say("All items taken out"), "unit.extra": say("Undeclared item found"),
    "unit.serial_seen": say("Serial number compared"), "unit.inspected": say("Inspection signed"),
    "unit.serial_bound": say("Serial number assigned"), "unit.picked": say("Picked"),
    "unit.packed": say("Packed"), "unit.checked_and_packed": say("Checked and packed"),
    "unit.belongs_to": say("RMA found for it"),
    "unit.put_away": say("Put away"), "parcel.put_away": say("Parcel put away"),
    "printer.added": say("Printer added"), "printer.changed": say("Printer changed"),
    "printer.chosen": say("Printer of a station chosen"),
    "template.changed": say("Print template changed"), "template.reset": say("Print template reset"),
    "shelf.moved": say("Shelf moved"), "shelf.added": say("Shelf added"),
    "shelf.count_begun": say("Count of a shelf begun"), "shelf.counted": say("Counted on a shelf"),
    "shelf.count_ended": say("Count of a shelf ended"),
    "unit.unpacked": say("Taken out of the box again"),
    "inspection.opened": say("Inspection begun"), "inspection.answered": say("Inspection question answered"),
    "inspection.graded": say("Grade changed"), "inspection.way_chosen": say("Way of the goods chosen"),
    "inspection.fault_chosen": say("Fault noted"), "inspection.stepped_back": say("Inspection taken a step back"),
    "job.started": say("Repair begun"), "job.diagnosed": say("Diagnosis written"), "job.done": say("Repair done"),
    "job.parked": say("Repair parked"), "job.taken_up": say("Repair taken up again"),
    "job.unrepairable": say("Cannot be repaired"), "job.waits_for_part": say("Waiting for a part"),
    "job.written": say("Work written down"), "part.used": say("Part used"),
    "check.started": say("Check begun"), "check.passed": say("Check passed"), "check.failed": say("Check failed"),
    "goods.passed": say("Goods check passed"), "goods.failed": say("Goods check failed"),
    "quote.made": say("Quote sent"), "quote.accepted": say("Quote accepted"), "quote.declined": say("Quote declined"),
    "quote.expired": say("Quote expired"), "parcel.box_added": say("Another box announced"),
    "parcel.tracking_set": say("Tracking number noted"), "parcel.received": say("Parcel received"),
    "parcel.put_aside": say("Parcel put aside"), "parcel.matched": say("Parcel matched"),
    "parcel.same_box": say("Second label of the same box"),
    "parcel.sender_noted": say("Label read"), "claim.filed": say("Carrier claim filed"),
    "claim.paid": say("Carrier claim paid"), "claim.refused": say("Carrier claim refused"),
    "claim.given_up": say("Carrier claim given up"), "claim.open": say("Carrier claim taken up again"),
    "claim.noted": say("Carrier claim noted"), "claim.carrier_noted": say("Carrier of the box noted"),
    "parcel.emptied": say("Box emptied"), "parcel.damaged": say("Box came damaged"),
    "parcel.weighed": say("Box weighed"), "goods.dangerous": say("Marked as dangerous"),
    "lead.called": say("Lead called"), "unit.tagged": say("Tag from the roll bound"),
    "exception.settled": say("Exception settled"),
    "parcel.handed_back": say("Parcel handed back"), "parcel.packing": say("Packing begun"),
    "parcel.closed": say("Box closed"),
    "parcel.less_agreed": say("Sending without the rest agreed"), "parcel.reopened": say("Box opened again"),
    "parcel.labelled": say("Label made"), "parcel.handed_over": say("Handed over to the carrier"),
    "parcel.delivered": say("Delivered"), "parcel.returning": say("Coming back to us"),
    "parcel.lost": say("Parcel lost"), "address.confirmed": say("Address confirmed"),
    "address.changed": say("Address changed"), "hold.placed": say("Put on hold"),
    "battery.by_road": say("The battery may go by road"),
    "hold.released": say("Hold released"), "question.asked": say("Question asked"),
    "question.answered": say("Question answered"), "question.reminded": say("Reminded"),
    "question.expired": say("Question expired"), "message.written": say("Message written"),
    "settlement.approved": say("Payment approved"), "settlement.sent": say("Payment sent"),
    "settlement.done": say("Paid"), "settlement.failed": say("Payment failed"),
    "settlement.void": say("Payment made void"), "settlement.corrected": say("Amount corrected"),
    "accessory.ticked": say("Accessory ticked"), "accessory.all_there": say("All accessories ticked"),
    "accessory.rest_not_there": say("Missing accessories noted"),
    "accessory.all_packed": say("All accessories packed"), "accessory.asked_again": say("Accessories asked for again"),
    "accessory.packed": say("Accessory answered for"),
    "packing.contents_stated": say("Customer said what is in the box"),
    "packing.battery_stated": say("Customer answered about the battery"),
    "packing.photographed": say("Customer sent a photo of the packed goods"),
    "packing.photo_passed_over": say("Customer sent no photo of the packed goods"),
    "photo.taken": say("Photo taken"), "photo.shows": say("Photo sorted"),
    "link.revoked": say("Link withdrawn"), "undo": say("Undone"),
}
ACTORS = {"customer": say("Customer"), "system": say("System"), "partner": say("Partner")}


def title(kind: str) -> Sentence | str:
    """The words of an act; one without words is called by its code."""
    return TITLES.get(kind, kind.replace(".", " ").replace("_", " "))


def actor(kind: str) -> Sentence | str:
    return ACTORS.get(kind, kind)
