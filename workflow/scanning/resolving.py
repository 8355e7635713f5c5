"""What a code is: our own numbers first, then every exact stored match, in one statement over indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from models import straight
from models.catalogue import DeviceSerial, Product
from models.numbers import PATTERN, Prefix, is_valid
from models.orders import Order, Shipment
from models.parcels import Parcel
from models.people import Staff
from models.places import Shelf
from models.rma import Rma, Unit
from models.texts import ENTRY, FIELD
from models.work import Part
from workflow.recognising.recognising import Recognised, recognise
from workflow.scanning import cleaning, commands
from workflow.scanning.commands import Command


class Kind(StrEnum):
    """What a code can mean."""

    RMA = "rma"
    PARCEL = "parcel"
    UNIT = "unit"
    SHELF = "shelf"
    PART = "part"
    BADGE = "badge"
    COMMAND = "command"
    SERIAL = "serial"
    ORDER = "order"
    SHIPMENT = "shipment"
    PRODUCT = "product"
    MISREAD = "misread"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Meaning:
    """One meaning: the kind, the row's id, the cleaned code; for commands the command itself, if we have it.

    `look` is what an unknown code is by its form; nothing is asked of the database for it.
    """

    kind: Kind
    code: str
    id: int | None = None
    command: Command | None = None
    look: Recognised | None = field(default=None, compare=False)

    @property
    def serial(self) -> str:
        """The code as the serial number that a card asks for: what its label says beside is not part of it."""
        return self.look.value if self.look and self.look.kind in ("serial", "imei") else self.code


# What may carry a number of others, in the order in which it is named.
SOURCES = (Kind.PARCEL, Kind.SHIPMENT, Kind.SERIAL, Kind.ORDER, Kind.PRODUCT, Kind.PART)
# Where the first is known, the second is no meaning of its own.
NAMED_BY = ((Kind.SERIAL, Kind.PRODUCT), (Kind.PARCEL, Kind.SHIPMENT))
_OWN = {Prefix.RMA: (Kind.RMA, Rma, "number"), Prefix.PARCEL: (Kind.PARCEL, Parcel, "number"),
        Prefix.TAG: (Kind.UNIT, Unit, "tag"), Prefix.SHELF: (Kind.SHELF, Shelf, "code"),
        Prefix.PART: (Kind.PART, Part, "code"), Prefix.BADGE: (Kind.BADGE, Staff, "badge")}


def own_number(raw: str) -> str | None:
    """The number of ours that this code is, if a row has to say whose: commands need none."""
    code = cleaning.compact(cleaning.clean(raw))
    return code if is_valid(code) and code[0] != Prefix.COMMAND else None


@cache
def id_of(prefix: Prefix) -> sa.ScalarSelect:
    """The id of the row that has our number, a parameter `number`; to stand in a statement that is sent anyway."""
    _kind, model, column = _OWN[prefix]
    table = model.__table__
    return sa.select(table.c.id).where(table.c[column] == sa.bindparam("number")).correlate(None).scalar_subquery()


def find_id(connection: sa.Connection, number: str) -> int | None:
    """The row that has our number, where it could not be looked up together with the person."""
    if number[0] == Prefix.COMMAND:
        return None
    return connection.execute(sa.select(id_of(Prefix(number[0]))), {"number": number}).scalar()


def looked_for(raw: str) -> list[str]:
    """The forms of a code that are looked for together with the person: none of a number of ours, or of a command."""
    code = cleaning.compact(cleaning.clean(raw))
    forms = [] if is_valid(code) else cleaning.forms(raw)
    return [] if any(sign in form for form in forms for sign in (FIELD, ENTRY)) else forms


@cache
def stored(count: int) -> sa.ScalarSelect[str | None]:
    """All that so many forms stand for, as one text; parameters as `values` gives them."""
    found = _matches(count).subquery("found")
    entry = found.c.kind + FIELD + sa.cast(found.c.id, sa.String) + FIELD + found.c.stored
    return sa.select(sa.func.aggregate_strings(entry, ENTRY)).scalar_subquery()


def values(forms: list[str]) -> dict[str, str]:
    """The parameters of these forms."""
    return {f"form_{place}": form for place, form in enumerate(forms)}


def out_of(raw: str, text: str | None) -> list[Meaning] | None:
    """What was found together with the person; None where that was not looked for."""
    if not looked_for(raw):
        return None
    parts = [entry.split(FIELD, 2) for entry in text.split(ENTRY)] if text else []
    return _meanings(cleaning.clean(raw), [(kind, int(row_id), stored) for kind, row_id, stored in parts])


def resolve(connection: sa.Connection, raw: str, own_id: int | None = None, number: str | None = None,
            found: list[Meaning] | None = None) -> list[Meaning]:
    """Every meaning of a code, at most one statement. Never empty: the last resort is UNKNOWN.

    A number of ours that stands in our books costs none. Any other is first looked for as it stands among the numbers
    of others: a serial number may have the form of ours. Only then it is MISREAD, if its check digits are wrong.

    Args:
        own_id: the row of `own_number(raw)`, as `id_of` has found it.
        number: the number of ours that a scanner garbled to `raw`; `own_id` is its row.
        found: what `out_of` has: then nothing is asked of the database.
    """
    code = cleaning.clean(raw)
    short = number or cleaning.compact(code)
    own = _own(short, own_id) if PATTERN.match(short) else None
    if own and _is_in_our_books(own):
        return [own]
    if found is None or number:
        found = _stored(connection, code, [*cleaning.forms(raw), *([number] if number else [])]) if code else []
    return _exact(_once(found)) or [own or _unmatched(raw, code)]


def _is_in_our_books(own: Meaning) -> bool:
    return own.id is not None or own.command is not None


def _stored(connection: sa.Connection, code: str, forms: list[str]) -> list[Meaning]:
    return _meanings(code, straight.rows(connection, _matches, len(forms), values(forms)))


def _meanings(code: str, rows: Iterable[Sequence[Any]]) -> list[Meaning]:
    """A serial number is what is stored of it: its label may say more, and who asks for it wants that alone."""
    found = [Meaning(Kind(kind), stored if kind == Kind.SERIAL else code, row_id) for kind, row_id, stored in rows]
    return sorted(found, key=lambda meaning: SOURCES.index(meaning.kind))


def _unmatched(raw: str, code: str) -> Meaning:
    look = recognise(raw)
    misread = look.kind == "unknown" and cleaning.looks_like_ours(code)
    return Meaning(Kind.MISREAD, code) if misread else Meaning(Kind.UNKNOWN, code, look=look)


def _once(found: list[Meaning]) -> list[Meaning]:
    """One thing is one meaning, however many of its numbers its label holds."""
    return list({(meaning.kind, meaning.id): meaning for meaning in reversed(found)}.values())[::-1]


def _exact(found: list[Meaning]) -> list[Meaning]:
    """What is named exactly has no second meaning: the product beside a serial number (GS1), and what once went out
    under the number of a parcel that came, or comes, back under it.
    """
    kinds = {meaning.kind for meaning in found}
    covered = {less for thing, less in NAMED_BY if thing in kinds}
    return [meaning for meaning in found if meaning.kind not in covered]


def _own(code: str, row_id: int | None) -> Meaning:
    if not is_valid(code):
        return Meaning(Kind.MISREAD, code)
    if code[0] == Prefix.COMMAND:
        return Meaning(Kind.COMMAND, code, command=commands.by_code(code))
    return Meaning(_OWN[Prefix(code[0])][0], code, row_id) if row_id else Meaning(Kind.UNKNOWN, code)


def _matches(count: int) -> sa.CompoundSelect:
    """Every row that one of so many forms of a code stands for."""
    forms = [sa.bindparam(f"form_{place}", type_=sa.String) for place in range(count)]
    o, p, s, d, t, k = (m.__table__ for m in (Order, Parcel, Shipment, DeviceSerial, Product, Part))
    sources = [(Kind.PARCEL, p.c.id, p.c.tracking), (Kind.SHIPMENT, s.c.order_id, s.c.tracking),
               (Kind.SERIAL, d.c.device_id, d.c.serial), (Kind.ORDER, o.c.id, o.c.number_key),
               (Kind.PRODUCT, t.c.id, t.c.sku), (Kind.PRODUCT, t.c.id, t.c.gtin), (Kind.PART, k.c.id, k.c.sku)]
    return sa.union_all(*[sa.select(sa.literal(kind.value).label("kind"), row_id.label("id"), column.label("stored"))
                          .where(column.in_(forms)) for kind, row_id, column in sources])
