"""What a parcel weighs, as a scale or a person types it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.lifecycle import Direction, ParcelState
from workflow import boxes, moves
from workflow.actors import Actor
from workflow.boxes import Box
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import act

GRAMS = {"KG": Decimal(1000), "G": Decimal(1), "LB": Decimal("453.59237"), "OZ": Decimal("28.349523125")}
FORM = re.compile(r"\+?\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(KG|G|LB|OZ)?", re.ASCII)
HEAVIEST = 200_000
"""Grams. No parcel of ours is heavier; 850 without a unit was meant as grams, and is asked for again."""


def is_weight(text: str) -> bool:
    """Whether a cleaned code has the form of a weight: 12.34 KG, 1250 G, 0,85."""
    return FORM.fullmatch(text) is not None


def grams(text: str) -> int:
    """Whole grams of what was typed; without a unit it is kilograms. Raises Refused."""
    found = FORM.fullmatch(text)
    if found is None:
        raise Refused(say("This is no weight. Type it in kilograms, for example 12.34, or with its unit: 850 g."))
    weight = Decimal(found[1].replace(",", ".")) * GRAMS[found[2] or "KG"]
    whole = int(weight.quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < whole <= HEAVIEST:
        raise Refused(say("No parcel weighs this. Put it on the scale again, or type the unit too: 850 g."))
    return whole


@act("parcel.weighed")
def weigh(doing: Doing, *, parcel_id: int, grams: int, by: Actor) -> Box:
    """Note what a parcel weighs; weighed again, the newer weight counts."""
    box = boxes.read(doing.connection, parcel_id)
    moves.note_parcel(doing, box.parcel, what="parcel.weighed", codes=f"grams:{grams}", weight_g=grams)
    return box


@act("parcel.weighed")
def weigh_packed(doing: Doing, *, parcel: Any, grams: int, by: Actor) -> None:
    """Note what a box weighs that goes out; weighed again, the newer weight counts. Raises Refused."""
    check_can_weigh(parcel)
    moves.note_parcel(doing, parcel, what="parcel.weighed", codes=f"grams:{grams}", weight_g=grams)


def check_can_weigh(parcel: Any) -> None:
    """It goes out, is closed, and has not left."""
    if parcel.direction is not Direction.OUT or parcel.state not in (ParcelState.PACKING, ParcelState.CLOSED):
        raise Refused(say("This box has left already. Its weight cannot be changed any more."))
    if parcel.state is ParcelState.PACKING:
        raise Refused(say("Close the box first, then put it on the scale."))
