"""What scans mean at the shelves: put away, move a whole shelf, look for things. Counting stands in counting.py."""

from __future__ import annotations

from workflow import shelving, whereabouts
from workflow.errors import Refused
from workflow.lying import OnShelf, Seen, Thing, called
from workflow.scanning import answers, common, counting, elsewhere, putting_away, whereabouts_cards
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.whereabouts import P, U

MOST_IN_HAND = 100
MOST_AT_ONCE = 200
LOOK_FOR = (answers.command(Command.FIND),)


def unit(here: Here, meaning: Meaning) -> Answer:
    """A unit: counted, or taken in hand for its shelf."""
    if here.open_id("count") and meaning.kind is Kind.UNIT:
        return counting.counted(here, meaning, meaning.id)
    seen = whereabouts.read(here.connection, whereabouts_cards.which(here, meaning).units, most=1)
    if not seen:
        raise Refused(say("No unit with this serial number is in the house. Scan its tag."))
    if here.open_id("count"):
        return counting.counted(here, meaning, seen[0].unit.id)
    return _take(here, seen[0])


def _take(here: Here, seen: Seen) -> Answer:
    if not seen.is_here:
        return elsewhere.somewhere_else(here, seen.unit, name=seen.name, place=seen.place, by=seen.by, at=seen.at)
    return _in_hand(here, seen, "units", ("unit", seen.unit.id))


def parcel(here: Here, meaning: Meaning) -> Answer:
    """A box: counted, or taken in hand for its shelf; where it is, if that is not here."""
    if here.open_id("count"):
        return counting.counted(here, meaning, parcel_id=meaning.id)
    box = whereabouts.boxes(here.connection, P.c.id == meaning.id)[0]
    if not box.is_here:
        return whereabouts_cards.found(here, meaning)
    return _in_hand(here, box, "boxes", ("parcel", box.parcel.id))


def _in_hand(here: Here, seen: Thing, name: str, photo_of: tuple[str, int]) -> Answer:
    """One more thing in hand; `name` is the list of those that the tablet has open."""
    shelving.check_can_put_away(seen)
    held: list[int] = here.open_now.get(name, [])
    count = sum(len(here.open_now.get(kind, [])) for kind in ("units", "boxes"))
    if seen.row.id in held:
        return answers.repeat(say("In hand already"), thing=called(seen), next=_which_shelf(count),
                              lines=((say("In hand"), count),), open_now=here.keep())
    if count >= MOST_IN_HAND:
        raise Refused(say("%(most)s things are in hand. Scan their shelf first.", most=MOST_IN_HAND))
    open_now = here.keep(**{name: [*held, seen.row.id], "unit": None, "parcel": None, photo_of[0]: seen.row.id},
                         shelf=None, from_shelf=None)
    return answers.ask(say("Which shelf?"), thing=called(seen), icon="stack-2", next=_which_shelf(count + 1),
                       lines=((say("In hand"), count + 1), *whereabouts_cards.facts(seen)), open_now=open_now,
                       photo_of=photo_of)


def _which_shelf(count: int) -> Sentence:
    return say("Scan its shelf, or the next thing for the same shelf.") if count == 1 \
        else say("Scan the shelf for all %(count)s, or the next thing.", count=count)


def shelf(here: Here, meaning: Meaning) -> Answer:
    """A shelf: for what is in hand, for what lay on another one, or alone: what lies on it."""
    if here.open_id("count"):
        return counting.other_shelf(here, meaning)
    called_to, source = here.open_id("shelve") or here.open_id("shelve_box"), here.open_id("from_shelf")
    in_hand = _hands_full(here)
    if not (called_to or in_hand or source):
        return whereabouts_cards.on_shelf(here, whereabouts.shelf(here.connection, meaning.id or 0), may_work=True)
    if called_to:
        return _put_what_the_lead_decides(here, meaning, in_hand)
    if source:
        return _move_all(here, meaning, source)
    on = whereabouts.shelf(here.connection, meaning.id or 0, U.c.id.in_(here.open_now.get("units", [])),
                           P.c.id.in_(here.open_now.get("boxes", [])))
    return putting_away.put(here, on, here.keep(units=None, boxes=None, unit=None, parcel=None, shelf=on.shelf.id))


def _hands_full(here: Here) -> bool:
    return bool(here.open_now.get("units") or here.open_now.get("boxes"))


def _put_what_the_lead_decides(here: Here, meaning: Meaning, others: bool) -> Answer:
    """The thing that a lead was called to; what else is in hand stays there."""
    unit_id, box_id = here.open_id("shelve"), here.open_id("shelve_box")
    on = whereabouts.shelf(here.connection, meaning.id or 0, U.c.id == unit_id if unit_id else None,
                           None if unit_id else P.c.id == box_id)
    return putting_away.put(here, on, here.keep(unit=None, parcel=None, shelf=None if others else on.shelf.id))


def everything(here: Here, _meaning: Meaning) -> Answer:
    """MOVE ALL: all that lies on the shelf that was scanned last, for the shelf that is scanned next."""
    shelf_id = here.open_id("shelf")
    if shelf_id is None or here.open_id("count") or _hands_full(here):
        raise Refused(say("Scan the shelf first that all of it is moved from."))
    on = whereabouts.shelf(here.connection, shelf_id, most=1)
    if not on.total:
        raise Refused(say("Nothing lies on this shelf. Scan another one."))
    return answers.ask(say("To which shelf?"), thing=on.shelf.name, icon="stack-2",
                       lines=((say("Things"), on.total),), open_now=here.keep(from_shelf=shelf_id),
                       next=say("Take all of it and scan the shelf that you put it on. “Park” changes nothing."))


def _move_all(here: Here, meaning: Meaning, source: int) -> Answer:
    if source == meaning.id:
        raise Refused(say("This is the shelf it lies on. Scan the one that you move it to."))
    on = whereabouts.shelf(here.connection, meaning.id or 0, whereabouts.lies_on(source),
                           whereabouts.lies_on(source, P), most=MOST_AT_ONCE)
    if not on.seen:
        raise Refused(say("Nothing lies on that shelf any more. Scan what you have in your hand."))
    count = shelving.move_all(on=on, by=here.by)
    left = whereabouts.shelf(here.connection, source, most=1) if len(on.seen) == MOST_AT_ONCE else None
    if left and left.total:
        return _some_left(here, on, count, left)
    return putting_away.done(on, count, on.shelf.name, here.keep(from_shelf=None, shelf=on.shelf.id))


def _some_left(here: Here, on: OnShelf, count: int, left: OnShelf) -> Answer:
    """More lay there than one act moves: the same shelf, scanned again, takes the rest."""
    return answers.ok(say("%(count)s are left", count=left.total), thing=f"{left.shelf.name} → {on.shelf.name}",
                      icon="stack-2", open_now=here.keep(from_shelf=left.shelf.id),
                      lines=((say("Put away"), count), (say("Still on %(shelf)s", shelf=left.shelf.name), left.total)),
                      next=say("Scan %(shelf)s again for the rest.", shelf=on.shelf.name))


def asked_about(here: Here, meaning: Meaning) -> Answer:
    """A code that stands for several units, or none: where they are."""
    if here.open_id("count"):
        return counting.not_counted(here, meaning)
    return whereabouts_cards.found(here, meaning)


def unknown(here: Here, meaning: Meaning) -> Answer:
    """What nobody knows: a strange thing on the shelf that is counted."""
    if here.open_id("count") and meaning.code:
        return counting.counted(here, meaning)
    return common.unknown(here, meaning)


STEPS = {
    Kind.UNIT: unit, Kind.SERIAL: unit, Kind.PARCEL: parcel, Kind.SHELF: shelf, Kind.UNKNOWN: unknown,
    **dict.fromkeys([Kind.RMA, Kind.ORDER, Kind.SHIPMENT, Kind.PRODUCT], asked_about),
    Command.COUNT: counting.begin, Command.DONE: counting.done, Command.ALL: everything,
    Command.YES: counting.stay,
    **dict.fromkeys([command for command in Command if command.choice is not None], common.digit),
    Command.CHOICE_1: counting.next_ones,
}
