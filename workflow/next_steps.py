"""The road of a return as its customer sees it, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass

from models.lifecycle import Resolution, RmaStatus, Stage
from workflow.following import Followed
from workflow.sentences import Sentence, say

DONE, NOW, NEXT = "done", "now", "next"
ENDED_EARLY = {RmaStatus.DECLINED, RmaStatus.CANCELLED, RmaStatus.EXPIRED}
MONEY_BACK = {Resolution.REFUND, Resolution.STORE_CREDIT, Resolution.PARTIAL_REFUND_KEEP}
REACHED = {RmaStatus.REQUESTED: 1, RmaStatus.APPROVED: 2, RmaStatus.COMING: 2, RmaStatus.IN_WORK: 3,
           RmaStatus.GOING: 4, RmaStatus.SETTLING: 4, RmaStatus.CLOSED: 6}
WITH_GOODS = (2, 3)
"""The stops that goods make on their way to us: what never came makes none."""


@dataclass(frozen=True)
class Stop:
    """One stop of the road: done, now or next."""

    label: Sentence
    state: str


def road(followed: Followed) -> list[Stop]:
    """The stops from the request to the end, the present one marked."""
    status = followed.rma.status
    if status in ENDED_EARLY:
        return [Stop(say("Request received"), DONE), Stop(followed.status[1], NOW)]
    reached = REACHED[status]
    stops = [Stop(label, DONE if place < reached else NOW if place == reached else NEXT)
             for place, label in enumerate(_labels(followed))]
    return [stop for place, stop in enumerate(stops) if not (followed.never_came and place in WITH_GOODS)]


def _labels(followed: Followed) -> list[Sentence]:
    sending = say("Waiting for you to send it") if followed.to_send else say("On its way to us")
    return [say("Request received"), say("Approved"), sending, say("With us, inspected"), _outcome(followed),
            say("Completed")]


def _outcome(followed: Followed) -> Sentence:
    """What the customer gets, as far as it is decided; else what was asked for."""
    wishes = {row.unit.resolution or row.unit.wanted for row in followed.units}
    if wishes and wishes <= MONEY_BACK:
        return say("Money back")
    if wishes == {Resolution.REPAIR}:
        return say("Repaired and sent to you")
    return say("Put right") if wishes & MONEY_BACK or not wishes else say("On its way to you")


def next_step(followed: Followed) -> Sentence:
    """What happens next, or what the customer has to do."""
    status = followed.rma.status
    if followed.questions:
        return say("We need an answer from you. Please answer the question below.")
    if followed.quote_token:
        return say("Your repair is not covered by the warranty. Please look at our quote and say yes or no.")
    if status is RmaStatus.COMING and followed.to_send:  # a carrier brings one part back, the customer sends another
        return _BY_STATUS[RmaStatus.APPROVED]
    if status is RmaStatus.REQUESTED and followed.never_came:
        return say("We look at your request and write to you. There is nothing to send.")
    if status is RmaStatus.IN_WORK:
        return _in_the_house({row.unit.stage for row in followed.units})
    return _BY_STATUS[status]


_BY_STATUS = {
    RmaStatus.REQUESTED: say("We look at your request and write to you. You need not send anything yet."),
    RmaStatus.APPROVED: say("Pack it step by step, then print the label and hand the parcel in."),
    RmaStatus.COMING: say("Your parcel is on its way to us. We write to you when it is here."),
    RmaStatus.GOING: say("Your parcel is on its way to you."),
    RmaStatus.SETTLING: say("The goods are dealt with. We are completing the rest."),
    RmaStatus.CLOSED: say("All is done. Thank you for your patience."),
    RmaStatus.DECLINED: say("We could not accept this request. The reason stands below; write to us if you disagree."),
    RmaStatus.CANCELLED: say("This return was cancelled. You can ask for a new one at any time."),
    RmaStatus.EXPIRED: say("This return has expired. Write to us if you would still like to send it."),
}
_IN_THE_HOUSE = (
    (Stage.ARRIVED, say("Your parcel is here. We inspect what is in it and write to you.")),
    (Stage.INSPECTED, say("We have inspected it and are deciding what happens next.")),
    (Stage.REPAIRING, say("It is at the repair bench.")),
    (Stage.CHECKING, say("It is repaired. Somebody else checks it before it leaves.")),
    (Stage.PROMISED, say("We are preparing a replacement for you.")),
    (Stage.READY, say("It is ready and will be packed next.")),
    (Stage.PACKED, say("It is packed and waits for the carrier.")),
)


def _in_the_house(stages: set[Stage]) -> Sentence:
    """The unit that is least far says what comes next."""
    return next(words for stage, words in _IN_THE_HOUSE if stage in stages)
