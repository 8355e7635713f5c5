"""An act with all that matters for taking it back, as columns of one SELECT: what it did, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from models import straight
from models.log import Act, Delivery, Movement
from models.parcels import Parcel
from models.places import Site
from models.records import record_class
from models.rma import Photo
from models.texts import entries, joined
from workflow import letters
from workflow.statuses import ACT_ID

A, M, V, PH = (model.__table__ for model in (Act, Movement, Delivery, Photo))
LOOKED = ("photo.taken", "photo.shows")
WORDS = ("what", "chain_kind", "from_stage", "to_stage", "from_place", "to_place")
NUMBERS = ("id", "chain_id", "rma_id", "unit_id", "parcel_id")
# SQLite has one writer at a time, who can see which id comes next; on PostgreSQL a sequence gives it.
NEXT_ID = {**ACT_ID, "sqlite": sa.literal_column("(SELECT seq + 1 FROM sqlite_sequence WHERE name = 'act')")}


@dataclass(frozen=True)
class Moved:
    """A movement of the act, without what only proves it."""

    what: str
    chain_kind: str
    from_stage: str | None
    to_stage: str | None
    from_place: str | None
    to_place: str | None
    id: int
    chain_id: int
    rma_id: int | None
    unit_id: int | None
    parcel_id: int | None


@dataclass(frozen=True)
class Picture:
    """A photo of a unit or parcel that the act did something to."""

    id: int
    unit_id: int | None
    parcel_id: int | None
    rma_id: int | None


@dataclass(frozen=True)
class Known:
    """An act as it stands. `heads` are of the boxes' and sites' chains that it added to, by their owner; `later`:
    something was done after it. `letters_waiting` may still be held back, `letter_went` has gone or is just going.
    """

    act: Any
    movements: list[Moved]
    heads: dict[tuple[str, int], tuple[str, int]]
    photos: list[Picture]
    later: bool
    letters_waiting: int
    letter_went: bool
    next_id: int


def columns(dialect: str) -> list[sa.ColumnElement[Any]]:
    """What `out_of` takes of an act, wherever it is read."""
    own = M.c.act_id == A.c.id
    about = sa.select(joined(M.c[name] for name in (*WORDS, *NUMBERS))).where(own).correlate(A).scalar_subquery()
    later = sa.or_(_later(M.c.unit_id), _later(M.c.parcel_id, M.c.unit_id))
    sent = V.c.act_id == A.c.id
    waiting = sa.select(sa.func.count()).where(sent, V.c.state.in_(letters.STILL_HERE)).correlate(A).scalar_subquery()
    went = sa.exists().where(sent, V.c.state.in_(letters.GONE)).correlate(A)
    return [*A.c, about.label("movements"), _heads("parcel", Parcel.__table__), _heads("site", Site.__table__),
            _photos(PH.c.unit_id), _photos(PH.c.parcel_id), later.label("later"),
            waiting.label("letters_waiting"), went.label("letter_went"), NEXT_ID[dialect].label("next_id")]


def _heads(kind: str, owners: sa.Table) -> sa.ColumnElement[str]:
    chains = sa.select(M.c.chain_id).where(M.c.act_id == A.c.id, M.c.chain_kind == kind).correlate(A)
    return sa.select(joined((owners.c.id, owners.c.chain_head, owners.c.chain_count))).where(
        owners.c.id.in_(chains)).correlate(A).scalar_subquery().label(f"{kind}_heads")


def _photos(of: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """Those of one kind of thing: asked for both at once, PostgreSQL would read all photos that there are."""
    return sa.select(joined(PH.c[name] for name in ("id", "unit_id", "parcel_id", "rma_id"))).select_from(
        M.join(PH, of == M.c[of.name])).where(M.c.act_id == A.c.id).correlate(A).scalar_subquery().label(
        f"photos_by_{of.name}")


def _later(thing: sa.ColumnElement[int], *empty: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether something was done to a thing of the act since: a photo of it, and what it shows, change nothing."""
    own, other, since = M.alias("own"), A.alias("since_act"), M.alias("since")
    newest = sa.select(sa.func.max(own.c.id)).where(own.c.act_id == A.c.id).correlate(A).scalar_subquery()
    things = sa.select(own.c[thing.name]).where(own.c.act_id == A.c.id, own.c[thing.name].is_not(None)).correlate(A)
    return sa.exists().where(
        since.c[thing.name].in_(things), since.c.id > newest, other.c.id == since.c.act_id,
        other.c.undone_by_id.is_(None), other.c.undoes_id.is_(None), since.c.what.not_in(LOOKED),
        *[since.c[column.name].is_(None) for column in empty]).correlate(A)


def out_of(row: sa.Row) -> Known:
    """The act out of what `columns` has read."""
    movements = [Moved(*[word or None for word in texts[:len(WORDS)]], *_numbers(texts[len(WORDS):]))
                 for texts in entries(row.movements)]
    heads = {(kind, int(owner_id)): (head, int(count)) for kind in ("parcel", "site")
             for owner_id, head, count in entries(row._mapping[f"{kind}_heads"])}
    photos = [Picture(*_numbers(texts)) for texts in (
        *entries(row.photos_by_unit_id), *entries(row.photos_by_parcel_id))]
    return Known(record_class(Act)(*[row._mapping[column.name] for column in A.c]),
                 sorted(movements, key=lambda movement: movement.id), heads,
                 list(dict.fromkeys(photos)), bool(row.later),
                 row.letters_waiting, bool(row.letter_went), row.next_id)


def _numbers(texts: list[str]) -> list[int | None]:
    return [int(text) if text else None for text in texts]


def read(connection: sa.Connection, act_id: int) -> Known | None:
    row = straight.first(connection, _of_one, connection.dialect.name, {"act": act_id})
    return out_of(row) if row else None


@cache
def _of_one(dialect: str) -> sa.Select:
    return sa.select(*columns(dialect)).where(A.c.id == sa.bindparam("act"))
