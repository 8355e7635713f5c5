"""Many sheets printed at once. A single sheet is a `document` (models/log.py)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref


class PrintRun(Base):
    """Sheets of one kind in one file, made in chunks by the paper process.

    `numbers` are those that were asked for, in order; `looked_at` of them are done with, printed or not; `sheets` is
    how many pages of paper that gave; `failures` says of each that failed, in order, its number and why. `dpi` is that
    of the label printer that it is ZPL for; `printer_id` the printer that its labels go to.
    """

    __tablename__ = "print_run"
    __table_args__ = (sa.Index("ix_print_run_state", "state", "id"), AUTOINCREMENT)
    id: Mapped[int] = key()
    kind: Mapped[str] = mapped_column(sa.String(24))
    language: Mapped[str] = mapped_column(sa.String(8))
    numbers: Mapped[list] = mapped_column(sa.JSON)
    state: Mapped[str] = mapped_column(sa.String(12))
    looked_at: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    sheets: Mapped[int] = mapped_column(default=0)
    failures: Mapped[list] = mapped_column(sa.JSON, default=list)
    storage_key: Mapped[str | None] = mapped_column(sa.String(80))
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    staff_id: Mapped[int | None] = ref("staff.id")
    dpi: Mapped[int | None]
    printer_id: Mapped[int | None] = ref("printer.id", index=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
