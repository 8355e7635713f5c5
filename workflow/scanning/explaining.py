"""What a code is and why, without doing anything: for the command line and for a lead."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models.numbers import PATTERN, Prefix, is_valid
from workflow.recognising.recognising import KINDS, Recognised, carrier_name, recognise
from workflow.scanning import cleaning, commands, resolving
from workflow.scanning.common import KIND_WORDS
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.transaction import reading

KINDS_OF_OURS = {Prefix.RMA: "rma", Prefix.PARCEL: "parcel", Prefix.TAG: "unit", Prefix.SHELF: "shelf",
                 Prefix.PART: "part", Prefix.BADGE: "badge", Prefix.COMMAND: "command"}
# What a stored match is called here; a kind that is missing leaves the form of the code to speak.
STORED = {Kind.PARCEL: "tracking", Kind.SHIPMENT: "tracking", Kind.SERIAL: "serial", Kind.PART: "part"}
WHERE = {Kind.PARCEL: say("A parcel of ours has this tracking number."),
         Kind.SHIPMENT: say("We once sent a parcel with this tracking number."),
         Kind.SERIAL: say("A device we know has this serial number."), Kind.ORDER: say("An order has this number."),
         Kind.PRODUCT: say("A product has this code."), Kind.PART: say("A spare part has this code.")}
WORDS = {**KINDS, **{kind.value: words for kind, words in KIND_WORDS.items()}, "ambiguous": say("Several things"),
         "unknown": say("Unknown")}


@dataclass(frozen=True)
class Explained:
    """The facts about one code."""

    raw: str
    clean: str
    kind: str
    value: str
    carrier: str | None
    candidates: tuple[str, ...]
    cut: tuple[str, ...]
    why: Sentence


def explain(raw: str, *, look_up: bool = True) -> Explained:
    """What a code is: our own number, else what is stored, else what its form says.

    Args:
        look_up: False asks no database.
    """
    clean = cleaning.clean(raw)
    short = cleaning.compact(clean)
    look = recognise(raw)
    if PATTERN.match(short):
        return _of_ours(raw, short, look_up)
    found = _stored(raw) if look_up else []
    kinds = {meaning.kind for meaning in found}
    if len(found) > 1 and len(kinds) > 1:
        return Explained(raw, clean, "ambiguous", look.value, None, tuple(sorted(kind.value for kind in kinds)),
                         look.cut, say("Several things in our books have this code."))
    if found:
        return _of_books(raw, clean, look, found[0].kind)
    return Explained(raw, clean, look.kind, look.value, look.carrier or None, look.candidates, look.cut, look.why)


def _of_ours(raw: str, short: str, look_up: bool) -> Explained:
    cut = tuple(part for part in (raw.upper().replace(short, " ").strip(),) if part)
    kind = KINDS_OF_OURS[Prefix(short[0])]
    if not is_valid(short):
        return Explained(raw, short, "unknown", short, None, (), cut,
                         say("It has the form of our own numbers, but its check digits do not fit: it was read wrong."))
    if kind == "command" and commands.by_code(short) is None:
        return Explained(raw, short, "unknown", short, None, (), cut, say("No command of ours has this number."))
    why = say("It is our own number and its check digits fit.")
    if look_up and kind != "command" and not _is_issued(short):
        why = say("It has the form of our own number, but we have given it to nothing.")
    return Explained(raw, short, kind, short, None, (), cut, why)


def _is_issued(number: str) -> bool:
    select = sa.select(resolving.id_of(Prefix(number[0])))
    with reading() as connection:
        return connection.execute(select, {"number": number}).scalar() is not None


def _stored(raw: str) -> list[Meaning]:
    with reading() as connection:
        return [meaning for meaning in resolving.resolve(connection, raw) if meaning.kind in WHERE]


def _of_books(raw: str, clean: str, look: Recognised, kind: Kind) -> Explained:
    told = STORED.get(kind, look.kind)
    carrier = look.carrier or None if told == "tracking" else None
    value = clean if look.kind == "unknown" else look.value  # a serial number keeps its hyphens
    return Explained(raw, clean, told, value, carrier, look.candidates, look.cut, WHERE[kind])


def kind_words(explained: Explained) -> Sentence:
    """What it is, in words."""
    return WORDS[explained.kind]


def candidate_words(explained: Explained) -> list[Sentence]:
    """What else it may be: carriers by name, other things in words."""
    return [WORDS.get(one) or Sentence(carrier_name(one)) for one in explained.candidates]
