"""Commands about the card that stands on the tablet. They change nothing: what is open stays open, also a question."""

from __future__ import annotations

from dataclasses import replace

from models.lifecycle import StationKind
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

WORK: dict[StationKind, Sentence] = {
    StationKind.DOCK: say("Scan a parcel, an RMA or an order number. Then scan each unit in the box: serial number, "
                          "product code or tag. At the end “Box done”."),
    StationKind.INSPECTION: say("Scan a unit's tag or serial number. Answer each question with its number, then sign."),
    StationKind.BENCH: say("Scan a unit's tag or serial number to take up its job. Scan each spare part that you put "
                           "in. At the end “Done” or “Cannot be repaired”."),
    StationKind.CHECK: say("Scan the tag of a repaired unit. Answer each test with “Pass” or “Fail”."),
    StationKind.PACKING: say("Scan a unit's tag to open its box, then each thing that goes in. “Close the box”, scan "
                             "the carrier's label, then “Hand over”."),
    StationKind.SHELVING: say("Scan units and parcels, then the shelf that you put them on. Scan a shelf alone to see "
                              "what lies on it, to count it or to move all of it. “Find” tells where anything is."),
}


def _standing(here: Here) -> Answer:
    """The last card as it is shown once more: it counts as no work and opens nothing by itself."""
    if here.last_answer is None:
        raise Refused(say("No card stands here yet. Scan the thing you have in your hand."))
    card = answers.from_data(here.last_answer)
    return replace(card, result="repeat" if card.result == "ok" else card.result, opens="", act_id=None, meaning="")


def shown_again(here: Here, _meaning: Meaning) -> Answer:
    """AGAIN: the last card once more."""
    return _standing(here)


def helped(here: Here, _meaning: Meaning) -> Answer:
    """HELP: the next step, what may be scanned at this station, and the buttons of the card that stands here."""
    work: tuple[tuple[Sentence, Sentence], ...] = ((say("At this station"), WORK[here.kind]),)
    if here.last_answer is None:
        return answers.repeat(say("Help"), next=say("Scan what is in front of you."), icon="help-circle", lines=work)
    card = _standing(here)
    return replace(card, result="repeat", title=say("Help"), icon="help-circle", lines=work, items=(), more_items=0,
                   next=card.next or say("Scan what is in front of you."))


def printed(here: Here, _meaning: Meaning) -> Answer:
    """PRINT: the paper of the last card once more."""
    card = _standing(here) if here.last_answer else None
    if card is None or card.paper is None:
        raise Refused(say("The last card has no paper. Scan the thing again, then “Print”."))
    return replace(card, result="repeat", title=say("Printed again"), icon="printer", opens="paper")


def photo(here: Here, _meaning: Meaning) -> Answer:
    """PHOTO: the page that takes photos of what is open here, else of what the last card was about."""
    card = _standing(here) if here.last_answer else answers.repeat(say("Photo"))
    thing = _open_thing(here) or card.photo_of
    if thing is None:
        raise Refused(say("Scan the unit or the parcel first, then “Photo”."))
    return replace(card, result="repeat", title=say("Photo"), icon="camera", photo_of=thing, opens="photo")


def _open_thing(here: Here) -> tuple[str, int] | None:
    return next(((kind, row_id) for kind in ("unit", "parcel") if (row_id := here.open_id(kind))), None)
