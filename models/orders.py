"""Who bought what, where it went, and under which tracking numbers."""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref


def order_key(number: str) -> str:
    """An order number as it is looked up: people leave out the # and spaces, and write small letters."""
    return re.sub(r"\s+", "", number).lstrip("#").upper()


class Customer(Base):
    """A person. All personal data stands here, on the order's address and in side tables that can be erased."""

    __tablename__ = "customer"
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(sa.String(300))
    email: Mapped[str | None] = mapped_column(sa.String(320))
    email_key: Mapped[str | None] = mapped_column(sa.String(320), index=True)
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    time_zone: Mapped[str] = mapped_column(sa.String(40), default="UTC")
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Order(Base):
    """What was paid and how much of it went back. `refunded_minor` is kept by a trigger over settlements."""

    __tablename__ = "order"
    __table_args__ = (
        sa.UniqueConstraint("channel", "number"),
        sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= paid_minor", "refunded_within_paid"),
    )
    id: Mapped[int] = key()
    number: Mapped[str] = mapped_column(sa.String(64), index=True)
    number_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    channel: Mapped[str] = mapped_column(sa.String(24))
    market: Mapped[str] = mapped_column(sa.String(2))
    customer_id: Mapped[int] = ref("customer.id")
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    currency: Mapped[str] = mapped_column(sa.String(3))
    paid_minor: Mapped[int]
    refunded_minor: Mapped[int] = mapped_column(default=0, server_default="0")
    ship_name: Mapped[str] = mapped_column(sa.String(300))
    ship_street: Mapped[str] = mapped_column(sa.String(500), default="")
    ship_city: Mapped[str] = mapped_column(sa.String(200), default="")
    ship_region: Mapped[str] = mapped_column(sa.String(100), default="")
    ship_postcode: Mapped[str] = mapped_column(sa.String(20), default="")
    ship_country: Mapped[str] = mapped_column(sa.String(2))


class Shipment(Base):
    """A box that went out with an order. Its number on the way back names the order (return to sender)."""

    __tablename__ = "shipment"
    id: Mapped[int] = key()
    order_id: Mapped[int] = ref("order.id")
    carrier: Mapped[str | None] = mapped_column(sa.String(24))
    tracking: Mapped[str] = mapped_column(sa.String(64), index=True)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcTime)


class OrderLine(Base):
    __tablename__ = "order_line"
    __table_args__ = (sa.UniqueConstraint("order_id", "line_no"), sa.CheckConstraint("quantity > 0", "quantity"))
    id: Mapped[int] = key()
    order_id: Mapped[int] = ref("order.id")
    line_no: Mapped[int]
    product_id: Mapped[int] = ref("product.id")
    shipment_id: Mapped[int | None] = ref("shipment.id")
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]


class ImportBatch(Base):
    """One file that was brought in: what it was, how far it got, and every line that could not be taken."""

    __tablename__ = "import_batch"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    kind: Mapped[str] = mapped_column(sa.String(24))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    encoding: Mapped[str] = mapped_column(sa.String(24))
    dry_run: Mapped[bool]
    state: Mapped[str] = mapped_column(sa.String(16))
    storage_key: Mapped[str] = mapped_column(sa.String(200))
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list] = mapped_column(sa.JSON, default=list)
    staff_id: Mapped[int | None] = ref("staff.id")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
