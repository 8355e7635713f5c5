"""What usually lies in the box, per product category, until a product has a list of its own."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reference.questions.sets import DEFAULT_CATEGORY
from reference.tables import LANGUAGES, Text, json_data


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
    """The name of every accessory that stands in any default list or is usual otherwise, by code."""
    rows = [row for listed in json_data("accessories.json").values() for row in listed]
    return {row["code"]: Text(**row["text"]) for row in [*json_data("usual_accessories.json"), *rows]}


@cache
def _known() -> dict[str, Text]:
    """Every name, by its code and by what it is called in any of our languages."""
    found: dict[str, Text] = {}
    for code, text in accessory_names().items():
        for name in (code, *(text.say(language) for language in LANGUAGES)):
            found.setdefault(name.casefold(), text)
    return found


def is_battery(name: str) -> bool:
    """Whether an accessory is a battery pack, by any of the names that we know for it."""
    return _known().get(name.strip().casefold()) == accessory_names()["battery"]


def called(name: str, language: str) -> str:
    """What an accessory is called in `language`, if we know it; else the name as the seller typed it."""
    known = _known().get(name.strip().casefold())
    return known.say(language) if known else name
