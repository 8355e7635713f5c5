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
from models.rma import Accessory, Unit
from workflow import accessories, clock, custody, history_words, movement_words, reasons_given, undoing
from workflow.actors import Actor
from workflow.sentences import Sentence, say
from workflow.words import word

A, M, U, P, Q, S, AC = (m.__table__ for m in (Act, Movement, Unit, Parcel, Product, Staff, Accessory))
MOST_MOVEMENTS, MOST_LINES = 400, 12
_LINES = sa.select(
    A.c.id.label("act_id"), M.c.id, M.c.what, M.c.unit_id, M.c.parcel_id, M.c.from_stage, M.c.to_stage, M.c.from_place,
    M.c.to_place, M.c.codes, M.c.station, A.c.kind, A.c.actor, A.c.reason, A.c.at, A.c.undone_by_id, A.c.undoes_id,
    S.c.name.label("staff"), Q.c.name.label("product"), U.c.tag, P.c.number.label("parcel"))


Words = Sentence | str


@dataclass
class Entry:
    """One act: its words, who did it and where, what it did to each thing: (thing, before, after).

    `reason` is the code that stands with the act, `why` what one of its movements says that concerns no single thing.
    """

    act_id: int
    title: Sentence | str
    kind: str
    by: Sentence | str
    station: str | None
    at: datetime
    undone: bool
    is_undo: bool
    reason: str | None
    why: Words = ""
    lines: list[tuple[str, Words | None, Words | None]] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class UndoOffer:
    """The last act, if this person may take it back now; a lead later than a minute has to say why."""

    act_id: int
    title: Sentence | str
    needs_reason: bool


def entries(connection: sa.Connection, rma_id: int, language: str = "en") -> list[Entry]:
    """The acts that touched the RMA, one of its units or one of its boxes."""
    lines = _LINES.select_from(_named(M.join(A, A.c.id == M.c.act_id))).where(of_rma(rma_id))
    rows = connection.execute(lines.order_by(M.c.id.desc()).limit(MOST_MOVEMENTS)).all()
    names = custody.names_of_places(connection, rows, shelf="name") | belongings(connection, rma_id, language)
    return list(_by_act(rows, names, language).values())


def of_acts(connection: sa.Connection, act_ids: Sequence[int], language: str = "en") -> dict[int, Entry]:
    """These acts, whatever they touched, by their ids."""
    lines = _LINES.select_from(_named(A.outerjoin(M, M.c.act_id == A.c.id))).where(A.c.id.in_(act_ids))
    rows = connection.execute(lines.order_by(A.c.id.desc(), M.c.id.desc())).all()
    return _by_act(rows, custody.names_of_places(connection, rows, shelf="name"), language)


def _named(acts: sa.FromClause) -> sa.FromClause:
    """Acts and their movements, with what names the person and the thing."""
    return (acts.outerjoin(S, S.c.id == A.c.staff_id).outerjoin(U, U.c.id == M.c.unit_id)
            .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(P, P.c.id == M.c.parcel_id))


def of_rma(rma_id: int) -> sa.ColumnElement[bool]:
    """Movements of the RMA, of one of its units or one of its boxes."""
    return sa.or_(sa.and_(M.c.chain_kind == "rma", M.c.chain_id == rma_id),
                  M.c.unit_id.in_(sa.select(U.c.id).where(U.c.rma_id == rma_id)),
                  M.c.parcel_id.in_(sa.select(P.c.id).where(P.c.rma_id == rma_id)))


def touching(rma_id: int) -> sa.ColumnElement[bool]:
    """Acts of the RMA, also those that name another one because they touched several."""
    return A.c.id.in_(sa.union(sa.select(A.c.id).where(A.c.rma_id == rma_id),
                               sa.select(M.c.act_id).where(of_rma(rma_id))))


def _by_act(rows: Iterable[sa.Row], names: dict[str, str], language: str) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for row in rows:
        entry = found.setdefault(row.act_id, _entry(row))
        if row.id is not None:  # an act may move nothing
            _add_line(entry, row, names, language)
    return found


def belongings(connection: sa.Connection, rma_id: int, language: str) -> dict[str, str]:
    """What the accessories of its units are called, as movements name them."""
    rows = connection.execute(sa.select(AC.c.id, AC.c.name).join(U, U.c.id == AC.c.unit_id).where(U.c.rma_id == rma_id))
    return {f"accessory:{row.id}": accessories.called(row.name, language) for row in rows}


def _entry(row: sa.Row) -> Entry:
    return Entry(row.act_id, history_words.title(row.kind), row.kind, row.staff or history_words.actor(row.actor),
                 row.station, row.at, row.undone_by_id is not None, row.undoes_id is not None,
                 row.reason)


def _add_line(entry: Entry, row: sa.Row, names: dict[str, str], language: str) -> None:
    thing = (row.product or row.tag or "") if row.unit_id else grouped(row.parcel or "")
    if not thing:
        entry.why = entry.why or reasons_given.why(row.what, row.codes, language)
    change = _change(row, names, language) if thing else None
    if change is None or (thing, *change) in entry.lines:
        return
    if len(entry.lines) >= MOST_LINES:
        entry.more += 1
        return
    entry.lines.append((thing, *change))


def _change(row: sa.Row, names: dict[str, str], language: str) -> tuple[Words | None, Words | None] | None:
    """What a movement changed: the stage, else the place, else what it says itself. None: no more than its act."""
    if row.from_stage != row.to_stage:
        return _word(row.from_stage, row.unit_id), _word(row.to_stage, row.unit_id)
    if row.from_place != row.to_place:
        return movement_words.place(row.from_place, names) or None, movement_words.place(row.to_place, names)
    what, detail = movement_words.movement(row.what), names.get(row.codes or "") or reasons_given.why(
        row.what, row.codes, language)
    if row.what == row.kind:  # the act's own words, and its own reason, say it already
        return (None, detail) if detail and not row.reason else None
    return None, say("%(what)s: %(detail)s", what=what, detail=detail) if detail else what


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
