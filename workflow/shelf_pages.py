"""Read-only: the shelves of the house, what lies on one, and the record of a count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Found, PlaceKind, Role
from models.places import Shelf, Site, Station
from models.shelving import CountLine, ShelfCount
from workflow import counting, whereabouts, worklists
from workflow.actors import Actor
from workflow.errors import NotAllowed, NotFound
from workflow.lying import OnShelf, Seen, Thing, place_words
from workflow.sentences import Sentence, say
from workflow.transaction import reading
from workflow.whereabouts import P, U

H, SI, N, C, L = (m.__table__ for m in (Shelf, Site, Station, ShelfCount, CountLine))
MOST_COUNTS = 20


@dataclass(frozen=True)
class Counted:
    """A count as lists show it: when, by whom, and how much differed. `ended_at` is None while it is open."""

    id: int
    begun_at: datetime
    ended_at: datetime | None
    by: str
    counters: frozenset[int]
    there: int
    missing: int
    foreign: int
    unknown: int

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.foreign or self.unknown)


@dataclass(frozen=True)
class Listed:
    """A shelf of the list: what it is, how many things lie there, its last count."""

    id: int
    code: str
    name: str
    site: str
    things: int
    last: Counted | None


@dataclass(frozen=True)
class Foreign:
    """A thing that a count found where it did not belong: where the record had it then, and where it is now."""

    seen: Thing
    was: Sentence


@dataclass(frozen=True)
class Record:
    """One count with all it found. A missing thing that was seen anywhere since is no longer missing."""

    shelf: Any
    counted: Counted
    missing: list[Thing]
    foreign: list[Foreign]
    unknown: list[str]

    def was_seen_since(self, seen: Thing) -> bool:
        return seen.at is not None and self.counted.ended_at is not None and seen.at > self.counted.ended_at


def everywhere() -> list[Listed]:
    """All shelves by site and name."""
    things = whereabouts.total_on(U) + whereabouts.total_on(P)
    newest = sa.select(sa.func.max(C.c.id)).where(C.c.shelf_id == H.c.id)
    with reading() as connection:
        rows = connection.execute(
            sa.select(H, SI.c.name.label("site"), things.label("things"),
                      newest.scalar_subquery().label("count_id"))
            .join(SI, SI.c.id == H.c.site_id).order_by(SI.c.name, H.c.name, H.c.id)).all()
        last = {count.id: count for count in _counted(
            connection, C.c.id.in_([row.count_id for row in rows if row.count_id]))}
    return [Listed(row.id, row.code, row.name, row.site, row.things, last.get(row.count_id)) for row in rows]


def one(shelf_id: int) -> tuple[OnShelf, list[Counted]]:
    """A shelf with what lies on it, and its last counts, the newest first.

    Raises:
        NotFound: there is no such shelf.
    """
    with reading() as connection:
        return whereabouts.shelf(connection, shelf_id), _counted(connection, C.c.shelf_id == shelf_id)[:MOST_COUNTS]


def may_read(counted: Counted, by: Actor) -> bool:
    """Whoever has counted has to see what was found, and who answers for the house."""
    return by.has(Role.LEAD, Role.MANAGER) or by.staff_id in counted.counters


def record(count_id: int, by: Actor) -> Record:
    """A count as it was found.

    Raises:
        NotFound: there is no such count.
        NotAllowed: somebody else's count.
    """
    with reading() as connection:
        row = connection.execute(sa.select(H, C.c.missing, C.c.missing_parcels).join(C, C.c.shelf_id == H.c.id)
                                 .where(C.c.id == count_id)).first()
        if row is None:
            raise NotFound(say("There is no such count."))
        counted = _counted(connection, C.c.id == count_id)[0]
        if not may_read(counted, by):
            raise NotAllowed(say("Only who has counted and a lead read this. Ask your lead."))
        lines = counting.lines_of(connection, count_id)
        foreign = [line for line in lines if line.found is Found.FOREIGN]
        return Record(row, counted,
                      _things(connection, row.missing or [], row.missing_parcels or []),
                      _foreign(connection, foreign), [line.code for line in lines if line.found is Found.UNKNOWN])


def _things(connection: sa.Connection, units: list[int], parcels: list[int]) -> list[Thing]:
    found = whereabouts.read(connection, U.c.id.in_(units), most=len(units)) if units else []
    return [*found, *(whereabouts.boxes(connection, P.c.id.in_(parcels), most=len(parcels)) if parcels else [])]


def _foreign(connection: sa.Connection, lines: list[sa.Row]) -> list[Foreign]:
    if not lines:
        return []
    units = {line.unit_id: line.place for line in lines if line.unit_id}
    parcels = {line.parcel_id: line.place for line in lines if line.parcel_id}
    names = {f"{kind}:{row.id}": row.name for kind, table in (("shelf", H), ("station", N))
             for row in connection.execute(sa.select(table.c.id, table.c.name))}
    return [Foreign(seen, _words((units if isinstance(seen, Seen) else parcels)[seen.row.id], names))
            for seen in _things(connection, list(units), list(parcels))]


def _words(code: str | None, names: dict[str, str]) -> Sentence:
    """A place as the log writes it, in words."""
    kind = PlaceKind((code or PlaceKind.GONE.value).split(":")[0])
    return place_words(kind, names.get(code or ""))


def _counted(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Counted]:
    rows = connection.execute(sa.select(C.c.id, C.c.begun_at, C.c.ended_at, C.c.begun_by_id, C.c.ended_by_id,
                                        C.c.missing, C.c.missing_parcels)
                              .where(which).order_by(C.c.id.desc())).all()
    found: dict[tuple[int, Found], int] = {(line.count_id, line.found): line.number for line in connection.execute(
        sa.select(L.c.count_id, L.c.found, sa.func.count().label("number"))
        .where(L.c.count_id.in_([row.id for row in rows])).group_by(L.c.count_id, L.c.found))}
    names = worklists.names_of(row.begun_by_id for row in rows)
    blank = [Counted(row.id, row.begun_at, row.ended_at, names.get(row.begun_by_id, "–"),
                     frozenset({row.begun_by_id, row.ended_by_id} - {None}), 0,
                     len(row.missing or []) + len(row.missing_parcels or []), 0, 0) for row in rows]
    return [replace(count, **{kind.value: found.get((count.id, kind), 0) for kind in (
        Found.THERE, Found.FOREIGN, Found.UNKNOWN)}) for count in blank]
