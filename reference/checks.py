"""The lists that are ticked after a repair and before a replacement is packed."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reference.questions.sets import DEFAULT_CATEGORY
from reference.tables import Text, json_data


@dataclass(frozen=True)
class Check:
    """One line of a list; customers read it on the repair report.

    `kind` is pass (yes or no) or measure (yes or no, and the value read).
    """

    code: str
    kind: str
    text: Text


def _checks(rows: list[dict]) -> tuple[Check, ...]:
    return tuple(Check(code=row["code"], kind=row["kind"], text=Text(**row["text"])) for row in rows)


@cache
def after_repair(category: str) -> tuple[Check, ...]:
    """What is tested after a repair in this category; an unknown category is tested as homeware."""
    lists = json_data("checks.json")["after_repair"]
    return _checks(lists.get(category, lists[DEFAULT_CATEGORY]))


@cache
def goods_check() -> tuple[Check, ...]:
    """What is looked at on every replacement and reship: right, complete, safe."""
    return _checks(json_data("checks.json")["goods"])
