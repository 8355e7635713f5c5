"""The count of a shelf (stock-take): what is scanned there, and at its end what is missing and what does not belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Found, PlaceKind
from models.places import Shelf
from models.records import split
from models.rma import Unit
from models.shelving import CountLine, ShelfCount
from workflow import moves, shelving, whereabouts
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act

C, L, H, U, Q = (m.__table__ for m in (ShelfCount, CountLine, Shelf, Unit, Product))
WORDS: dict[Found, Sentence] = {
    Found.THERE: say("there"), Found.FOREIGN: say("does not belong here"), Found.MISSING: say("not found"),
    Found.UNKNOWN: say("unknown code"),
}
LONGEST_CODE = 100


@dataclass(frozen=True)
class Counting:
    """An open count with its shelf's name, how much is counted, and the line of the thing that was asked for."""

    count: Any
    shelf_name: str
    lines: int
    line: Any
    unit: Any
    name: str


@dataclass(frozen=True)
class Result:
    """How a count ended: its lines by what was found, each (id, tag or code, name of the product)."""

    there: int
    missing: list[tuple[int, str, str]]
    foreign: list[tuple[int, str, str]]
    unknown: list[str]

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.foreign or self.unknown)


def read(connection: sa.Connection, count_id: int, code: str = "", unit_id: int | None = None) -> Counting:
    """A count, with the unit that was scanned and whether it is counted already; one statement.

    Raises:
        Refused: the count has ended, or was undone.
    """
    so_far = sa.select(sa.func.count()).where(L.c.count_id == C.c.id).correlate(C).scalar_subquery()
    row = connection.execute(
        sa.select(C, L, U, H.c.name, so_far, Q.c.name).select_from(
            C.join(H, H.c.id == C.c.shelf_id).outerjoin(U, U.c.id == unit_id).outerjoin(Q, Q.c.id == U.c.product_id)
            .outerjoin(L, sa.and_(L.c.count_id == C.c.id, L.c.code == (code_of(unit_id) if unit_id else code))))
        .where(C.c.id == count_id)).first()
    if row is None or row.ended_at is not None:
        raise Refused(say("This count has ended. Scan the shelf, then “Count”, to count anew."))
    count, line, unit, shelf_name, lines, name = split(row, ShelfCount, CountLine, Unit)
    return Counting(count, shelf_name, lines, line, unit, name or "")


def code_of(unit_id: int) -> str:
    """How a line names a unit: tags may be changed, ids not."""
    return f"unit:{unit_id}"


@act("shelf.count_begun")
def begin(doing: Doing, *, shelf: Any, by: Actor) -> int:
    """Begin to count a shelf: what is on record there now is what has to be found. Returns the count's id."""
    shelving.check_is_at_site(shelf, by)
    expected = doing.all(sa.select(U.c.id).where(whereabouts.lies_on(shelf.id)).order_by(U.c.id))
    return doing.insert(ShelfCount, shelf_id=shelf.id, begun_by_id=by.staff_id, begun_at=doing.now,
                        expected=[row.id for row in expected])


@act("shelf.counted")
def add(doing: Doing, *, on: Counting, code: str, by: Actor) -> Found:
    """One thing was scanned there. Returns whether it belongs.

    Args:
        code: what was scanned, kept where no unit has it.

    Raises:
        AlreadyDone: it is counted already.
    """
    if on.line is not None:
        raise AlreadyDone(say("It is counted already. Scan the next one."), at=on.line.at)
    found, unit = _found(on), on.unit
    place = moves.place_code(unit.place_kind, unit.place_id) if unit else None
    doing.insert(CountLine, count_id=on.count.id, unit_id=unit.id if unit else None, place=place, found=found,
                 code=code_of(unit.id) if unit else code[:LONGEST_CODE], at=doing.now)
    return found


def _found(on: Counting) -> Found:
    if on.unit is None:
        return Found.UNKNOWN
    there = on.unit.place_kind is PlaceKind.SHELF and on.unit.place_id == on.count.shelf_id
    return Found.THERE if there else Found.FOREIGN


@act("shelf.count_ended")
def end(doing: Doing, *, on: Counting, by: Actor) -> Result:
    """All is scanned. What lay there when the count began, still does on record, and was not scanned is missing."""
    lines = lines_of(doing.connection, on.count.id)
    counted, expected = {line.unit_id for line in lines}, set(on.count.expected)
    lying = doing.all(sa.select(U.c.id, U.c.tag, Q.c.name).outerjoin(Q, Q.c.id == U.c.product_id).where(
        whereabouts.lies_on(on.count.shelf_id)).order_by(U.c.id))
    missing = [unit for unit in lying if unit.id in expected and unit.id not in counted]
    doing.update(ShelfCount, on.count, missing=[unit.id for unit in missing], ended_at=doing.now,
                 ended_by_id=by.staff_id)
    return Result(sum(line.found is Found.THERE for line in lines), [_named(unit) for unit in missing],
                  [(line.unit_id, line.tag or "", line.name or "") for line in lines if line.found is Found.FOREIGN],
                  [line.code for line in lines if line.found is Found.UNKNOWN])


def _named(unit: sa.Row) -> tuple[int, str, str]:
    return unit.id, unit.tag or "", unit.name or ""


def lines_of(connection: sa.Connection, count_id: int) -> list[sa.Row]:
    """The lines of a count as they were scanned, each with tag and product."""
    return list(connection.execute(
        sa.select(L.c.unit_id, L.c.code, L.c.found, L.c.place, L.c.at, U.c.tag, Q.c.name)
        .outerjoin(U, U.c.id == L.c.unit_id).outerjoin(Q, Q.c.id == U.c.product_id)
        .where(L.c.count_id == count_id).order_by(L.c.id)).all())


def foreign_of(connection: sa.Connection, count_id: int) -> whereabouts.OnShelf:
    """The shelf of a count with the units that were found there and did not belong.

    Raises:
        NotFound: there is no such count (it was undone).
    """
    shelf_id = connection.execute(sa.select(C.c.shelf_id).where(C.c.id == count_id)).scalar()
    if shelf_id is None:
        raise NotFound(say("There is no such count."))
    return whereabouts.shelf(connection, shelf_id, U.c.id.in_(
        sa.select(L.c.unit_id).where(L.c.count_id == count_id, L.c.found == Found.FOREIGN)))
