"""What the cards of surprises have beside their buttons: a photo, and the label that says why something is kept."""

from __future__ import annotations

from typing import Any

from workflow import holding_paper, photo_set
from workflow.boxes import Box
from workflow.scanning import answers
from workflow.scanning.answers import Item
from workflow.sentences import Sentence, say

OF_ANOTHER = say("It belongs to another RMA, its label says which. Stick the label on it, then scan the next one.")
OF_ANOTHER_TICK = say("It belongs to another RMA. Stick its label on it and tick what came with it.")


def box_papers(box: Box) -> dict[str, Any]:
    """The photo of a box that surprises, and its label."""
    return {"photo_of": ("parcel", box.parcel.id), "paper": ("holding_label", box.parcel.id)}


def unit_papers(unit_id: int) -> dict[str, Any]:
    """The photo of a thing that surprises, and its label, which carries its tag."""
    return {"photo_of": ("unit", unit_id), "paper": unit_label(unit_id)}


def unit_label(unit_id: int) -> tuple[str, int]:
    return "unit_holding_label", unit_id


def of_another_rma(box: Box | None, unit: Any) -> bool:
    """It lay in a box of another RMA."""
    return box is not None and holding_paper.is_of_another(unit.rma_id, box.parcel.rma_id)


def before_serial(*, strange: bool) -> Sentence:
    """The next step where the card asks for a serial number."""
    if strange:
        return say("It belongs to another RMA. Stick its label on it, then scan its serial number.")
    return say("Stick the tag on it, then scan its serial number.")


def photos_wanted() -> dict[str, Any]:
    """What the photos must show, as the page of the box's photos says it too."""
    return answers.shown([Item(shot.label, "", say("photo"), False) for shot in photo_set.SHOTS.values()])
