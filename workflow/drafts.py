"""What a customer has filled in so far, kept between the pages of a request: a small file that dies within a day.

No database row and no log: nobody has asked for anything yet. The signed form session holds the draft's name.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from workflow import photos, storage
from workflow.errors import NotFound
from workflow.sentences import say

KEPT_SECONDS = 24 * 3600
MOST_PHOTOS_OF_ONE = 6


@dataclass
class Item:
    """What is filled in for one unit. `same`: the further units of this line come back just as the first."""

    reason: str = ""
    wanted: str = ""
    description: str = ""
    serial: str = ""
    opened: bool | None = None
    photos: list[int] = field(default_factory=list)
    same: bool = True
    done: bool = False


@dataclass
class Draft:
    """A request in the making. Items are named "<order line>-<number>"; `rma_id` is set once it was sent."""

    name: str
    order_id: int
    counts: dict[str, int] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    withdrawal: bool = False
    rma_id: int | None = None

    def unit_keys(self) -> list[str]:
        """Every unit chosen, in the order of the lines."""
        return [f"{line}-{number}" for line, count in self.counts.items() for number in range(1, count + 1)]

    def item(self, key: str) -> Item:
        """What is filled in for a unit; NotFound for one that was not chosen."""
        if key not in self.unit_keys():
            raise NotFound(say("This item was not chosen. Choose again what you would like to send back."))
        return self.items.setdefault(key, Item())

    def asked(self) -> list[str]:
        """The units that need their own answers: the first of each line, and all where they differ."""
        return [key for key in self.unit_keys() if key.endswith("-1") or not self.item(first_of(key)).same]

    def told(self, key: str) -> Item:
        """What counts for a unit: its own answers, or those of the first of its line."""
        first = self.item(first_of(key))
        return first if first.same else self.item(key)

    def next_open(self) -> str | None:
        """The first unit whose questions are not all answered."""
        return next((key for key in self.asked() if not self.item(key).done), None)

    def photo_ids(self) -> list[int]:
        return [photo_id for item in self.items.values() for photo_id in item.photos]


def first_of(key: str) -> str:
    return key.rsplit("-", 1)[0] + "-1"


def begin(order_id: int) -> Draft:
    """A fresh, empty draft."""
    draft = Draft(secrets.token_hex(16), order_id)
    save(draft)
    return draft


def read(name: str) -> Draft | None:
    """The draft of this name, if there still is one."""
    try:
        values: dict[str, Any] = json.loads(storage.get(_key(name)))
    except NotFound:
        return None
    items = {key: Item(**item) for key, item in values.pop("items").items()}
    return Draft(**values, items=items)


def save(draft: Draft) -> None:
    storage.put(_key(draft.name), json.dumps(asdict(draft)).encode())


def end(draft: Draft, rma_id: int) -> None:
    """It was sent: forget the words, keep which RMA it became, so that sending twice leads there."""
    save(Draft(draft.name, draft.order_id, rma_id=rma_id))


def throw_away_old() -> int:
    """Remove drafts and photos that were never sent. For the worker, hourly. Returns how many files went."""
    old = list(storage.older_than("drafts", KEPT_SECONDS))
    for key in old:
        storage.delete(key)
    return len(old) + photos.throw_away_old_drafts()


def _key(name: str) -> str:
    return f"drafts/{name}.json"
