"""Read-only: the shelves of the house, what lies on one, and the record of a count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Found, PlaceKind
from models.places import Shelf, Site, Station
from models.shelving import CountLine, ShelfCount
from workflow import counting, whereabouts, worklists
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading
from workflow.whereabouts import OnShelf, Seen, U

H, SI, N, C, L = (m.__table__ for m in (Shelf, Site, Station, ShelfCount, CountLine))
MOST_COUNTS = 20


@dataclass(frozen=True)
class Counted:
    """A count as lists show it: when, by whom, and how much differed. `ended_at` is None while it is open."""

    id: int
    begun_at: datetime
    ended_at: datetime | None
    by: str
    there: int
    missing: int
    foreign: int
    unknown: int

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.foreign or self.unknown)


@dataclass(frozen=True)
class Listed:
    """A shelf of the list: what it is, how many units lie there, its last count."""

    id: int
    code: str
    name: str
    site: str
    units: int
    last: Counted | None


@dataclass(frozen=True)
class Foreign:
    """A unit that a count found where it did not belong: where the record had it then, and where it is now."""

    seen: Seen
    was: Sentence


@dataclass(frozen=True)
class Record:
    """One count with all it found. A missing unit that was seen anywhere since is no longer missing."""

    shelf: Any
    counted: Counted
    missing: list[Seen]
    foreign: list[Foreign]
    unknown: list[str]

    def was_seen_since(self, seen: Seen) -> bool:
        return seen.at is not None and self.counted.ended_at is not None and seen.at > self.counted.ended_at


def everywhere() -> list[Listed]:
    """All shelves by site and name."""
    units = sa.select(sa.func.count()).where(U.c.place_kind == PlaceKind.SHELF, U.c.place_id == H.c.id)
    newest = sa.select(sa.func.max(C.c.id)).where(C.c.shelf_id == H.c.id)
    with reading() as connection:
        rows = connection.execute(
            sa.select(H, SI.c.name.label("site"), units.scalar_subquery().label("units"),
                      newest.scalar_subquery().label("count_id"))
            .join(SI, SI.c.id == H.c.site_id).order_by(SI.c.name, H.c.name, H.c.id)).all()
        last = {count.id: count for count in _counted(
            connection, C.c.id.in_([row.count_id for row in rows if row.count_id]))}
    return [Listed(row.id, row.code, row.name, row.site, row.units, last.get(row.count_id)) for row in rows]


def one(shelf_id: int) -> tuple[OnShelf, list[Counted]]:
    """A shelf with what lies on it, and its last counts, the newest first.

    Raises:
        NotFound: there is no such shelf.
    """
    with reading() as connection:
        return whereabouts.shelf(connection, shelf_id), _counted(connection, C.c.shelf_id == shelf_id)[:MOST_COUNTS]


def record(count_id: int) -> Record:
    """A count as it was found.

    Raises:
        NotFound: there is no such count.
    """
    with reading() as connection:
        row = connection.execute(sa.select(H, C.c.missing).join(C, C.c.shelf_id == H.c.id)
                                 .where(C.c.id == count_id)).first()
        if row is None:
            raise NotFound(say("There is no such count."))
        lines = counting.lines_of(connection, count_id)
        foreign = {line.unit_id: line.place for line in lines if line.found is Found.FOREIGN}
        return Record(row, _counted(connection, C.c.id == count_id)[0], _units(connection, row.missing or []),
                      _foreign(connection, foreign), [line.code for line in lines if line.found is Found.UNKNOWN])


def _units(connection: sa.Connection, ids: list[int]) -> list[Seen]:
    return whereabouts.read(connection, U.c.id.in_(ids), most=len(ids)) if ids else []


def _foreign(connection: sa.Connection, places: dict[int, str | None]) -> list[Foreign]:
    if not places:
        return []
    names = {f"{kind}:{row.id}": row.name for kind, table in (("shelf", H), ("station", N))
             for row in connection.execute(sa.select(table.c.id, table.c.name))}
    return [Foreign(seen, _words(places[seen.unit.id], names)) for seen in _units(connection, list(places))]


def _words(code: str | None, names: dict[str, str]) -> Sentence:
    """A place as the log writes it, in words."""
    kind = PlaceKind((code or PlaceKind.GONE.value).split(":")[0])
    return whereabouts.place_words(kind, names.get(code or ""))


def _counted(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Counted]:
    rows = connection.execute(sa.select(C.c.id, C.c.begun_at, C.c.ended_at, C.c.begun_by_id, C.c.missing)
                              .where(which).order_by(C.c.id.desc())).all()
    found: dict[tuple[int, Found], int] = {(line.count_id, line.found): line.number for line in connection.execute(
        sa.select(L.c.count_id, L.c.found, sa.func.count().label("number"))
        .where(L.c.count_id.in_([row.id for row in rows])).group_by(L.c.count_id, L.c.found))}
    names = worklists.names_of(row.begun_by_id for row in rows)
    blank = [Counted(row.id, row.begun_at, row.ended_at, names.get(row.begun_by_id, "–"), 0, len(row.missing or []), 0,
                     0) for row in rows]
    return [replace(count, **{kind.value: found.get((count.id, kind), 0) for kind in (
        Found.THERE, Found.FOREIGN, Found.UNKNOWN)}) for count in blank]
