"""Boxes that move, and what is (to be) in them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, tracked_id, word
from models.lifecycle import ClaimState, Direction, ParcelState, PlaceKind


class Parcel(Base):
    """A box. It may belong to no RMA yet (unidentified). `chain_*` belong to the movement log."""

    __tablename__ = "parcel"
    __table_args__ = (sa.Index("ix_parcel_direction_state", "direction", "state"), AUTOINCREMENT)
    id: Mapped[int] = key()
    number: Mapped[str] = mapped_column(sa.String(12), unique=True)
    direction: Mapped[Direction] = word(Direction)
    state: Mapped[ParcelState] = word(ParcelState)
    rma_id: Mapped[int | None] = ref("rma.id")
    site_id: Mapped[int] = ref("site.id")
    box_no: Mapped[int] = mapped_column(default=1)
    box_count: Mapped[int] = mapped_column(default=1)
    carrier: Mapped[str | None] = mapped_column(sa.String(24))
    tracking: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    unidentified: Mapped[bool] = mapped_column(default=False)
    damaged: Mapped[bool] = mapped_column(default=False)
    dangerous: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    raw_code: Mapped[str | None] = mapped_column(sa.String(400))
    weight_g: Mapped[int | None]
    place_kind: Mapped[PlaceKind] = word(PlaceKind)
    place_id: Mapped[int | None] = tracked_id()
    address_confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    chain_head: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    chain_count: Mapped[int] = mapped_column(default=0, server_default="0")


class ParcelLine(Base):
    """What is announced or packed in a box: a unit, or plain goods by product and quantity."""

    __tablename__ = "parcel_line"
    __table_args__ = (
        sa.UniqueConstraint("parcel_id", "unit_id"),
        sa.CheckConstraint("(unit_id IS NULL) != (product_id IS NULL)", "unit_or_goods"),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    parcel_id: Mapped[int] = ref("parcel.id")
    unit_id: Mapped[int | None] = ref("unit.id")
    product_id: Mapped[int | None] = ref("product.id")
    quantity: Mapped[int] = mapped_column(default=1)
    found: Mapped[str | None] = mapped_column(sa.String(16))


class ParcelSender(Base):
    """What somebody read on the label of a parcel that nobody announced: names a person, so it can be erased."""

    __tablename__ = "parcel_sender"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    parcel_id: Mapped[int] = ref("parcel.id", unique=True)
    name: Mapped[str] = mapped_column(sa.String(300), default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    postcode: Mapped[str] = mapped_column(sa.String(20), default="")
    goods: Mapped[str] = mapped_column(sa.String(300), default="")
    noted_by_id: Mapped[int | None] = ref("staff.id", index=False)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class CarrierClaim(Base):
    """What we ask of a carrier for a box that came damaged.

    `amount_minor` is what is claimed, the worth of what is inside until somebody says otherwise; `without_photos` why
    it was filed without all that it should show.
    """

    __tablename__ = "carrier_claim"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    parcel_id: Mapped[int] = ref("parcel.id", unique=True)
    state: Mapped[ClaimState] = word(ClaimState)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    amount_minor: Mapped[int | None]
    received_minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    reference: Mapped[str | None] = mapped_column(sa.String(80))
    without_photos: Mapped[str | None] = mapped_column(sa.String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
