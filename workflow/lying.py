"""What lies somewhere in the house, a unit or a box, as shelves, counts and FIND speak of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.lifecycle import BOXES_IN_HOUSE, IN_OUR_HANDS, Direction, PlaceKind, Stage
from models.numbers import grouped
from workflow.sentences import Sentence, say
from workflow.words import word

PLACES: dict[PlaceKind, Sentence] = {
    PlaceKind.SHELF: say("on shelf %(place)s"), PlaceKind.STATION: say("at %(place)s"),
    PlaceKind.PARCEL: say("in parcel %(place)s"), PlaceKind.CUSTOMER: say("with the customer"),
    PlaceKind.PARTNER: say("with a partner"), PlaceKind.WAREHOUSE: say("in the house, no place noted"),
    PlaceKind.GONE: say("gone"),
}
BOX = say("Parcel")
BOXES: dict[Direction, Sentence] = {
    Direction.IN: say("Parcel that came in"), Direction.OUT: say("Parcel that goes out"), Direction.TRANSFER: BOX}
UNIDENTIFIED = say("Unidentified parcel")


def place_words(kind: PlaceKind, name: str | None) -> Sentence:
    """A place in words; where its name is no longer known, its kind alone."""
    return say(PLACES[kind].msgid, place=name or "–") if "%(place)s" in PLACES[kind].msgid else PLACES[kind]


@dataclass(frozen=True)
class Seen:
    """A unit, what it is, and where it was last seen: by whom and when, if the log says so."""

    unit: Any
    name: str
    rma_number: str | None
    place: str | None
    by: int | None = None
    at: datetime | None = None

    @property
    def row(self) -> Any:
        return self.unit

    @property
    def number(self) -> str:
        return self.unit.tag or ""

    @property
    def state(self) -> Sentence:
        return word(self.unit.stage)

    @property
    def where(self) -> Sentence:
        return place_words(self.unit.place_kind, self.place)

    @property
    def is_here(self) -> bool:
        return self.unit.stage in IN_OUR_HANDS or (self.unit.stage is Stage.PROMISED and self.unit.tag is not None)


@dataclass(frozen=True)
class SeenBox:
    """A parcel and where it was last seen: by whom and when, if the log says so."""

    parcel: Any
    rma_number: str | None
    place: str | None
    by: int | None = None
    at: datetime | None = None

    @property
    def row(self) -> Any:
        return self.parcel

    @property
    def number(self) -> str:
        return self.parcel.number

    @property
    def name(self) -> Sentence:
        return UNIDENTIFIED if self.parcel.unidentified else BOXES[self.parcel.direction]

    @property
    def state(self) -> Sentence:
        return word(self.parcel.state)

    @property
    def where(self) -> Sentence:
        return place_words(self.parcel.place_kind, self.place)

    @property
    def is_here(self) -> bool:
        return self.parcel.state in BOXES_IN_HOUSE


Thing = Seen | SeenBox


def called(seen: Thing) -> str:
    """What a card calls it: the number, of a unit its product too."""
    return f"{grouped(seen.number) if seen.number else ''} {seen.name if isinstance(seen, Seen) else ''}".strip()


@dataclass(frozen=True)
class OnShelf:
    """A shelf and its count if one is open; the things that were asked for with it, or those that lie on it and how
    many they are in all.
    """

    shelf: Any
    total: int
    open_count: Any
    seen: list[Thing]

    @property
    def units(self) -> list[Seen]:
        return [seen for seen in self.seen if isinstance(seen, Seen)]

    @property
    def boxes(self) -> list[SeenBox]:
        return [seen for seen in self.seen if isinstance(seen, SeenBox)]

    def only(self, seen: list[Thing]) -> OnShelf:
        """The same shelf with these things alone."""
        return replace(self, seen=seen)
