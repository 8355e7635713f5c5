"""The count of a shelf: what was expected on it, and what was found."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, word
from models.lifecycle import Found

OPEN_ONLY = sa.text("ended_at IS NULL")


class ShelfCount(Base):
    """One stock-take of one shelf.

    `expected` are the ids of the units that lay there, on record, when it began; `missing` those of them that at its
    end still did and were not scanned: as ids, so that a shelf of any size ends in one statement. The same of boxes.
    """

    __tablename__ = "shelf_count"
    __table_args__ = (
        sa.Index("uq_shelf_count_open", "shelf_id", unique=True, sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    shelf_id: Mapped[int] = ref("shelf.id")
    begun_by_id: Mapped[int] = ref("staff.id")
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    expected: Mapped[list] = mapped_column(sa.JSON)
    missing: Mapped[list | None] = mapped_column(sa.JSON)
    expected_parcels: Mapped[list] = mapped_column(sa.JSON, server_default=sa.text("'[]'"))
    missing_parcels: Mapped[list | None] = mapped_column(sa.JSON)
    ended_by_id: Mapped[int | None] = ref("staff.id")
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CountLine(Base):
    """One thing that was scanned in a count. `place` is where the record had it then."""

    __tablename__ = "shelf_count_line"
    __table_args__ = (sa.UniqueConstraint("count_id", "code"), AUTOINCREMENT)
    id: Mapped[int] = key()
    count_id: Mapped[int] = ref("shelf_count.id")
    unit_id: Mapped[int | None] = ref("unit.id")
    code: Mapped[str] = mapped_column(sa.String(100))
    found: Mapped[Found] = word(Found)
    place: Mapped[str | None] = mapped_column(sa.String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    parcel_id: Mapped[int | None] = ref("parcel.id")
