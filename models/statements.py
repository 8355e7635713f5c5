"""What a customer says while packing: it is their statement, and proves nothing until the box is opened."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref


class PackingStatement(Base):
    """How far the customer has come with packing an RMA: what is put in was said, a photo was passed over."""

    __tablename__ = "packing_statement"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    rma_id: Mapped[int] = ref("rma.id", unique=True)
    contents_at: Mapped[datetime | None] = mapped_column(UtcTime)
    no_photo_at: Mapped[datetime | None] = mapped_column(UtcTime)


class BatteryStatement(Base):
    """What the customer says of a unit's battery: none, built_in, loose, damaged. `hold_id` is the hold it led to."""

    __tablename__ = "battery_statement"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id", unique=True)
    battery: Mapped[str] = mapped_column(sa.String(12))
    hold_id: Mapped[int | None] = ref("hold.id")
    at: Mapped[datetime] = mapped_column(UtcTime)
