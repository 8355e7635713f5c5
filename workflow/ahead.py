"""Paper that somebody will soon want is asked for before they do: the label and the slip of a box that was announced.

An approval does nothing for it. The paper process looks, when it has nothing else to do, for boxes that were announced
since it looked last; `Waiting.announced` comes with the one statement that tells it what waits at all. What a station
prints is not asked for ahead: a station asks for its paper within the same second.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState
from models.parcels import Parcel
from models.rma import Rma
from workflow import clock, printing
from workflow.errors import Refused
from workflow.transaction import reading

P, R = Parcel.__table__, Rma.__table__
KINDS = ("return_label_a4", "inside_slip")
"""What the customer's page offers first."""
LOOK_BACK = timedelta(hours=1)
"""What was announced while no paper process ran, at most."""
MOST = 20
"""More new boxes than that at once are an import or a recall: their papers are made when they are asked for."""


def first_to_look_at() -> int:
    """The id of the last box that is too old to begin with."""
    with reading() as connection:
        return connection.execute(newest().where(P.c.created_at < clock.now() - LOOK_BACK)).scalar_one()


def newer_than(parcel_id: sa.ColumnElement[int] | int) -> sa.Select:
    """Ids of boxes that were announced after this one."""
    return sa.select(P.c.id).where(P.c.id > parcel_id, P.c.direction == Direction.IN,
                                   P.c.state == ParcelState.ANNOUNCED)


def ask(after: int) -> int:
    """Ask for the papers of the first RMA of which a box was announced after the one with this id, in the customer's
    language: one at a time, so that who asks meanwhile waits for no more than that.

    Returns the id of the last box that was looked at.
    """
    with reading() as connection:
        rows = connection.execute(sa.select(P.c.id, R.c.id.label("rma_id"), R.c.language)
                                  .join(R, R.c.id == P.c.rma_id).where(P.c.id.in_(newer_than(after)))
                                  .order_by(P.c.id).limit(MOST + 1)).all()
    if not rows or len(rows) > MOST:
        return max(after, last())
    _ask(rows[0].rma_id, rows[0].language)
    return rows[0].id


def last() -> int:
    """The id of the newest box."""
    with reading() as connection:
        return connection.execute(newest()).scalar_one()


def newest() -> sa.Select:
    return sa.select(sa.func.coalesce(sa.func.max(P.c.id), 0))


def _ask(rma_id: int, language: str) -> None:
    for kind in KINDS:
        try:
            printing.ask_for(kind, rma_id, language)
        except Refused:  # nothing to print, or it may not travel: who asks is told
            return
