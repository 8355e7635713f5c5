"""The RMA (the paper) and the unit (one thing on one trip), with what hangs on them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, tracked_id, where_given, word
from models.lifecycle import (
    LIVE,
    Coverage,
    Disposition,
    Grade,
    Ground,
    OutReason,
    Owner,
    PlaceKind,
    Resolution,
    RmaKind,
    RmaStatus,
    Stage,
    Verdict,
)

WAITED_FOR = sa.text("unit.stage IN ('expected','missing')")  # as the index says it, or it would not be used
LIVE_ONLY = sa.text("stage IN (" + ",".join(f"'{stage.value}'" for stage in sorted(LIVE)) + ")")


class Rma(Base):
    """Permission, with a number, for one customer. `chain_*` belong to the movement log."""

    __tablename__ = "rma"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    number: Mapped[str] = mapped_column(sa.String(12), unique=True)
    kind: Mapped[RmaKind] = word(RmaKind)
    status: Mapped[RmaStatus] = word(RmaStatus)
    customer_id: Mapped[int] = ref("customer.id")
    order_id: Mapped[int | None] = ref("order.id")
    site_id: Mapped[int] = ref("site.id")
    channel: Mapped[str] = mapped_column(sa.String(24))
    channel_ref: Mapped[str | None] = mapped_column(sa.String(64))
    opened_through: Mapped[str] = mapped_column(sa.String(24))
    language: Mapped[str] = mapped_column(sa.String(8))
    currency: Mapped[str] = mapped_column(sa.String(3))
    policy: Mapped[dict] = mapped_column(sa.JSON)
    postage_paid_by: Mapped[str] = mapped_column(sa.String(12))
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    chain_head: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    chain_count: Mapped[int] = mapped_column(default=0, server_default="0")


class Unit(Base):
    """One physical thing on one trip. Four questions, four columns: stage, verdict, resolution, disposition.

    `came_in_id` is the box out of which it was taken, whatever box it was announced in.
    """

    __tablename__ = "unit"
    __table_args__ = (
        sa.Index("ix_unit_stage_due", "stage", "due_at"),
        sa.Index("ix_unit_place", "place_kind", "place_id"),
        where_given("ix_unit_came_in", "came_in_id"),
        where_given("ix_unit_device", "device_id"),
        sa.Index("ix_unit_waited_for", "product_id", sqlite_where=sa.text("stage IN ('expected','missing')"),
                 postgresql_where=sa.text("stage IN ('expected','missing')")),
        sa.Index("uq_unit_device_live", "device_id", unique=True,
                 sqlite_where=LIVE_ONLY,
                 postgresql_where=LIVE_ONLY),
        sa.Index("uq_unit_replaces_live", "replaces_id", unique=True,
                 sqlite_where=sa.text("stage NOT IN ('cancelled','voided')"),
                 postgresql_where=sa.text("stage NOT IN ('cancelled','voided')")),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    tag: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    rma_id: Mapped[int | None] = ref("rma.id")
    product_id: Mapped[int | None] = ref("product.id")
    order_line_id: Mapped[int | None] = ref("order_line.id")
    device_id: Mapped[int | None] = tracked_id()
    stage: Mapped[Stage] = word(Stage)
    verdict: Mapped[Verdict | None] = word(Verdict)
    resolution: Mapped[Resolution | None] = word(Resolution)
    ground: Mapped[Ground | None] = word(Ground)
    ground_reason: Mapped[str | None] = mapped_column(sa.String(40))
    disposition: Mapped[Disposition | None] = word(Disposition)
    coverage: Mapped[Coverage | None] = word(Coverage)
    grade: Mapped[Grade | None] = word(Grade)
    owner: Mapped[Owner] = word(Owner)
    place_kind: Mapped[PlaceKind] = word(PlaceKind)
    place_id: Mapped[int | None] = tracked_id()
    declared: Mapped[bool] = mapped_column(default=True)
    unexpected: Mapped[str | None] = mapped_column(sa.String(24))
    out_reason: Mapped[OutReason | None] = word(OutReason)
    replaces_id: Mapped[int | None] = ref("unit.id", index=False)
    voided_into_id: Mapped[int | None] = tracked_id()
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    wanted: Mapped[Resolution | None] = word(Resolution)
    decline_reason: Mapped[str | None] = mapped_column(sa.String(40))
    serial_stated: Mapped[str | None] = mapped_column(sa.String(64))
    serial_seen: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    price_minor: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    came_in_id: Mapped[int | None] = tracked_id()
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class UnitNote(Base):
    """The customer's own words about a unit: free text, so it stands apart and can be erased."""

    __tablename__ = "unit_note"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id")
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Accessory(Base):
    """A cable, a charger, a box: expected with a unit, ticked at receipt, asked for again at packing.

    `stated` is what the customer says: True is put into the box, False is not.
    """

    __tablename__ = "accessory"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id")
    name: Mapped[str] = mapped_column(sa.String(80))
    received: Mapped[bool | None]
    packed: Mapped[bool | None]
    stated: Mapped[bool | None]


class Hold(Base):
    """A brake with a reason, on a unit or on an RMA. Several can stand at once."""

    __tablename__ = "hold"
    __table_args__ = (sa.CheckConstraint("(unit_id IS NULL) != (rma_id IS NULL)", "one_thing"), AUTOINCREMENT)
    id: Mapped[int] = key()
    rma_id: Mapped[int | None] = ref("rma.id")
    unit_id: Mapped[int | None] = ref("unit.id")
    reason: Mapped[str] = mapped_column(sa.String(40))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    placed_by_id: Mapped[int | None] = ref("staff.id")
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    released_by_id: Mapped[int | None] = ref("staff.id")


class Question(Base):
    """More information asked of the customer, with a reminder and an end."""

    __tablename__ = "question"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    rma_id: Mapped[int] = ref("rma.id")
    reason: Mapped[str] = mapped_column(sa.String(40))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    remind_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Message(Base):
    """One message of the RMA's thread."""

    __tablename__ = "message"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    rma_id: Mapped[int] = ref("rma.id")
    author: Mapped[str] = mapped_column(sa.String(12))
    staff_id: Mapped[int | None] = ref("staff.id")
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Photo(Base):
    """A picture, re-encoded by us under a name of our own. What it is of is said by what it hangs on; `shows` is the
    part of a damaged box's photo set that it is (workflow/photo_set.py).
    """

    __tablename__ = "photo"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    rma_id: Mapped[int | None] = ref("rma.id")
    unit_id: Mapped[int | None] = ref("unit.id")
    parcel_id: Mapped[int | None] = ref("parcel.id")
    message_id: Mapped[int | None] = ref("message.id")
    storage_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    taken_by: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime] = mapped_column(UtcTime)
    shows: Mapped[str | None] = mapped_column(sa.String(16))
    # The photo's own id on the tablet that kept it without a network: sent twice, it is taken once.
    kept_id: Mapped[str | None] = mapped_column(sa.String(64), index=True, unique=True)


class Link(Base):
    """A secret link: a row, so that it can be printed again and killed. The token is an HMAC of the id."""

    __tablename__ = "link"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    purpose: Mapped[str] = mapped_column(sa.String(24))
    rma_id: Mapped[int] = ref("rma.id")
    quote_id: Mapped[int | None] = tracked_id()
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
