"""Where is it: the card of one unit, of several, and of a shelf with what lies on it."""

from __future__ import annotations

from collections.abc import Callable

from models.lifecycle import ParcelState, PlaceKind
from models.numbers import grouped, is_valid
from workflow import sought, whereabouts
from workflow.boxes import STILL_TO_COME
from workflow.lying import OnShelf, Seen, SeenBox, Thing
from workflow.scanning import answers, elsewhere
from workflow.scanning.answers import ITEMS_SHOWN, Answer, Item, Moment, Person, Value
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.sought import Sought
from workflow.whereabouts import P

AGAIN = (answers.command(Command.FIND),)
NEXT = say("Scan the next thing, or “Find” and what you look for.")
# What the card says in large, by where it is.
TITLES: dict[PlaceKind, Sentence] = {
    PlaceKind.SHELF: say("On %(place)s"), PlaceKind.STATION: say("At %(place)s"), PlaceKind.PARCEL: say("In a box"),
    PlaceKind.CUSTOMER: say("With the customer"), PlaceKind.PARTNER: say("With a partner"),
    PlaceKind.WAREHOUSE: say("In the house"), PlaceKind.GONE: say("Gone"),
}


def found(here: Here, meaning: Meaning) -> Answer:
    """Where the thing is that this code stands for; nothing is changed, what is in hand stays in hand."""
    box = _box(here, meaning) if meaning.kind is Kind.PARCEL else None
    if box and box.is_here and box.parcel.state is not ParcelState.EMPTIED:
        return one_box(here, box)
    seen = _seen(here, which(here, meaning))
    if box and not seen:
        return one_box(here, box)
    if not seen:
        return answers.unknown(say("Not found"), thing=_asked(meaning), open_now=here.keep(find=None), choices=AGAIN,
                               next=say("No unit of ours belongs to it. Scan or type something else about it."))
    return one(here, seen[0]) if len(seen) == 1 else several(here, seen, _asked(meaning))


def _seen(here: Here, what: Sought) -> list[Thing]:
    """Boxes that nobody has opened come first: what has still to come for their RMAs is in them, not elsewhere."""
    boxes = whereabouts.boxes(here.connection, what.boxes)
    whole = {box.parcel.rma_id for box in boxes}
    units = [unit for unit in whereabouts.read(here.connection, what.lying)
             if unit.unit.rma_id not in whole or unit.unit.stage not in STILL_TO_COME]
    return [*boxes, *units]


def which(here: Here, meaning: Meaning) -> Sought:
    """What a code stands for."""
    if meaning.kind is Kind.UNKNOWN:
        return sought.of_words(here.connection, meaning.code)
    return SOUGHT[meaning.kind](meaning.id or 0)


SOUGHT: dict[Kind, Callable[[int], Sought]] = {
    Kind.UNIT: sought.of_unit, Kind.SERIAL: sought.of_device, Kind.RMA: sought.of_rma, Kind.PARCEL: sought.of_parcel,
    Kind.ORDER: sought.of_order, Kind.SHIPMENT: sought.of_order, Kind.PRODUCT: sought.of_product,
}


def _box(here: Here, meaning: Meaning) -> SeenBox:
    return whereabouts.boxes(here.connection, P.c.id == meaning.id)[0]


def _asked(meaning: Meaning) -> str:
    return grouped(meaning.code) if is_valid(meaning.code) else meaning.code[:60]


def one(here: Here, seen: Thing) -> Answer:
    if isinstance(seen, SeenBox):
        return one_box(here, seen)
    title = TITLES[seen.unit.place_kind]
    return answers.repeat(say(title.msgid, place=seen.place or "–"), thing=elsewhere.thing(seen.unit, seen.name),
                          icon="map-pin", lines=facts(seen) + _box_line(here, seen), next=NEXT, choices=AGAIN,
                          open_now=here.keep(find=None))


def _box_line(here: Here, seen: Seen) -> tuple[tuple[Sentence, Value], ...]:
    """Where the box is that the unit lies in."""
    if seen.unit.place_kind is not PlaceKind.PARCEL:
        return ()
    return tuple((say("The box"), box.where) for box in whereabouts.boxes(
        here.connection, P.c.id == seen.unit.place_id))


def one_box(here: Here, box: SeenBox) -> Answer:
    """A box, and the units that came or lie in it; what nobody has taken out yet is where the box is."""
    title = TITLES[box.parcel.place_kind]
    units = whereabouts.read(here.connection, whereabouts.inside(box.parcel.id))
    return answers.repeat(say(title.msgid, place=box.place or "–"), thing=grouped(box.number), icon="map-pin",
                          next=NEXT, choices=AGAIN, lines=facts(box), open_now=here.keep(find=None),
                          **items([(unit, unit.where if unit.is_here else unit.state, unit.is_here)
                                   for unit in units]))


def facts(seen: Thing) -> tuple[tuple[Sentence, Value], ...]:
    """Where a thing was last seen, by whom and when, and whose it is."""
    lines: list[tuple[Sentence, Value]] = [(say("Last seen"), seen.where), (say("It is"), seen.state)]
    if seen.by:
        lines.append((say("by"), Person(seen.by)))
    if seen.at:
        lines.append((say("when"), Moment(seen.at)))
    if seen.rma_number:
        lines.append((say("RMA"), grouped(seen.rma_number)))
    return tuple(lines)


def several(here: Here, seen: list[Thing], asked: str) -> Answer:
    return answers.repeat(say("Found: %(count)s", count=len(seen)), thing=asked, icon="map-pin", next=NEXT,
                          choices=AGAIN, open_now=here.keep(find=None),
                          **items([(unit, unit.where, unit.is_here) for unit in seen]))


def items(shown: list[tuple[Thing, Sentence, bool]], total: int | None = None) -> dict[str, object]:
    """The first of these things as a card's list, in the order given; how many there are in all."""
    return {"items": tuple(Item(seen.name or "–", grouped(seen.number) if seen.number else "", state, done)
                           for seen, state, done in shown[:ITEMS_SHOWN]),
            "more_items": max(0, (len(shown) if total is None else total) - ITEMS_SHOWN)}


def on_shelf(here: Here, on: OnShelf, *, may_work: bool) -> Answer:
    """A shelf and what lies on it. `may_work`: this station counts and moves shelves."""
    lines: tuple[tuple[Sentence, Value], ...] = ((say("Things"), on.total),)
    if on.open_count is not None:
        lines += ((say("Being counted by"), Person(on.open_count.begun_by_id)),)
    choices = (answers.command(Command.COUNT), answers.command(Command.ALL, label=say("Move all")))
    kept = here.keep(find=None, units=None, boxes=None, unit=None, parcel=None, shelf=on.shelf.id) if may_work \
        else here.keep(find=None)
    return answers.repeat(
        say("Shelf %(name)s", name=on.shelf.name), thing=grouped(on.shelf.code), icon="map-pin", lines=lines,
        choices=(choices if on.total else choices[:1]) if may_work else (), paper=("shelf_label", on.shelf.id),
        next=say("Count it, move all of it, or scan a unit or parcel to put it away.") if may_work
        else say("Scan a unit or parcel first, then the shelf that you put it on."), open_now=kept,
        **items([(seen, seen.state, True) for seen in on.seen], on.total))
