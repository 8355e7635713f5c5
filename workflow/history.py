"""What happened to an RMA: its acts, newest first, with what each did to which thing, by whom, and what was undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import ParcelState, Role, SettlementState, Stage
from models.log import Act, Movement
from models.numbers import grouped
from models.parcels import Parcel
from models.people import Staff
from models.rma import Unit
from workflow import clock, history_words, undoing
from workflow.actors import Actor
from workflow.sentences import Sentence
from workflow.words import word

A, M, U, P, Q, S = (m.__table__ for m in (Act, Movement, Unit, Parcel, Product, Staff))
MOST_MOVEMENTS, MOST_LINES = 400, 12
_LINES = sa.select(
    A.c.id.label("act_id"), M.c.what, M.c.unit_id, M.c.parcel_id, M.c.from_stage, M.c.to_stage, M.c.station, A.c.kind,
    A.c.actor, A.c.at, A.c.undone_by_id, A.c.undoes_id, S.c.name.label("staff"), Q.c.name.label("product"), U.c.tag,
    P.c.number.label("parcel"))


@dataclass
class Entry:
    """One act: its words, who did it and where, what it did to each thing."""

    act_id: int
    title: Sentence | str
    kind: str
    by: Sentence | str
    station: str | None
    at: datetime
    undone: bool
    is_undo: bool
    lines: list[tuple[str, Sentence | None, Sentence | None]] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class UndoOffer:
    """The last act, if this person may take it back now; a lead later than a minute has to say why."""

    act_id: int
    title: Sentence | str
    needs_reason: bool


def entries(connection: sa.Connection, rma_id: int) -> list[Entry]:
    """The acts that touched the RMA, one of its units or one of its boxes."""
    lines = _LINES.select_from(_named(M.join(A, A.c.id == M.c.act_id))).where(_of_rma(rma_id))
    return list(_by_act(connection.execute(lines.order_by(M.c.id.desc()).limit(MOST_MOVEMENTS))).values())


def of_acts(connection: sa.Connection, act_ids: Sequence[int]) -> dict[int, Entry]:
    """These acts, whatever they touched, by their ids."""
    lines = _LINES.select_from(_named(A.outerjoin(M, M.c.act_id == A.c.id))).where(A.c.id.in_(act_ids))
    return _by_act(connection.execute(lines.order_by(A.c.id.desc(), M.c.id.desc())))


def _named(acts: sa.FromClause) -> sa.FromClause:
    """Acts and their movements, with what names the person and the thing."""
    return (acts.outerjoin(S, S.c.id == A.c.staff_id).outerjoin(U, U.c.id == M.c.unit_id)
            .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(P, P.c.id == M.c.parcel_id))


def _of_rma(rma_id: int) -> sa.ColumnElement[bool]:
    """Movements of the RMA, of one of its units or one of its boxes."""
    return sa.or_(sa.and_(M.c.chain_kind == "rma", M.c.chain_id == rma_id),
                  M.c.unit_id.in_(sa.select(U.c.id).where(U.c.rma_id == rma_id)),
                  M.c.parcel_id.in_(sa.select(P.c.id).where(P.c.rma_id == rma_id)))


def touching(rma_id: int) -> sa.ColumnElement[bool]:
    """Acts of the RMA, also those that name another one because they touched several."""
    return A.c.id.in_(sa.union(sa.select(A.c.id).where(A.c.rma_id == rma_id),
                               sa.select(M.c.act_id).where(_of_rma(rma_id))))


def _by_act(rows: Iterable[sa.Row]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for row in rows:
        _add_line(found.setdefault(row.act_id, _entry(row)), row)
    return found


def _entry(row: sa.Row) -> Entry:
    return Entry(row.act_id, history_words.title(row.kind), row.kind, row.staff or history_words.actor(row.actor),
                 row.station, row.at, row.undone_by_id is not None, row.undoes_id is not None)


def _add_line(entry: Entry, row: sa.Row) -> None:
    thing = (row.product or row.tag or "") if row.unit_id else grouped(row.parcel or "")
    if not thing or row.from_stage == row.to_stage:
        return
    if len(entry.lines) >= MOST_LINES:
        entry.more += 1
        return
    entry.lines.append((thing, _word(row.from_stage, row.unit_id), _word(row.to_stage, row.unit_id)))


def _word(code: str | None, unit_id: int | None) -> Sentence | None:
    if code is None:
        return None
    kind = Stage if unit_id else ParcelState
    known = kind._value2member_map_.get(code) or SettlementState._value2member_map_.get(code)
    return word(known) if known else Sentence(code)


def undo_offer(connection: sa.Connection, rma_id: int, by: Actor) -> UndoOffer | None:
    """The last act of the RMA that still stands, if it may be undone by this person. What came after it elsewhere may
    still refuse.
    """
    row = connection.execute(
        sa.select(A.c.id, A.c.kind, A.c.staff_id, A.c.tablet_id, A.c.undoable, A.c.at)
        .where(touching(rma_id), A.c.undone_by_id.is_(None), A.c.undoes_id.is_(None))
        .order_by(A.c.id.desc()).limit(1)).first()
    if row is None or not row.undoable:
        return None
    own = undoing.is_own_in_time(row, by, clock.now() - row.at)
    if not own and not by.has(Role.LEAD):
        return None
    return UndoOffer(row.id, history_words.title(row.kind), needs_reason=not own)
