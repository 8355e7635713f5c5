"""Paper is asked for here and made by the paper process: no scan and no page ever waits for a PDF to be rendered.

A request is a row. The same paper with the same content is made once; a changed address is another paper.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.log import Document
from workflow import clock, dangerous_goods, packing_coach, paper_values, storage
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import in_transaction, reading

D = Document.__table__
WAITING, MAKING, DONE, FAILED = "waiting", "making", "done", "failed"
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
DPI = 203
"""Dots per inch that codes are made for, where it is not known what they are printed on. See labels/codes.py."""


@dataclass(frozen=True)
class Paper:
    """A paper that was asked for. `storage_key` names the PDF once it is made; `error` says why it cannot be."""

    id: int
    kind: str
    state: str
    storage_key: str | None
    error: Sentence | None


def ask_for(kind: str, thing_id: int, language: str = "en", dpi: int = DPI) -> Paper:
    """Ask for a paper. It may be ready at once, because somebody asked before.

    Args:
        kind: one of `paper_values.KINDS`.
        thing_id: the id of the parcel, unit, RMA, shelf or person it is about.
        dpi: dots per inch of the printer; only for what is a label (`printers.SIZES`).

    Raises:
        NotFound: no such paper or no such thing.
        Refused: a battery stops the label.
    """
    return ask_for_values(kind, sheets(kind, thing_id, language), language, dpi)


def ask_for_values(kind: str, read: list[dict[str, Any]], language: str, dpi: int = DPI) -> Paper:
    """The same for the values of its sheets that were read already."""
    values: dict[str, Any] = {"sheets": read}
    if dpi != DPI:
        values["dpi"] = dpi
    key = hashlib.sha256(json.dumps([kind, language, values], sort_keys=True).encode()).hexdigest()
    return _known(key) or _paper(in_transaction(lambda connection: _ask(connection, kind, key, values, language)))


def sheets(kind: str, thing_id: int, language: str) -> list[dict[str, Any]]:
    """What stands on a paper now. Raises NotFound as `ask_for`."""
    if kind not in paper_values.KINDS:
        raise NotFound(say("There is no such paper."))
    with reading() as connection:
        values = paper_values.KINDS[kind](connection, thing_id, language)
        stopped = kind.startswith("return_label") and connection.scalar(sa.select(packing_coach.stops_label(thing_id)))
    if stopped:
        raise Refused(packing_coach.NO_LABEL)
    if not values:
        raise NotFound(say("There is nothing to print here yet."))
    return values


def paper_for_customer(kind: str, rma_id: int, language: str) -> bytes | None:
    """The PDF of a customer's own paper (label_a4, label_a6, label_4x6, inside_slip); None while it is being made.

    Raises:
        NotFound: no box is waiting to be sent.
        packing_coach.NotAnswered: the packing coach has still something to ask before the label, or stops it.
        Refused: something in the box may not travel.
    """
    if kind != "inside_slip":
        with reading() as connection:
            dangerous_goods.check_rma_may_travel(connection, rma_id)  # no answer to a question would help there
        packing_coach.check_can_print(packing_coach.read(rma_id))
    return pdf(ask_for(f"return_{kind}" if kind.startswith("label_") else kind, rma_id, language))


def pdf(paper: Paper) -> bytes | None:
    """The bytes of a paper that is made."""
    return storage.get(paper.storage_key) if paper.storage_key else None


def again(paper_id: int) -> Paper:
    """The paper as it stands now."""
    with reading() as connection:
        return _paper(connection.execute(sa.select(D).where(D.c.id == paper_id)).one())


def _known(key: str) -> Paper | None:
    with reading() as connection:
        row = connection.execute(sa.select(D).where(D.c.request_key == key, D.c.state != FAILED)).first()
    return _paper(row) if row else None


def _ask(connection: sa.Connection, kind: str, key: str, values: dict[str, Any], language: str) -> sa.Row:
    row = connection.execute(sa.select(D).where(D.c.request_key == key)).first()
    if row is None:
        return connection.execute(sa.insert(D).values(
            kind=kind, request_key=key, values=values, language=language, state=WAITING,
            created_at=clock.now()).returning(*D.c)).one()
    if row.state != FAILED:
        return row
    return connection.execute(sa.update(D).where(D.c.id == row.id).values(
        state=WAITING, tries=0, error=None, values=values).returning(*D.c)).one()


def _paper(row: sa.Row) -> Paper:
    return Paper(row.id, row.kind, row.state, row.storage_key, _error(row.error))


def _error(kept: str | None) -> Sentence | None:
    """Older rows have the English sentence alone."""
    if kept and kept.startswith("["):
        return Sentence(*json.loads(kept))
    return Sentence(kept) if kept else None


def lease_next() -> sa.Row | None:
    """The next paper to make, leased to this process; also one whose maker died."""
    return in_transaction(_lease)


def _lease(connection: sa.Connection) -> sa.Row | None:
    row_id = connection.execute(waits().order_by(D.c.id).limit(1).with_for_update(skip_locked=True)).scalar()
    if row_id is None:
        return None
    return connection.execute(sa.update(D).where(D.c.id == row_id).values(
        state=MAKING, leased_until=clock.now() + LEASE, tries=D.c.tries + 1).returning(*D.c)).one()


def waits() -> sa.Select:
    """Ids of papers to be made; also of those whose maker died."""
    return sa.select(D.c.id).where(
        sa.or_(D.c.state == WAITING, sa.and_(D.c.state == MAKING, D.c.leased_until < clock.now())))


def anything_waits() -> bool:
    """Whether there is paper to make: a read, so that an idle paper process takes no write lock."""
    with reading() as connection:
        return connection.execute(waits().limit(1)).scalar() is not None


def finish(paper_id: int, *, storage_key: str) -> None:
    """The PDF lies in the storage. What it said is no longer needed in the row."""
    _set(paper_id, state=DONE, storage_key=storage_key, values={}, leased_until=None)


def fail(paper_id: int, *, error: Sentence, for_good: bool) -> None:
    """It could not be made: another try, or the sentence for who asked."""
    _set(paper_id, state=FAILED if for_good else WAITING, error=json.dumps(error.as_data()), leased_until=None)


def _set(paper_id: int, **values: Any) -> None:
    in_transaction(lambda connection: connection.execute(sa.update(D).where(D.c.id == paper_id).values(**values)))
