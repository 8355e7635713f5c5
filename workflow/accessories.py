"""The tick list of a unit: what belongs to it, and which of that came with it.

`received` of an accessory is True when it was there, False when it was not, None when nobody has looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import straight
from models.lifecycle import Stage
from models.records import split
from models.rma import Accessory, Unit
from models.texts import ENTRY, FIELD
from reference.accessories import accessory_names, default_accessories
from reference.accessories import called as called  # for templates too, which ask workflow only
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

A, U = Accessory.__table__, Unit.__table__
STATES: dict[bool | None, Sentence] = {True: say("there"), False: say("not there"), None: say("not looked at")}
WHAT = {True: "accessory.received", False: "accessory.not_there"}


class Belonging(NamedTuple):
    """One accessory as a card shows it."""

    id: int
    name: str
    received: bool | None


@dataclass(frozen=True)
class TickList:
    """A unit and all that belongs to it, in the order in which the product's list names it."""

    unit: Any
    rows: tuple[Any, ...]

    @property
    def unanswered(self) -> list[Any]:
        return [row for row in self.rows if row.received is None]


def read(connection: sa.Connection, unit_id: int) -> TickList | None:
    """The tick list of a unit; None when nothing is known to belong to it."""
    parts = [split(row, Unit, Accessory) for row in straight.rows(connection, _statement, None, {"unit": unit_id})]
    return TickList(parts[0][0], tuple(row for _unit, row in parts)) if parts else None


def _statement(_what: None) -> sa.Select:
    return sa.select(U, A).join(A, A.c.unit_id == U.c.id).where(U.c.id == sa.bindparam("unit")).order_by(A.c.id)


def listed(units: Any) -> sa.ScalarSelect[str | None]:
    """What belongs to a unit as one text in its row: a card that reads the box reads the lists with it."""
    received = sa.case((A.c.received.is_(True), "1"), (A.c.received.is_(False), "0"), else_="")
    entry = sa.cast(A.c.id, sa.String) + FIELD + received + FIELD + A.c.name
    return sa.select(sa.func.aggregate_strings(entry, ENTRY)).where(A.c.unit_id == units.c.id).scalar_subquery()


def unlisted(unit: Any, text: str | None) -> TickList | None:
    """The tick list out of such a text. None when nothing is known to belong to the unit."""
    parts = [entry.split(FIELD, 2) for entry in text.split(ENTRY)] if text else []
    rows = sorted(Belonging(int(row_id), name, {"1": True, "0": False}.get(received))
                  for row_id, received, name in parts)
    return TickList(unit, tuple(rows)) if rows else None


def expect(doing: Doing, *, unit_id: int, product: Any) -> None:
    """What belongs to a unit of this product is expected with it, in one statement."""
    names = in_the_box(product)
    if names:
        each = [sa.select(sa.literal(unit_id).label("unit_id"), sa.literal(name).label("name")) for name in names]
        doing.insert_selected(Accessory, ["unit_id", "name"], each[0] if len(each) == 1 else sa.union_all(*each))


def in_the_box(product: Any) -> list[str]:
    """The names of what comes with a product: its own list, else what is usual in its category."""
    names = accessory_names()
    own = [names[code].en if code in names else code for code in product.accessories]
    usual = [row.text.en for row in default_accessories(product.category) for _ in range(row.quantity)]
    return [name[:80] for name in own or usual]


def check_can_tick(ticks: TickList) -> None:
    """What came is ticked at receipt or while it is inspected; what is left open then, packing asks for."""
    if ticks.unit.stage is not Stage.ARRIVED:
        raise Refused(say("The accessories are ticked until the inspection is signed. This unit has gone on."))


@act("accessory.ticked")
def tick(doing: Doing, *, ticks: TickList, accessory_id: int, by: Actor) -> TickList:
    """One accessory is there; ticked a second time it is not. Returns the list as it is afterwards."""
    check_can_tick(ticks)
    row = next((row for row in ticks.rows if row.id == accessory_id), None)
    if row is None:
        raise NotFound(say("There is no such accessory any more. Scan the unit again."))
    return _answer(doing, ticks, [row], received=row.received is not True)


@act("accessory.all_there")
def all_there(doing: Doing, *, ticks: TickList, by: Actor) -> TickList:
    """Everything that belongs to the unit came with it.

    Raises:
        AlreadyDone: all of it is ticked.
    """
    check_can_tick(ticks)
    missing = [row for row in ticks.rows if row.received is not True]
    if not missing:
        raise AlreadyDone(say("All of its accessories are ticked. Scan the next one."))
    return _answer(doing, ticks, missing, received=True)


@act("accessory.rest_not_there")
def rest_not_there(doing: Doing, *, ticks: TickList, by: Actor) -> TickList:
    """What is not ticked did not come.

    Raises:
        AlreadyDone: every accessory is answered for.
    """
    check_can_tick(ticks)
    if not ticks.unanswered:
        raise AlreadyDone(say("Each of its accessories is answered for. Scan the next one."))
    return _answer(doing, ticks, ticks.unanswered, received=False)


def _answer(doing: Doing, ticks: TickList, rows: Iterable[Any], *, received: bool) -> TickList:
    answered = {row.id for row in rows}
    doing.update_all(Accessory, [row for row in ticks.rows if row.id in answered], received=received)
    for accessory_id in sorted(answered):
        moves.note_unit(doing, ticks.unit, what=WHAT[received], codes=f"accessory:{accessory_id}")
    return replace(ticks, rows=tuple(row._replace(received=received) if row.id in answered else row
                                     for row in ticks.rows))
