"""What stages and states are called on screens and in refusals. Marked for translation here, once."""

from __future__ import annotations

from enum import StrEnum

from models.lifecycle import (
    ClaimState,
    JobState,
    OutReason,
    ParcelState,
    Resolution,
    RmaStatus,
    Role,
    SettlementState,
    Stage,
    StationKind,
)
from workflow.sentences import Sentence, say

WORDS: dict[StrEnum, Sentence] = {
    Stage.REQUESTED: say("requested"), Stage.EXPECTED: say("expected"), Stage.PROMISED: say("promised"),
    Stage.ARRIVED: say("arrived"), Stage.INSPECTED: say("inspected"), Stage.REPAIRING: say("in repair"),
    Stage.CHECKING: say("being checked"), Stage.READY: say("ready to pack"), Stage.PACKED: say("packed"),
    Stage.SHIPPED: say("shipped"), Stage.DELIVERED: say("delivered"), Stage.STOCKED: say("in stock"),
    Stage.DISPOSED: say("disposed of"), Stage.KEPT: say("kept by the customer"), Stage.DECLINED: say("declined"),
    Stage.CANCELLED: say("cancelled"), Stage.EXPIRED: say("expired"), Stage.MISSING: say("missing"),
    Stage.LOST: say("lost"), Stage.VOIDED: say("voided"),
}
PARCEL_WORDS: dict[ParcelState, Sentence] = {
    ParcelState.ANNOUNCED: say("announced"), ParcelState.MOVING: say("on its way"),
    ParcelState.DELIVERED: say("delivered"), ParcelState.RECEIVED: say("received"), ParcelState.OPENED: say("opened"),
    ParcelState.EMPTIED: say("emptied"), ParcelState.LOST: say("lost"), ParcelState.REFUSED: say("refused"),
    ParcelState.HANDED_BACK: say("handed back"), ParcelState.PACKING: say("being packed"),
    ParcelState.CLOSED: say("closed"), ParcelState.HANDED_OVER: say("handed over"),
    ParcelState.RETURNING: say("coming back"), ParcelState.SENT: say("sent"),
}
JOB_WORDS: dict[JobState, Sentence] = {
    JobState.QUEUED: say("in the queue"), JobState.DIAGNOSING: say("being diagnosed"),
    JobState.WORKING: say("being worked on"), JobState.WAITING_CUSTOMER: say("waiting for the customer"),
    JobState.WAITING_PARTS: say("waiting for parts"), JobState.DONE: say("done"),
    JobState.UNREPAIRABLE: say("cannot be repaired"), JobState.DECLINED: say("quote declined"),
}
SETTLEMENT_WORDS: dict[SettlementState, Sentence] = {
    SettlementState.PLANNED: say("planned"), SettlementState.APPROVED: say("approved"),
    SettlementState.SENT: say("sent"), SettlementState.DONE: say("done"), SettlementState.FAILED: say("failed"),
    SettlementState.VOID: say("void"),
}
CLAIM_WORDS: dict[ClaimState, Sentence] = {
    ClaimState.OPEN: say("to be filed"), ClaimState.FILED: say("filed with the carrier"),
    ClaimState.PAID: say("paid by the carrier"), ClaimState.REFUSED: say("refused by the carrier"),
    ClaimState.GIVEN_UP: say("given up"),
}
RMA_WORDS: dict[RmaStatus, Sentence] = {
    RmaStatus.REQUESTED: say("requested"), RmaStatus.APPROVED: say("approved"), RmaStatus.COMING: say("coming"),
    RmaStatus.IN_WORK: say("in work"), RmaStatus.GOING: say("going out"), RmaStatus.SETTLING: say("settling"),
    RmaStatus.CLOSED: say("closed"), RmaStatus.DECLINED: say("declined"), RmaStatus.CANCELLED: say("cancelled"),
    RmaStatus.EXPIRED: say("expired"),
}
RESOLUTION_WORDS: dict[Resolution, Sentence] = {
    Resolution.REPAIR: say("repair"), Resolution.REPLACEMENT: say("replacement"),
    Resolution.EXCHANGE: say("exchange"), Resolution.REFUND: say("refund"),
    Resolution.PARTIAL_REFUND_KEEP: say("partial refund, customer keeps it"),
    Resolution.STORE_CREDIT: say("store credit"), Resolution.SENT_BACK: say("sent back as it is"),
    Resolution.NONE: say("nothing"),
}
OUT_WORDS: dict[OutReason, Sentence] = {
    OutReason.REPAIR: say("Repaired"), OutReason.REPLACEMENT: say("Sent in place of yours"),
    OutReason.EXCHANGE: say("Exchanged for yours"), OutReason.LOAN: say("On loan to you"),
    OutReason.PART: say("Spare part"), OutReason.AS_IS: say("Sent back as it is"),
}
ROLE_WORDS: dict[Role, Sentence] = {
    Role.AGENT: say("agent"), Role.DOCK: say("dock"), Role.INSPECTOR: say("inspector"),
    Role.TECHNICIAN: say("technician"), Role.CHECKER: say("checker"), Role.PACKER: say("packer"),
    Role.LEAD: say("lead"), Role.MANAGER: say("manager"), Role.ADMIN: say("administrator"),
}
STATION_WORDS: dict[StationKind, Sentence] = {
    StationKind.DOCK: say("Dock"), StationKind.INSPECTION: say("Inspection"), StationKind.BENCH: say("Bench"),
    StationKind.CHECK: say("Check"), StationKind.PACKING: say("Packing"),
    StationKind.SHELVING: say("Shelves"),
}
_BY_KIND = {Stage: WORDS, ParcelState: PARCEL_WORDS, JobState: JOB_WORDS, SettlementState: SETTLEMENT_WORDS,
            ClaimState: CLAIM_WORDS, RmaStatus: RMA_WORDS, Resolution: RESOLUTION_WORDS, OutReason: OUT_WORDS,
            Role: ROLE_WORDS, StationKind: STATION_WORDS}


def word(value: StrEnum | None) -> Sentence:
    """The word for one state of any lifecycle."""
    if value is None:
        return say("new")
    return _BY_KIND[type(value)][value] if type(value) in _BY_KIND else Sentence(value.value)


