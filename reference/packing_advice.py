"""How a customer should pack, per product category, and whether such goods may hold a lithium battery."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reference.questions.sets import DEFAULT_CATEGORY
from reference.tables import Text, json_data


@dataclass(frozen=True)
class Advice:
    """What to do before goods of a category are packed. `battery`: they may hold one, so the customer is asked."""

    battery: bool
    texts: tuple[Text, ...]


@cache
def advice_of(category: str) -> Advice:
    """The advice for a category. An unknown one has that of homeware, and may hold a battery: nobody knows."""
    data = json_data("packing_advice.json")
    known = data["categories"].get(category)
    row = known or {**data["categories"][DEFAULT_CATEGORY], "battery": True}
    return Advice(row["battery"], tuple(Text(**data["advice"][code]) for code in row["advice"]))


@cache
def every_box() -> tuple[Text, ...]:
    """What holds for every box, whatever is in it."""
    data = json_data("packing_advice.json")
    return tuple(Text(**data["advice"][code]) for code in data["every_box"])
