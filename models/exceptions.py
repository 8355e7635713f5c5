"""Scans that were kept without a network and could not be placed when they arrived: a person settles each."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref


class ScanException(Base):
    """One such scan; what was read and said stands in `scan`. Open until `settled_at`."""

    __tablename__ = "scan_exception"
    __table_args__ = (
        sa.Index("ix_scan_exception_open", "made_at", sqlite_where=sa.text("settled_at IS NULL"),
                 postgresql_where=sa.text("settled_at IS NULL")),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    scan_id: Mapped[str] = mapped_column(sa.String(64), sa.ForeignKey("scan.scan_id"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by_id: Mapped[int | None] = ref("staff.id", index=False)
    note: Mapped[str | None] = mapped_column(sa.Text)
