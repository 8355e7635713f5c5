"""What a code is and why, without doing anything: for the command line and for a lead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from models.numbers import PATTERN, Prefix, is_valid
from workflow.recognising.recognising import KINDS, Recognised, carrier_name, recognise
from workflow.recognising.wrappings import with_control_bytes
from workflow.scanning import cleaning, commands, resolving
from workflow.scanning.common import KIND_WORDS, ON_GOODS
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.transaction import reading

KINDS_OF_OURS = {Prefix.RMA: "rma", Prefix.PARCEL: "parcel", Prefix.TAG: "unit", Prefix.SHELF: "shelf",
                 Prefix.PART: "part", Prefix.BADGE: "badge", Prefix.COMMAND: "command"}
# What a stored match is called here.
STORED = {Kind.PARCEL: "tracking", Kind.SHIPMENT: "tracking", Kind.SERIAL: "serial", Kind.PART: "part",
          Kind.ORDER: "order", Kind.PRODUCT: "product"}
PICTURES = {**{byte: 0x2400 + byte for byte in range(0x21)}, 0x7F: 0x2421}
"""Signs that nobody sees, as Unicode draws them: ␍ for CR, ␝ for GS, ␠ for a space."""
WHERE = {Kind.PARCEL: say("A parcel of ours has this tracking number."),
         Kind.SHIPMENT: say("We once sent a parcel with this tracking number."),
         Kind.SERIAL: say("A device we know has this serial number."), Kind.ORDER: say("An order has this number."),
         Kind.PRODUCT: say("A product has this code."), Kind.PART: say("A spare part has this code.")}
WORDS = {**KINDS, **{kind.value: words for kind, words in KIND_WORDS.items()}, "ambiguous": say("Several things"),
         "unknown": say("Unknown")}
OURS = say("It is our own number and its check digits fit.")
MISREAD = say("It has the form of our own numbers, but its check digits do not fit: it was read wrong.")


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

    @property
    def is_in_our_books(self) -> bool:
        """A number of ours, or without a look-up one that may be."""
        return self.why == OURS


def explain(raw: str, *, look_up: bool = True) -> Explained:
    """What a code is: our own number, else what is stored, else what its form says.

    Args:
        look_up: False asks no database.
    """
    clean = cleaning.clean(raw)
    short = cleaning.compact(clean)
    look = recognise(raw)
    ours = _of_ours(raw, short, look_up) if PATTERN.match(short) else None
    if ours and ours.is_in_our_books:
        return ours
    found = _stored(raw) if look_up else []
    kinds = {meaning.kind for meaning in found}
    if len(found) > 1 and len(kinds) > 1:
        return Explained(raw, clean, "ambiguous", look.value, None, tuple(sorted(kind.value for kind in kinds)),
                         look.cut, say("Several things in our books have this code."))
    if found:
        return _of_books(raw, clean, look, found[0].kind)
    return ours or _of_its_form(raw, clean, look)


def _of_ours(raw: str, short: str, look_up: bool) -> Explained:
    kind, why = KINDS_OF_OURS[Prefix(short[0])], OURS
    if not is_valid(short):
        kind, why = "unknown", MISREAD
    elif kind == "command" and commands.by_code(short) is None:
        kind, why = "unknown", say("No command of ours has this number.")
    elif look_up and kind != "command" and not _is_issued(short):
        why = say("It has the form of our own number, but we have given it to nothing.")
    return Explained(raw, short, kind, short, None, (), _around(raw, short), why)


def _around(raw: str, number: str) -> tuple[str, ...]:
    """What stands before a number of ours and behind it; spaces and hyphens between its groups belong to it."""
    grouped = r"(?:[\s\-]|%20)*".join(number)
    found = re.search(grouped, with_control_bytes(raw), re.IGNORECASE)
    parts = (found.string[:found.start()], found.string[found.end():]) if found else ()
    return tuple(part for part in parts if part)


def _is_issued(number: str) -> bool:
    select = sa.select(resolving.id_of(Prefix(number[0])))
    with reading() as connection:
        return connection.execute(select, {"number": number}).scalar() is not None


def _stored(raw: str) -> list[Meaning]:
    with reading() as connection:
        return [meaning for meaning in resolving.resolve(connection, raw) if meaning.kind in WHERE]


def _of_books(raw: str, clean: str, look: Recognised, kind: Kind) -> Explained:
    on_goods = look.kind in ON_GOODS
    told = look.kind if kind is Kind.PRODUCT and on_goods else STORED[kind]
    carrier = look.carrier or None if told == "tracking" else None
    # A serial number, an order and a product of ours keep their hyphens.
    value = look.value if on_goods or (told == "tracking" and look.kind != "unknown") else clean
    return Explained(raw, clean, told, value, carrier, look.candidates, look.cut, WHERE[kind])


def _of_its_form(raw: str, clean: str, look: Recognised) -> Explained:
    """What is unknown keeps its own text as its value, so that none of our numbers seems to stand there."""
    unknown = look.kind == "unknown"
    value = clean if unknown and PATTERN.match(look.value) else look.value
    why = MISREAD if unknown and cleaning.looks_like_ours(clean) else look.why
    return Explained(raw, clean, look.kind, value, look.carrier or None, look.candidates, look.cut, why)


def kind_words(explained: Explained) -> Sentence:
    """What it is, in words."""
    return WORDS[explained.kind]


def candidate_words(explained: Explained) -> list[Sentence]:
    """What else it may be: carriers by name, other things in words."""
    return [WORDS.get(one) or Sentence(carrier_name(one)) for one in explained.candidates]


def cut_words(explained: Explained) -> str:
    """What was cut away, for eyes: signs that nobody sees have a picture."""
    return " … ".join(part.translate(PICTURES) for part in explained.cut)
