"""What people found and did: inspections, repair jobs, parts, quotes, checks, money."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, word
from models.lifecycle import Disposition, Grade, Ground, JobState, SettlementKind, SettlementState


class Inspection(Base):
    """One look at one unit. It counts once signed; a unit that arrives again needs a new one."""

    __tablename__ = "inspection"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id")
    staff_id: Mapped[int] = ref("staff.id")
    category: Mapped[str] = mapped_column(sa.String(40))
    answers: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    fault_code: Mapped[str | None] = mapped_column(sa.String(40))
    grade_computed: Mapped[Grade | None] = word(Grade)
    grade: Mapped[Grade | None] = word(Grade)
    override_reason: Mapped[str | None] = mapped_column(sa.String(40))
    proposed: Mapped[Disposition | None] = word(Disposition)
    disposition: Mapped[Disposition | None] = word(Disposition)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RepairJob(Base):
    """One unit's work at the bench. Parked is a fact (`parked_at`), not a state."""

    __tablename__ = "repair_job"
    __table_args__ = (sa.Index("ix_repair_job_state_due", "state", "due_at"), AUTOINCREMENT)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id")
    state: Mapped[JobState] = word(JobState)
    technician_id: Mapped[int | None] = ref("staff.id")
    round: Mapped[int] = mapped_column(default=1)
    fault_code: Mapped[str | None] = mapped_column(sa.String(40))
    diagnosis: Mapped[str] = mapped_column(sa.Text, default="")
    work_done: Mapped[str] = mapped_column(sa.Text, default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    waits_for_part_id: Mapped[int | None] = ref("part.id")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Part(Base):
    __tablename__ = "part"
    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    sku: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    category: Mapped[str] = mapped_column(sa.String(40), default="")
    price_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(sa.String(3), default="GBP")


class PartStock(Base):
    __tablename__ = "part_stock"
    __table_args__ = (sa.UniqueConstraint("part_id", "site_id"), sa.CheckConstraint("on_hand >= 0", "on_hand"))
    id: Mapped[int] = key()
    part_id: Mapped[int] = ref("part.id")
    site_id: Mapped[int] = ref("site.id")
    on_hand: Mapped[int] = mapped_column(default=0)


class PartUse(Base):
    """A part put in, taken out or saved. Taking one back is a new row, never a changed one."""

    __tablename__ = "part_use"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    job_id: Mapped[int] = ref("repair_job.id")
    part_id: Mapped[int] = ref("part.id")
    kind: Mapped[str] = mapped_column(sa.String(12), default="add")
    quantity: Mapped[int] = mapped_column(default=1)
    serial: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Quote(Base):
    """What work outside the warranty would cost; the customer answers by link."""

    __tablename__ = "quote"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    job_id: Mapped[int] = ref("repair_job.id")
    rma_id: Mapped[int] = ref("rma.id")
    parts_minor: Mapped[int]
    labour_minor: Mapped[int]
    freight_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3))
    state: Mapped[str] = mapped_column(sa.String(12))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class CheckResult(Base):
    """A signed check: `repair` after the bench, `goods` (right, complete, safe) before anything else leaves."""

    __tablename__ = "check_result"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = ref("unit.id")
    job_id: Mapped[int | None] = ref("repair_job.id")
    kind: Mapped[str] = mapped_column(sa.String(8))
    staff_id: Mapped[int] = ref("staff.id")
    answers: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    passed: Mapped[bool | None]
    override_reason: Mapped[str | None] = mapped_column(sa.String(40))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Settlement(Base):
    """One money document to or from the customer. Corrected only by a new one (`corrects_id`)."""

    __tablename__ = "settlement"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", "amount"),
        # One refund or credit that counts, per unit: two people at once cannot both pay.
        sa.Index("uq_settlement_unit_refund", "unit_id", unique=True,
                 sqlite_where=sa.text("kind IN ('refund','credit') AND state <> 'void'"),
                 postgresql_where=sa.text("kind IN ('refund','credit') AND state <> 'void'")),
        AUTOINCREMENT,
    )
    id: Mapped[int] = key()
    rma_id: Mapped[int] = ref("rma.id")
    order_id: Mapped[int | None] = ref("order.id")
    unit_id: Mapped[int | None] = ref("unit.id", index=False)
    quote_id: Mapped[int | None] = ref("quote.id")
    kind: Mapped[SettlementKind] = word(SettlementKind)
    state: Mapped[SettlementState] = word(SettlementState)
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3))
    ground: Mapped[Ground | None] = word(Ground)
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    reference: Mapped[str | None] = mapped_column(sa.String(80))
    made_by_id: Mapped[int | None] = ref("staff.id")
    approved_by_id: Mapped[int | None] = ref("staff.id")
    corrects_id: Mapped[int | None] = ref("settlement.id")
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
