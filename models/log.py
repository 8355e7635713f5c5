"""What was done: acts, movements, scans, and the letters and papers that follow from them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, shared_id, tracked_id, where_given


class Act(Base):
    """One thing a person or the system did: the unit of commit, of undo and of letters.

    `undo` holds what the rows were before, by table and id, so that a whole act can be taken back.
    """

    __tablename__ = "act"
    __table_args__ = (
        where_given("ix_act_letters_waiting", "letters_due_at"), where_given("ix_act_undoes_id", "undoes_id"),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    kind: Mapped[str] = mapped_column(sa.String(40))
    actor: Mapped[str] = mapped_column(sa.String(12))
    staff_id: Mapped[int | None] = shared_id("staff.id")
    delivered_by_id: Mapped[int | None] = shared_id("staff.id")
    station_id: Mapped[int | None] = shared_id("station.id")
    tablet_id: Mapped[int | None] = shared_id("tablet.id")
    rma_id: Mapped[int | None] = tracked_id(index=True)
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    data: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    undo: Mapped[list | None] = mapped_column(sa.JSON)
    undoable: Mapped[bool] = mapped_column(default=True)
    undoes_id: Mapped[int | None] = ref("act.id", index=False)
    undone_by_id: Mapped[int | None] = ref("act.id", index=False)
    letters_due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Movement(Base):
    """What an act did to one thing. Append-only by triggers, chained by hash; codes and ids, never names or text."""

    __tablename__ = "movement"
    __table_args__ = (
        sa.UniqueConstraint("chain_kind", "chain_id", "chain_no"),
        where_given("ix_movement_unit", "unit_id"), where_given("ix_movement_parcel", "parcel_id"),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    act_id: Mapped[int] = ref("act.id")
    chain_kind: Mapped[str] = mapped_column(sa.String(8))
    chain_id: Mapped[int] = tracked_id()
    chain_no: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(40))
    rma_id: Mapped[int | None] = tracked_id()
    unit_id: Mapped[int | None] = tracked_id()
    parcel_id: Mapped[int | None] = tracked_id()
    from_stage: Mapped[str | None] = mapped_column(sa.String(24))
    to_stage: Mapped[str | None] = mapped_column(sa.String(24))
    from_place: Mapped[str | None] = mapped_column(sa.String(40))
    to_place: Mapped[str | None] = mapped_column(sa.String(40))
    codes: Mapped[str | None] = mapped_column(sa.String(200))
    by: Mapped[str] = mapped_column(sa.String(24))
    station: Mapped[str | None] = mapped_column(sa.String(40))
    scan_id: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    undoes: Mapped[int | None] = tracked_id()
    prev: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class Scan(Base):
    """One scan that was taken: what was read, what it meant, what was answered, what is open after it.

    The last row of a tablet is that tablet's memory (`open_now`); `tablet_no` makes two at once impossible.
    """

    __tablename__ = "scan"
    __table_args__ = (sa.UniqueConstraint("tablet_id", "tablet_no"), AUTOINCREMENT)
    id: Mapped[int] = key()
    scan_id: Mapped[str] = mapped_column(sa.String(64), unique=True)
    tablet_id: Mapped[int] = shared_id("tablet.id")
    tablet_no: Mapped[int]
    station_id: Mapped[int] = shared_id("station.id")
    staff_id: Mapped[int] = shared_id("staff.id")
    delivered_by_id: Mapped[int | None] = shared_id("staff.id")
    raw: Mapped[str] = mapped_column(sa.String(400))
    meaning: Mapped[str | None] = mapped_column(sa.String(24))
    re: Mapped[str | None] = mapped_column(sa.String(64))
    result: Mapped[str] = mapped_column(sa.String(8))
    answer: Mapped[dict] = mapped_column(sa.JSON)
    open_now: Mapped[dict] = mapped_column(sa.JSON)
    act_id: Mapped[int | None] = tracked_id()
    day_no: Mapped[int] = mapped_column(default=1)
    scanned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime)


class Delivery(Base):
    """One letter of one act, RMA and recipient: waiting, sent or failed, with every try."""

    __tablename__ = "delivery"
    __table_args__ = (sa.UniqueConstraint("act_id", "rma_id", "recipient"),
                      sa.Index("ix_delivery_state_next", "state", "next_try_at"), AUTOINCREMENT)
    id: Mapped[int] = key()
    act_id: Mapped[int] = ref("act.id")
    rma_id: Mapped[int] = ref("rma.id")
    recipient: Mapped[str] = mapped_column(sa.String(24))
    letter: Mapped[str] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(8))
    address: Mapped[str | None] = mapped_column(sa.String(320))
    subject: Mapped[str | None] = mapped_column(sa.Text)
    text: Mapped[str | None] = mapped_column(sa.Text)
    html: Mapped[str | None] = mapped_column(sa.Text)
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    state: Mapped[str] = mapped_column(sa.String(12))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Document(Base):
    """One paper asked for: what it is of, and, once the paper process made it, where the PDF lies."""

    __tablename__ = "document"
    __table_args__ = (sa.Index("ix_document_state", "state", "id"), AUTOINCREMENT)
    id: Mapped[int] = key()
    kind: Mapped[str] = mapped_column(sa.String(24))
    request_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    values: Mapped[dict] = mapped_column(sa.JSON)
    language: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(12))
    storage_key: Mapped[str | None] = mapped_column(sa.String(80))
    error: Mapped[str | None] = mapped_column(sa.Text)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
