"""What the codes of a movement tell those who read a whole path: `grade:B fault:DIRTY way:scrap` in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.lifecycle import Disposition, Ground, Resolution
from reference.carriers import carriers
from reference.fault_codes import fault_codes
from workflow import disposing, grounds, packing_coach, reasons_given
from workflow.sentences import Sentence, say
from workflow.words import RESOLUTION_WORDS

Words = Sentence | str
HASH = "sha256"


def words(what: str, codes: str | None, language: str) -> Words:
    """The details of one movement, in the order of the log; empty where it has none.

    Numbers of our own rows (`job:12`) tell nobody anything and are left out. What has no words stands as written.
    """
    found = list(_details(what, codes or "", language))
    said = found.pop() if found else ""
    while found:
        said = Sentence("%(first)s · %(rest)s", {"first": found.pop(), "rest": said})
    return said


def _details(what: str, codes: str, language: str) -> Iterator[Words]:
    for part in codes.split():
        key, colon, value = part.partition(":")
        if not colon:
            yield _plain(part, language)
        elif key == "reason":
            yield reasons_given.why(what, part, language)
        elif key in NAMED:
            if said := NAMED[key](value, language):
                yield said
        elif not value.isdecimal():
            yield part


def _plain(code: str, language: str) -> Words:
    """A decision is written as `refund missing not_in_parcel`, a way of the goods as `stock_open_box`."""
    for kind, known in ((Resolution, RESOLUTION_WORDS), (Ground, grounds.WORDS), (Disposition, disposing.WORDS)):
        if code in kind._value2member_map_:
            return known.get(kind(code), code)
    return reasons_given.of_act(code, language)


def _fault(code: str, language: str) -> Words:
    known = fault_codes().get(code)
    return "" if code == "none" else known.text.say(language) if known else code


def _carrier(code: str, _language: str) -> str:
    return carriers()[code].name if code in carriers() else code


def _packed(counted: str, _language: str) -> Words:
    packed, _, of_all = counted.partition("/")
    return say("%(packed)s of %(all)s accessories packed", packed=packed, all=of_all)


def _battery(code: str, _language: str) -> Words:
    return packing_coach.BATTERIES[code][0] if code in packing_coach.BATTERIES else code


NAMED: dict[str, Callable[[str, str], Words]] = {
    "grade": lambda value, _language: say("grade %(grade)s", grade=value), "fault": _fault, "way": _plain,
    "wanted": _plain, "carrier": _carrier, HASH: lambda value, _language: f"SHA-256 {value}…",
    "accessories": _packed, "battery": _battery,
    "grams": lambda value, _language: f"{value} g",
}
