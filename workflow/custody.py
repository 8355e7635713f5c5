"""The chain of custody: a unit's whole path and that of the parcels it travelled in, checked while it is read.

Nothing here names a customer; staff are named for staff and stand by their code in what goes to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import JobState, ParcelState, PlaceKind, Stage
from models.log import Act, Movement
from models.numbers import grouped
from models.parcels import Parcel, ParcelLine
from models.people import Staff
from models.places import Shelf, Station
from models.rma import Accessory, Photo, Rma, Unit
from workflow import accessories, chain, custody_checking, history_words, movement_details, movement_words, photos
from workflow.custody_checking import Link
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading
from workflow.words import word

M, U, P, L, Q, R, A, PH = (model.__table__ for model in (
    Movement, Unit, Parcel, ParcelLine, Product, Rma, Accessory, Photo))
Words = Sentence | str


@dataclass(frozen=True)
class Step:
    """One movement. `at` is in UTC; `by` the person's name or what acted, `code` the same without a name.

    `source` and `target` are place and state before and after; `fault` says what is wrong with the row.
    """

    number: int
    row: Any
    at: str
    what: Words
    thing: str
    detail: Words
    source: tuple[Words, Words]
    target: tuple[Words, Words]
    by: Words
    code: str
    undone: bool
    fault: Sentence | None


@dataclass(frozen=True)
class Gone:
    """What is left of a unit whose entry was undone."""

    id: int
    rma_number: str | None
    tag: str | None = None
    stage: Stage | None = None
    serial_seen: str | None = None
    product: str | None = None
    sku: str | None = None


@dataclass(frozen=True)
class Custody:
    """A unit with its path, oldest first, and the chains that prove it. `faults` is empty when all are whole."""

    unit: Any
    steps: list[Step]
    links: list[Link]

    @property
    def faults(self) -> list[Sentence]:
        return [words for link in self.links for _row_id, words in link.faults]

    @property
    def name(self) -> str:
        return grouped(self.unit.tag) if self.unit.tag else self.unit.product or str(self.unit.id)

    @property
    def verdict(self) -> Sentence:
        if not self.faults and any(link.is_partial for link in self.links):
            return say("The chain is whole as far as it was read: no row of this path was changed or moved.")
        if not self.faults:
            return say("The chain is whole: no row was changed, removed, put in or moved.")
        return say("The chain is broken. What follows the broken row proves nothing.")


def of_unit(unit_id: int, language: str) -> Custody:
    """A unit's path. Raises NotFound when there is no such unit."""
    with reading() as connection:
        return read(connection, unit_id, language)


def read(connection: sa.Connection, unit_id: int, language: str) -> Custody:
    """The path as `of_unit` gives it, inside a transaction that is open already."""
    path = _path(connection, unit_id)
    unit = _unit(connection, unit_id) or _taken_back(connection, unit_id, path)
    links = custody_checking.links(connection, path)
    faults = {row_id: words for link in links for row_id, words in link.faults}
    names = names_of_places(connection, path) | _belongings(connection, unit_id, language) | _rmas(connection, path)
    steps = [_step(number, row, names, faults.get(row.id), language) for number, row in enumerate(path, start=1)]
    return Custody(unit, steps, links)


def _unit(connection: sa.Connection, unit_id: int) -> sa.Row | None:
    return connection.execute(
        sa.select(U.c.id, U.c.tag, U.c.stage, U.c.serial_seen, Q.c.name.label("product"), Q.c.sku,
                  R.c.number.label("rma_number")).outerjoin(Q, Q.c.id == U.c.product_id)
        .outerjoin(R, R.c.id == U.c.rma_id).where(U.c.id == unit_id)).first()


def _taken_back(connection: sa.Connection, unit_id: int, path: list[Any]) -> Gone:
    """A unit whose entry was undone: its row is gone, what the log says of it stands."""
    own = [row for row in path if row.unit_id == unit_id]
    if not own:
        raise NotFound(say("There is no such unit."))
    number = connection.execute(sa.select(R.c.number).where(R.c.id == own[-1].rma_id)).scalar()
    return Gone(unit_id, number)


def _path(connection: sa.Connection, unit_id: int) -> list[Any]:
    """Movements of the unit, of each parcel that it was ever announced, found or packed in, and photos of all these."""
    parcels = sa.union(sa.select(L.c.parcel_id).where(L.c.unit_id == unit_id),
                       sa.select(U.c.came_in_id).where(U.c.id == unit_id, U.c.came_in_id.is_not(None)),
                       sa.select(M.c.parcel_id).where(M.c.unit_id == unit_id, M.c.parcel_id.is_not(None)))
    a, s = Act.__table__, Staff.__table__
    return list(connection.execute(
        sa.select(M, s.c.name.label("staff"), a.c.undone_by_id, P.c.number.label("parcel"), U.c.tag)
        .join(a, a.c.id == M.c.act_id).outerjoin(s, s.c.id == a.c.staff_id).outerjoin(P, P.c.id == M.c.parcel_id)
        .outerjoin(U, U.c.id == M.c.unit_id)
        .where(sa.or_(M.c.unit_id == unit_id, sa.and_(M.c.parcel_id.in_(parcels), M.c.unit_id.is_(None)),
                      _photographed(connection, unit_id, parcels)))
        .order_by(M.c.id)))


def _photographed(connection: sa.Connection, unit_id: int, parcels: sa.CompoundSelect) -> sa.ColumnElement[bool]:
    """A photo of a unit stands in the log of its RMA, named by its number and what it shows (workflow/photos.py)."""
    rows = connection.execute(sa.select(PH.c.rma_id, PH.c.id, PH.c.sha256).where(
        sa.or_(PH.c.unit_id == unit_id, PH.c.parcel_id.in_(parcels)), PH.c.rma_id.is_not(None))).all()
    return sa.and_(M.c.chain_kind == "rma", M.c.chain_id.in_({row.rma_id for row in rows}),
                   M.c.codes.in_([photos.code_of(row.id, row.sha256) for row in rows]))


def names_of_places(connection: sa.Connection, path: list[Any], *, shelf: str = "code") -> dict[str, str]:
    """What shelves, stations and parcels are called, by their place's code; one statement for each kind."""
    codes = {code for row in path for code in (row.from_place, row.to_place) if code and ":" in code}
    found: dict[str, str] = {}
    for kind, column in ((PlaceKind.SHELF, Shelf.__table__.c[shelf]), (PlaceKind.STATION, Station.__table__.c.name),
                         (PlaceKind.PARCEL, P.c.number)):
        ids = {int(code.partition(":")[2]) for code in codes if code.partition(":")[0] == kind.value}
        if ids:
            found |= {f"{kind.value}:{row.id}": grouped(row.name) if kind is PlaceKind.PARCEL else row.name
                      for row in connection.execute(sa.select(column.table.c.id, column.label("name"))
                                                    .where(column.table.c.id.in_(ids)))}
    return found


def _belongings(connection: sa.Connection, unit_id: int, language: str) -> dict[str, str]:
    rows = connection.execute(sa.select(A.c.id, A.c.name).where(A.c.unit_id == unit_id))
    return {f"accessory:{row.id}": accessories.called(row.name, language) for row in rows}


def _rmas(connection: sa.Connection, path: list[Any]) -> dict[str, str]:
    """The number of the RMA that was found for a thing or a parcel, by the codes of that movement (`rma:5 ...`)."""
    ids = {row.codes: int(row.codes.split()[0].removeprefix("rma:")) for row in path
           if (row.codes or "").startswith("rma:")}
    if not ids:
        return {}
    numbers = {row.id: row.number for row in connection.execute(
        sa.select(R.c.id, R.c.number).where(R.c.id.in_(ids.values())))}
    return {codes: grouped(numbers[rma_id]) for codes, rma_id in ids.items() if rma_id in numbers}


def _step(number: int, row: Any, names: dict[str, str], fault: Sentence | None, language: str) -> Step:
    thing = (grouped(row.tag) if row.tag else "") if row.unit_id else grouped(row.parcel or "")
    return Step(number, row, _time(row.at), movement_words.movement(row.what), thing,
                names.get(row.codes or "") or movement_details.words(row.what, row.codes, language),
                (movement_words.place(row.from_place, names), _state(row.from_stage, row.unit_id)),
                (movement_words.place(row.to_place, names), _state(row.to_stage, row.unit_id)),
                row.staff or history_words.actor(row.by), row.by, row.undone_by_id is not None, fault)


def _time(moment: datetime) -> str:
    return chain.moment_text(moment)[:19].replace("T", " ")


def _state(code: str | None, unit_id: int | None) -> Words:
    for kind in ((Stage, JobState) if unit_id else (ParcelState,)):
        if code in kind._value2member_map_:
            return word(kind(code))
    return code or ""


def evidence(custody: Custody) -> str:
    """The chains as a file that anybody can check: in each line a hash, a space and the text that was hashed."""
    return "".join(f"{row.hash} {chain.canonical(dict(row._mapping))}\n" for link in custody.links for row in link.rows)
