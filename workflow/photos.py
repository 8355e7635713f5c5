"""Photos: each is known by its content, drawn anew without what was hidden in it, and kept under a name of ours.

Decoding happens in a process of its own with little memory (darkroom.py): a hostile file ends there.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

import sqlalchemy as sa

from models.parcels import Parcel
from models.rma import Photo, Rma, Unit
from workflow import clock, developing, installation, moves, photo_set, rows, storage
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act, in_transaction, reading

PH, U, P, R = Photo.__table__, Unit.__table__, Parcel.__table__, Rma.__table__
KINDS = {"unit": (Unit, PH.c.unit_id), "parcel": (Parcel, PH.c.parcel_id), "rma": (Rma, PH.c.rma_id)}
NOT_ATTACHED = (PH.c.rma_id.is_(None), PH.c.unit_id.is_(None), PH.c.parcel_id.is_(None), PH.c.message_id.is_(None))
DRAFT_HOURS = 24
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Picture:
    """A photo, developed and stored, before it has a row."""

    storage_key: str
    sha256: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True)
class Kept:
    """What a photo that waited on a tablet brings along: its own id there, and when it was taken by our clock."""

    id: str
    at: datetime


def take(file: BinaryIO, *, by: Actor, unit_id: int | None = None, parcel_id: int | None = None,
         rma_id: int | None = None, message_id: int | None = None, kept: Kept | None = None,
         shows: str | None = None) -> int:
    """Take a photo of a thing, or, with no thing named, one that will be attached to what is being asked for.

    Returns the photo's id. `kept` is of one that waited on a tablet (workflow/kept_photos.py), `shows` what it is of a
    damaged box's photo set (workflow/photo_set.py).

    Raises:
        Refused: it is no picture that we take; the sentence says why.
        NotFound: there is no such thing.
        Busy: too many are being developed, or there is no room.
    """
    shows = photo_set.checked(shows)
    picture = _develop(file)
    try:
        if unit_id or parcel_id or rma_id or message_id:
            return _keep(picture=picture, unit_id=unit_id, parcel_id=parcel_id, rma_id=rma_id, message_id=message_id,
                         kept=kept, shows=shows, by=by)
        return in_transaction(lambda connection: connection.execute(
            sa.insert(PH).values(**_row(picture, by, kept)).returning(PH.c.id)).scalar_one())
    except BaseException:
        storage.delete(picture.storage_key)
        raise


def _develop(file: BinaryIO) -> Picture:
    most = installation.settings().photo_max_bytes
    content = file.read(most + 1)
    if len(content) > most:
        raise Refused(say("This photo is larger than %(most)s MB. Send a smaller one.", most=most // 1_000_000),
                      field="photos")
    jpeg, width, height = developing.develop(content)
    name = secrets.token_hex(16)
    key = f"photos/{name[:2]}/{name}.jpg"
    storage.put(key, jpeg)
    return Picture(key, hashlib.sha256(jpeg).hexdigest(), width, height, len(jpeg))


def _row(picture: Picture, by: Actor, kept: Kept | None) -> dict[str, object]:
    return {**picture.__dict__, "taken_by": by.kind, "at": kept.at if kept else clock.now(),
            "kept_id": kept.id if kept else None}


@act("photo.taken")
def _keep(doing: Doing, *, picture: Picture, unit_id: int | None, parcel_id: int | None, rma_id: int | None,
          message_id: int | None, kept: Kept | None, shows: str | None, by: Actor) -> int:
    unit = rows.unit(doing, unit_id) if unit_id else None
    parcel = _parcel(doing, parcel_id) if parcel_id else None
    rma_id = rma_id or (unit.rma_id if unit else None) or (parcel.rma_id if parcel else None)
    photo_id = doing.insert(Photo, rma_id=rma_id, unit_id=unit_id, parcel_id=parcel_id, message_id=message_id,
                            shows=shows, **_row(picture, by, kept))
    codes = code_of(photo_id, picture.sha256)
    if rma_id is not None:  # in the RMA's log and not on the thing, where it would stand in the way of an undo
        moves.note(doing, what="photo.taken", rma_id=rma_id, codes=codes)
    elif unit is not None:
        moves.note_unit(doing, unit, what="photo.taken", codes=codes)
    elif parcel is not None:
        moves.note_parcel(doing, parcel, what="photo.taken", codes=codes)
    return photo_id


def code_of(photo_id: int, sha256: str) -> str:
    """How the log names a photo: its number, and the beginning of the hash of what it shows."""
    return f"photo:{photo_id} sha256:{sha256[:32]}"


def _parcel(doing: Doing, parcel_id: int) -> sa.Row:
    row = doing.one(sa.select(P).where(P.c.id == parcel_id))
    if row is None:
        raise NotFound(say("There is no such parcel."))
    return row


def attach(doing: Doing, photo_ids: Sequence[int], *, rma_id: int, unit_id: int | None = None,
           message_id: int | None = None, shows: str | None = None) -> None:
    """Give photos that belong to nothing yet to what was asked for with them. `shows` is what they are of.

    Raises:
        Refused: one is gone, or belongs to something already.
    """
    if not photo_ids:
        return
    found = doing.all(sa.select(PH).where(PH.c.id.in_(photo_ids), *NOT_ATTACHED).with_for_update())
    if len(found) != len(set(photo_ids)):
        raise Refused(say("One of the photos was kept too long before it was sent. Take it again."), field="photos")
    for photo in found:
        doing.update(Photo, photo, rma_id=rma_id, unit_id=unit_id, message_id=message_id, shows=shows)
        moves.note(doing, what="photo.taken", rma_id=rma_id, codes=code_of(photo.id, photo.sha256))


def content(photo_id: int, *, rma_id: int | None = None, among: Sequence[int] | None = None) -> bytes:
    """The JPEG. With `rma_id` only a photo of that RMA, with `among` only one of these that is not attached.

    Raises:
        NotFound: there is none, or not for this reader.
    """
    which = [PH.c.id == min(photo_id, LARGEST_ID)]
    if rma_id is not None:
        which.append(PH.c.rma_id == rma_id)
    if among is not None:
        which += [PH.c.id.in_(among), *NOT_ATTACHED]
    with reading() as connection:
        key = connection.scalar(sa.select(PH.c.storage_key).where(*which))
    if key is None:
        raise NotFound(say("There is no such photo."))
    return storage.get(key)


def of(kind: str, thing_id: int) -> list[sa.Row]:
    """The photos of a unit, parcel or RMA, oldest first.

    Raises:
        NotFound: no such kind, or no such thing.
    """
    if kind not in KINDS:
        raise NotFound(say("There are photos of units, parcels and RMAs only."))
    model, column = KINDS[kind]
    thing_id = min(thing_id, LARGEST_ID)
    with reading() as connection:
        if connection.scalar(sa.select(model.__table__.c.id).where(model.__table__.c.id == thing_id)) is None:
            raise NotFound(say("There is no such thing."))
        return list(connection.execute(sa.select(PH).where(column == thing_id).order_by(PH.c.id)))


def name_of(kind: str, thing_id: int) -> str:
    """What the thing is called on its photo page: a unit's tag, a parcel's or RMA's number."""
    table = KINDS[kind][0].__table__
    column = table.c.tag if kind == "unit" else table.c.number
    with reading() as connection:
        return connection.scalar(sa.select(column).where(table.c.id == thing_id)) or ""


def rma_of(kind: str, thing_id: int) -> str:
    """The number of the RMA to which a unit or parcel belongs; empty where it belongs to none, or is one."""
    if kind == "rma":
        return ""
    table = KINDS[kind][0].__table__
    with reading() as connection:
        return connection.scalar(sa.select(R.c.number).join(table, table.c.rma_id == R.c.id).where(
            table.c.id == thing_id)) or ""


def throw_away(photo_ids: Sequence[int]) -> None:
    """Remove photos that were never sent with anything; others are left alone."""
    _remove(PH.c.id.in_(list(photo_ids)))


def throw_away_old_drafts() -> int:
    """Remove photos that were uploaded a day ago and never sent. For the worker. Returns how many."""
    return _remove(PH.c.at < clock.now() - timedelta(hours=DRAFT_HOURS))


def _remove(which: sa.ColumnElement[bool]) -> int:
    def remove(connection: sa.Connection) -> list[str]:
        return list(connection.scalars(sa.delete(PH).where(which, *NOT_ATTACHED).returning(PH.c.storage_key)))

    keys = in_transaction(remove)
    for key in keys:
        storage.delete(key)
    return len(keys)
