"""What happens to a return, in the words that its customer reads. Marked for translation here, once."""

from __future__ import annotations

from models.lifecycle import (
    Direction,
    ParcelState,
    Resolution,
    RmaKind,
    RmaStatus,
    SettlementKind,
    SettlementState,
    Stage,
)
from workflow.sentences import NOTHING, Sentence, say

STATUS: dict[RmaStatus, tuple[str, Sentence]] = {
    RmaStatus.REQUESTED: ("info", say("Request received")), RmaStatus.APPROVED: ("ask", say("Approved, please send")),
    RmaStatus.COMING: ("info", say("On its way to us")), RmaStatus.IN_WORK: ("info", say("With us")),
    RmaStatus.GOING: ("info", say("On its way to you")), RmaStatus.SETTLING: ("info", say("Being completed")),
    RmaStatus.CLOSED: ("ok", say("Completed")), RmaStatus.DECLINED: ("bad", say("Declined")),
    RmaStatus.CANCELLED: ("quiet", say("Cancelled")), RmaStatus.EXPIRED: ("quiet", say("Expired")),
}
UNIT: dict[Stage, tuple[str, Sentence]] = {
    Stage.REQUESTED: ("info", say("We are looking at your request")),
    Stage.EXPECTED: ("ask", say("Approved, please send")),
    Stage.PROMISED: ("info", say("Being prepared for you")),
    Stage.ARRIVED: ("info", say("Arrived, waiting for inspection")),
    Stage.INSPECTED: ("info", say("Inspected")), Stage.REPAIRING: ("info", say("In repair")),
    Stage.CHECKING: ("info", say("Repaired, being checked")), Stage.READY: ("info", say("Ready to be packed")),
    Stage.PACKED: ("info", say("Packed for you")), Stage.SHIPPED: ("info", say("On its way to you")),
    Stage.DELIVERED: ("ok", say("Delivered to you")), Stage.STOCKED: ("ok", say("Completed")),
    Stage.DISPOSED: ("ok", say("Completed")), Stage.KEPT: ("ok", say("You keep it")),
    Stage.DECLINED: ("bad", say("Declined")), Stage.CANCELLED: ("quiet", say("Cancelled")),
    Stage.EXPIRED: ("quiet", say("Expired")), Stage.MISSING: ("warn", say("Not found in your parcel")),
    Stage.LOST: ("warn", say("Lost on the way")), Stage.VOIDED: ("quiet", say("Withdrawn")),
}
PARCEL: dict[Direction, dict[ParcelState, tuple[str, Sentence]]] = {
    Direction.IN: {
        ParcelState.ANNOUNCED: ("ask", say("Waiting for you to send it")),
        ParcelState.MOVING: ("info", say("On its way to us")), ParcelState.DELIVERED: ("info", say("At our door")),
        ParcelState.RECEIVED: ("ok", say("Received")), ParcelState.OPENED: ("ok", say("Received and opened")),
        ParcelState.EMPTIED: ("ok", say("Received and unpacked")), ParcelState.LOST: ("warn", say("Lost on the way")),
        ParcelState.REFUSED: ("quiet", say("Cancelled")),
        ParcelState.HANDED_BACK: ("quiet", say("Given back to the carrier")),
    },
    Direction.OUT: {
        ParcelState.PACKING: ("info", say("Being packed")),
        ParcelState.CLOSED: ("info", say("Waiting for the carrier")),
        ParcelState.HANDED_OVER: ("info", say("On its way to you")),
        ParcelState.DELIVERED: ("ok", say("Delivered to you")),
        ParcelState.RETURNING: ("warn", say("Coming back to us")),
        ParcelState.RECEIVED: ("warn", say("Came back to us")),
        ParcelState.LOST: ("warn", say("Lost on the way")),
    },
}
BY_CARRIER = ("info", say("Approved, the carrier brings it back to us"))
NEVER_CAME = ("ok", say("Nothing needs to be sent back"))
BETWEEN_US = ("info", say("With us"))
EVENTS: dict[str, tuple[str, str, Sentence]] = {  # stage or what of a movement: status, icon, words
    "requested": ("info", "clipboard-list", say("You asked for a return")),
    "expected": ("ok", "check", say("We approved it")), "declined": ("bad", "circle-x", say("We declined it")),
    "cancelled": ("quiet", "ban", say("It was cancelled")), "expired": ("quiet", "clock", say("The request expired")),
    "arrived": ("ok", "package-import", say("We took it out of the parcel")),
    "missing": ("warn", "package-off", say("It was not in the parcel")),
    "inspected": ("info", "checklist", say("We inspected it")), "repairing": ("info", "tool", say("The repair began")),
    "checking": ("info", "clipboard-check", say("The repair is being checked")),
    "promised": ("info", "replace", say("A replacement is being prepared")),
    "ready": ("info", "packages", say("It is ready to be packed")),
    "shipped": ("ok", "truck-delivery", say("It left for you")),
    "delivered": ("ok", "home", say("It was delivered to you")),
    "kept": ("ok", "check", say("Nothing needs to be sent back")),
    "lost": ("warn", "alert-triangle", say("It was lost on the way")),
    "parcel.moving": ("info", "truck-return", say("Your parcel is on its way to us")),
    "parcel.received": ("ok", "package-import", say("Your parcel arrived at our door")),
    "question.asked": ("ask", "help-circle", say("We asked you a question")),
    "question.answered": ("ok", "message", say("You answered our question")),
}
KIND: dict[RmaKind, Sentence] = {
    RmaKind.RETURN: say("Return"), RmaKind.WARRANTY: say("Warranty"), RmaKind.WITHDRAWAL: say("Withdrawal"),
    RmaKind.DELIVERY: say("Delivery problem"), RmaKind.RECALL: say("Recall"),
}
WISH: dict[Resolution, tuple[Sentence, Sentence]] = {
    Resolution.REFUND: (say("Money back"), say("To the means of payment that you used.")),
    Resolution.REPLACEMENT: (say("A new one"), say("The same item again.")),
    Resolution.EXCHANGE: (say("Another variant"), say("For example another size or colour. Say which one below.")),
    Resolution.REPAIR: (say("A repair"), say("We repair it and send it back to you.")),
    Resolution.PARTIAL_REFUND_KEEP: (say("Keep it for less"), say("You keep it and get part of the price back.")),
    Resolution.STORE_CREDIT: (say("A voucher"), say("For the whole price, for your next order.")),
    Resolution.SENT_BACK: (say("Sent back as it is"), NOTHING), Resolution.NONE: (say("Nothing"), NOTHING),
}
MONEY: dict[SettlementKind, Sentence] = {
    SettlementKind.REFUND: say("Refund"), SettlementKind.CREDIT: say("Voucher"), SettlementKind.FEE: say("Fee"),
    SettlementKind.CHARGE: say("To pay"),
}
MONEY_STATE: dict[SettlementState, Sentence] = {
    SettlementState.PLANNED: say("being prepared"), SettlementState.APPROVED: say("on its way"),
    SettlementState.SENT: say("on its way"), SettlementState.DONE: say("done"),
    SettlementState.FAILED: say("did not go through, we are trying again"), SettlementState.VOID: say("void"),
}
