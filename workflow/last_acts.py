"""What people did last, whatever it touched: where a lead takes back what stands on the page of no RMA."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models.log import Act, Movement
from models.places import Station
from models.rma import Rma
from workflow import clock, history, undoing
from workflow.actors import Actor
from workflow.transaction import reading

A, M, N, R = (m.__table__ for m in (Act, Movement, Station, Rma))
SHOWN = 60
LOOKED_AT = 20_000  # a station where nothing was done for long shows nothing, and costs nothing


@dataclass(frozen=True)
class LastAct:
    """One act with what it did, where, and whether it can be taken back. Two tablets of a station differ by number."""

    entry: history.Entry
    station: str | None
    tablet_id: int | None
    rma: str | None
    may_undo: bool
    needs_reason: bool


def listed(*, station: str, by: Actor) -> list[LastAct]:
    """The last acts of the staff, newest first; with a station's name only those that were done there."""
    with reading() as connection:
        acts = connection.execute(_select(station)).all()
        entries = history.of_acts(connection, [act.id for act in acts])
    return [_shown(act, entries[act.id], by) for act in acts]


def _select(station: str) -> sa.Select:
    newest = sa.select(sa.func.max(A.c.id)).scalar_subquery()
    at = [N.c.name == station] if station else []
    return sa.select(
        A.c.id, A.c.staff_id, A.c.tablet_id, A.c.at, A.c.undoable, A.c.undone_by_id, A.c.undoes_id,
        N.c.name.label("station"), R.c.number.label("rma")
    ).select_from(A.outerjoin(N, N.c.id == A.c.station_id).outerjoin(R, R.c.id == A.c.rma_id)).where(
        A.c.staff_id.is_not(None), A.c.id > newest - LOOKED_AT, *at).order_by(A.c.id.desc()).limit(SHOWN)


def _shown(act: sa.Row, entry: history.Entry, by: Actor) -> LastAct:
    may_undo = act.undoable and act.undone_by_id is None and act.undoes_id is None
    return LastAct(entry, act.station, act.tablet_id, act.rma, may_undo,
                   needs_reason=not undoing.is_own_in_time(act, by, clock.now() - act.at))
