"""What scans mean while a shelf is counted: from COUNT to DONE, which lists what is missing and what is foreign."""

from __future__ import annotations

from typing import Any

from models.lifecycle import Found
from models.numbers import grouped
from workflow import counting, shelving, whereabouts
from workflow.counting import Counting, Result
from workflow.errors import AlreadyDone, Refused
from workflow.scanning import answers, common, putting_away
from workflow.scanning.answers import ITEMS_SHOWN, Answer, Item, Moment
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

NEXT = say("Scan everything that lies there. At the end “Done”.")
BUTTONS = (answers.command(Command.DONE, style="primary"),)


def begin(here: Here, _meaning: Meaning) -> Answer:
    """COUNT: the shelf that was scanned last, or a count of it that was put aside goes on."""
    if here.open_id("count"):
        return _goes_on(here, counting.read(here.connection, here.open_id("count") or 0))
    shelf_id = here.open_id("shelf")
    if shelf_id is None or here.open_now.get("units") or here.open_now.get("boxes"):
        raise Refused(say("Scan the shelf that you want to count first, then “Count”."))
    on = whereabouts.shelf(here.connection, shelf_id, most=1)
    if on.open_count is not None:
        return _goes_on(here, counting.read(here.connection, on.open_count.id))
    count_id = counting.begin(shelf=on.shelf, by=here.by)
    return answers.ok(say("Count begun"), thing=on.shelf.name, icon="list-check", choices=BUTTONS, next=NEXT,
                      lines=((say("On record"), on.total),), open_now=_counting(here, count_id, shelf_id))


def _counting(here: Here, count_id: int, shelf_id: int) -> dict[str, Any]:
    return here.keep(count=count_id, shelf=shelf_id, from_shelf=None, find=None, unit=None, parcel=None)


def _goes_on(here: Here, on: Counting) -> Answer:
    return answers.repeat(say("Count goes on"), thing=on.shelf_name, icon="list-check", choices=BUTTONS, next=NEXT,
                          lines=_lines(on, on.lines), open_now=_counting(here, on.count.id, on.count.shelf_id))


def _lines(on: Counting, counted: int) -> tuple[tuple[Sentence, Any], ...]:
    return (say("Shelf"), on.shelf_name), (say("Counted"), counted), (say("On record"), on.expected)


def counted(here: Here, meaning: Meaning, unit_id: int | None = None, parcel_id: int | None = None) -> Answer:
    """A thing on the shelf: there, foreign, or a code that nobody knows, which is kept."""
    on = counting.read(here.connection, here.open_id("count") or 0, meaning.code[:counting.LONGEST_CODE], unit_id,
                       parcel_id)
    thing, kept = _thing(on, meaning), here.keep(unit=unit_id, parcel=parcel_id)
    try:
        found = counting.add(on=on, code=meaning.code, by=here.by)
    except AlreadyDone as done:
        return answers.repeat(say("Counted already"), thing=thing[:60], next=done.sentence, choices=BUTTONS,
                              lines=(*_lines(on, on.lines), (say("when"), Moment(done.at))), open_now=kept)
    title, icon, step = FACES[found]
    said = answers.ok if found is Found.THERE else answers.ask  # heard from afar: this one is worth a look
    return said(title, thing=thing[:60], icon=icon, next=step, choices=BUTTONS, lines=_lines(on, on.lines + 1),
                open_now=kept)


def _thing(on: Counting, meaning: Meaning) -> str:
    if on.parcel:
        return grouped(on.parcel.number)
    return f"{grouped(on.unit.tag) if on.unit.tag else meaning.code} {on.name}".strip() if on.unit else meaning.code


FACES: dict[Found, tuple[Sentence, str, Sentence]] = {
    Found.THERE: (say("Counted"), "circle-check", say("Scan the next one. At the end “Done”.")),
    Found.FOREIGN: (say("Does not belong"), "alert-triangle",
                    say("It is noted. Leave it there and scan the next one. At the end “Done”.")),
    Found.UNKNOWN: (say("Unknown, noted"), "zoom-question",
                    say("Nothing of ours has this code. Scan the thing's tag if it has one, else the next one.")),
}


def not_counted(_here: Here, _meaning: Meaning) -> Answer:
    """A code that does not say which thing it is."""
    raise Refused(say("This code does not say which one it is. Scan the tag or the serial number on it."))


def other_shelf(here: Here, meaning: Meaning) -> Answer:
    """A shelf in the middle of a count: the same one is where we are, another one is a slip."""
    on = counting.read(here.connection, here.open_id("count") or 0)
    if on.count.shelf_id == meaning.id:
        return _goes_on(here, on)
    raise Refused(say("You are counting %(shelf)s. End that with “Done” or put it aside with “Park” first.",
                      shelf=on.shelf_name))


def done(here: Here, _meaning: Meaning) -> Answer:
    """DONE: the count ends; what is missing and what does not belong is listed and kept."""
    if not here.open_id("count"):
        raise Refused(say("No count is open here. Scan the shelf, then “Count”."))
    on = counting.read(here.connection, here.open_id("count") or 0)
    result = counting.end(on=on, by=here.by)
    here.open_now = here.keep(count=None, unit=None, parcel=None)
    if result.is_right:
        return answers.ok(say("All there"), thing=on.shelf_name, next=_next(result), lines=_summary(result),
                          open_now=here.open_now)
    return _differs(here, on.count.id, on.shelf_name, result)


def _differs(here: Here, count_id: int, shelf_name: str, result: Result, page: int = 0) -> Answer:
    """What differs, so many at a time: whoever has counted looks for each of them."""
    items = _items(result)
    pages = -(-len(items) // ITEMS_SHOWN)
    start = page % pages * ITEMS_SHOWN
    more = answers.choices([say("The next ones")]) if pages > 1 else ()
    question = {"name": "stay" if result.foreign else "differs", "count": count_id, "page": page}
    return answers.ask(
        say("Count differs"), icon="alert-triangle", thing=shelf_name, next=_next(result), lines=_summary(result),
        choices=more + (answers.yes_no() if result.foreign else ()), items=tuple(items[start:start + ITEMS_SHOWN]),
        more_items=max(0, len(items) - start - ITEMS_SHOWN), open_now={**here.keep(), "question": question})


def next_ones(here: Here, meaning: Meaning) -> Answer:
    """More of what differs in the count that has just ended."""
    question = here.question
    if not question or question["name"] not in ("stay", "differs"):
        return common.digit(here, meaning)
    shelf_name, result = counting.ended(here.connection, question["count"])
    return _differs(here, question["count"], shelf_name, result, question["page"] + 1)


def _next(result: Result) -> Sentence:
    if result.foreign:
        return say("Do the things that belong elsewhere stay here? “Yes” puts them on this shelf, “No” changes "
                   "nothing.")
    return say("Scan the next shelf.") if result.is_right else say("A lead sees the list. Scan the next shelf.")


def _summary(result: Result) -> tuple[tuple[Sentence, int], ...]:
    lines = ((say("There"), result.there), (say("Not found"), len(result.missing)),
             (say("Does not belong"), len(result.foreign)), (say("Unknown codes"), len(result.unknown)))
    return tuple(line for line in lines if line[1] or line is lines[0])


def _items(result: Result) -> list[Item]:
    items = [Item(thing.name, grouped(thing.number), counting.WORDS[found], False)
             for found, things in ((Found.MISSING, result.missing), (Found.FOREIGN, result.foreign))
             for thing in things]
    return items + [Item(code, "", counting.WORDS[Found.UNKNOWN], False) for code in result.unknown]


def stay(here: Here, _meaning: Meaning) -> Answer:
    """YES: what was found there and did not belong lies there from now on; what is not in the house stays a finding."""
    question = here.question
    if not question or question["name"] != "stay":
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    on = counting.foreign_of(here.connection, question["count"])
    here_now = [seen for seen in on.seen if shelving.may_lie(seen)]
    if not here_now:
        raise Refused(say("None of them can be put on a shelf: they are packed or not in the house. Bring them to the "
                          "dock."))
    return putting_away.put(here, on.only(here_now), here.keep())
