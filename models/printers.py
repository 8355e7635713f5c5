"""Thermal printers in the network, and what was sent to them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, tracked_id, where_given


class Printer(Base):
    """A printer that speaks ZPL on a raw TCP port; `width_mm` and `height_mm` are those of the labels in it."""

    __tablename__ = "printer"
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    host: Mapped[str] = mapped_column(sa.String(253))
    port: Mapped[int] = mapped_column(default=9100)
    dpi: Mapped[int] = mapped_column(default=203)
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class PrintJob(Base):
    """One paper on its way to one printer: waiting, sending, printed, unknown (sent in part), failed or cancelled.

    `storage_key` names its ZPL once the paper process made it, `document_id` the PDF that it was drawn from. `scan_id`
    is that of the scan that asked for it, `run_id` the print run. `error` is the sentence for a person, as data.
    """

    __tablename__ = "print_job"
    __table_args__ = (sa.Index("ix_print_job_printer_state", "printer_id", "state", "id"),
                      sa.Index("ix_print_job_state_created", "state", "created_at"),
                      where_given("ix_print_job_scan_id", "scan_id"), where_given("ix_print_job_run_id", "run_id"),
                      AUTOINCREMENT)
    id: Mapped[int] = key()
    printer_id: Mapped[int] = ref("printer.id", index=False)
    kind: Mapped[str] = mapped_column(sa.String(24))
    thing_id: Mapped[int] = tracked_id()
    language: Mapped[str] = mapped_column(sa.String(8))
    scan_id: Mapped[str | None] = mapped_column(sa.String(64))
    run_id: Mapped[int | None] = tracked_id()
    station_id: Mapped[int | None] = ref("station.id", index=False)
    staff_id: Mapped[int | None] = ref("staff.id", index=False)
    document_id: Mapped[int | None] = tracked_id()
    state: Mapped[str] = mapped_column(sa.String(12))
    storage_key: Mapped[str | None] = mapped_column(sa.String(80))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    error: Mapped[list | None] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
