"""What usually lies in the box, per product category, until a product has a list of its own."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reference.questions.sets import DEFAULT_CATEGORY
from reference.tables import Text, json_data


@dataclass(frozen=True)
class Accessory:
    """One thing of the tick list and how many of it."""

    code: str
    quantity: int
    text: Text


@cache
def default_accessories(category: str) -> tuple[Accessory, ...]:
    """The default tick list of a category; an unknown category has that of homeware."""
    lists = json_data("accessories.json")
    return tuple(Accessory(code=row["code"], quantity=row["quantity"], text=Text(**row["text"]))
                 for row in lists.get(category, lists[DEFAULT_CATEGORY]))


@cache
def accessory_names() -> dict[str, Text]:
    """The name of every accessory that stands in any default list, by code."""
    return {row["code"]: Text(**row["text"]) for rows in json_data("accessories.json").values() for row in rows}
