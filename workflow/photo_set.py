"""What a carrier wants to see of a box that came damaged: which photos are there, and which are still to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction
from models.parcels import Parcel
from models.rma import Photo, Unit
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

PH, U, P = Photo.__table__, Unit.__table__, Parcel.__table__
STAFF = "staff"


@dataclass(frozen=True)
class Shot:
    """One thing that the photos must show, how it is taken, and how many photos show all of it."""

    code: str
    label: Sentence
    how: Sentence
    needed: int = 1


SHOTS: dict[str, Shot] = {shot.code: shot for shot in (
    Shot("sides", say("All sides"), say("Two photos from opposite corners show all six sides of the box."), 2),
    Shot("label", say("Carrier's label"), say("The whole label, so that its number can be read.")),
    Shot("damage", say("Damage"), say("The hole, dent or wet spot, from near.")),
    Shot("padding", say("Padding"), say("The open box with all that is around the goods.")),
    Shot("goods", say("Goods"), say("What was inside, out of the box, whole or broken.")))}
SIGNED = "signed"
OF_SENT = {SIGNED: Shot(SIGNED, say("Signed receipt"), say("The handover receipt with the carrier's signature on it."))}
"""What the photos of a box that leaves may show."""


@dataclass(frozen=True)
class Shown:
    """One thing of the set with the photos that show it."""

    shot: Shot
    photo_ids: list[int]

    @property
    def there(self) -> bool:
        return len(self.photo_ids) >= self.shot.needed


@dataclass(frozen=True)
class PhotoSet:
    """`other` are photos of the box of which nobody has said what they show."""

    shown: list[Shown]
    other: list[int]

    @property
    def missing(self) -> list[Shot]:
        return [part.shot for part in self.shown if not part.there]

    @property
    def next(self) -> str:
        """What is to be photographed next, by its code; empty when nothing is missing."""
        return next((shot.code for shot in self.missing), "")

    @property
    def photo_ids(self) -> list[int]:
        return [photo_id for part in self.shown for photo_id in part.photo_ids] + self.other


def of_box(parcel_id: int) -> PhotoSet:
    """The photos of a box, and those that we took of what came in it."""
    with reading() as connection:
        return read(connection, parcel_id)


def of_damaged(kind: str, thing_id: int) -> PhotoSet | None:
    """The set of a parcel that came damaged; None of anything else."""
    if kind != "parcel":
        return None
    with reading() as connection:
        damaged = connection.scalar(sa.select(P.c.damaged).where(P.c.id == thing_id))
        return read(connection, thing_id) if damaged else None


def choices(kind: str, thing_id: int) -> dict[str, Shot]:
    """What the photos of a thing may be said to show: of a damaged box its set, of one that leaves the receipt."""
    if kind != "parcel":
        return {}
    with reading() as connection:
        parcel = connection.execute(sa.select(P.c.damaged, P.c.direction).where(P.c.id == thing_id)).first()
    if parcel is None:
        return {}
    return (SHOTS if parcel.damaged else {}) | (OF_SENT if parcel.direction is Direction.OUT else {})


def with_signed_receipt(connection: sa.Connection, parcel_ids: Sequence[int]) -> frozenset[int]:
    """Those of these boxes of whose signed receipt there is a photo."""
    return frozenset(connection.scalars(sa.select(PH.c.parcel_id).where(
        PH.c.parcel_id.in_(parcel_ids), PH.c.shows == SIGNED)))


def read(connection: sa.Connection, parcel_id: int) -> PhotoSet:
    """As `of_box`, within a transaction."""
    rows = connection.execute(sa.select(PH.c.id, PH.c.shows, PH.c.unit_id).where(
        of_parcel(parcel_id)).order_by(PH.c.id)).all()
    return _sorted([(row.id, what_it_shows(row)) for row in rows])


def of_parcel(parcel_id: int) -> sa.ColumnElement[bool]:
    """Which photos: a customer's photo of a thing was taken before it was sent, and proves no damage."""
    inside = sa.select(U.c.id).where(U.c.came_in_id == parcel_id)
    return sa.or_(PH.c.parcel_id == parcel_id, sa.and_(PH.c.unit_id.in_(inside), PH.c.taken_by == STAFF))


def what_it_shows(photo: Any) -> str:
    """What a photo shows: as somebody said, else it is the goods where it was taken of a unit."""
    return photo.shows or ("goods" if photo.unit_id else "")


def label(photo: Any) -> str:
    """What a photo was said to show, in English for who translates it; empty where nobody said."""
    known = SHOTS.get(photo.shows or "") or OF_SENT.get(photo.shows or "")
    return known.label.msgid if known else ""


def _sorted(photos: Sequence[tuple[int, str]]) -> PhotoSet:
    of = {code: [photo_id for photo_id, what in photos if (what if what in SHOTS else "") == code]
          for code in ("", *SHOTS)}
    return PhotoSet([Shown(shot, of[code]) for code, shot in SHOTS.items()], of[""])


def checked(code: str | None) -> str | None:
    """What a photo shows, as it was chosen. Raises Refused: that is none of the set."""
    if not code:
        return None
    if code not in SHOTS and code not in OF_SENT:
        raise Refused(say("Choose what the photo shows from the list."), field="shows")
    return code


def parcel_of(photo_id: int) -> int:
    """The box that a photo is of. Raises NotFound: there is no such photo, or it is of no box."""
    with reading() as connection:
        found = connection.scalar(sa.select(PH.c.parcel_id).where(PH.c.id == photo_id))
    if found is None:
        raise NotFound(say("There is no such photo."))
    return found


@act("photo.shows")
def note(doing: Doing, *, photo_id: int, shows: str, by: Actor) -> None:
    """Say what a photo of a parcel shows; empty takes that back. In the log as the photo itself is (photos.py).

    Raises:
        Refused: that is none of the set.
    """
    photo = doing.connection.execute(sa.select(PH).where(PH.c.id == photo_id, PH.c.parcel_id.is_not(None))).one()
    doing.update(Photo, photo, shows=checked(shows))
    codes = f"photo:{photo.id} shows:{shows or '-'}"
    if photo.rma_id is not None:
        moves.note(doing, what="photo.shows", rma_id=photo.rma_id, codes=codes)
    else:
        parcel = doing.connection.execute(sa.select(P).where(P.c.id == photo.parcel_id)).one()
        moves.note_parcel(doing, parcel, what="photo.shows", codes=codes)
