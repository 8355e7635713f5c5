"""A unit as a technician needs it, with its newest repair job, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import JobState
from models.records import split
from models.rma import Rma, Unit
from models.work import CheckResult, Inspection, Part, PartStock, PartUse, RepairJob
from reference.questions.sets import DEFAULT_CATEGORY
from workflow.looking import held_by, place_name

U, Q, J, R, IN, C = (m.__table__ for m in (Unit, Product, RepairJob, Rma, Inspection, CheckResult))
K, KS, PU = (m.__table__ for m in (Part, PartStock, PartUse))
AT_WORK = (JobState.DIAGNOSING, JobState.WORKING)
WARN_BEFORE = timedelta(days=1)
ENDED = (JobState.DONE, JobState.UNREPAIRABLE, JobState.DECLINED)


@dataclass(frozen=True)
class Work:
    """A unit, its product and its newest job (None: it never had one).

    `failed` are the answers of its job's last check, if it was not passed; `held` is the reason of an open hold;
    `waits_for` the name of the part that the job waits for; `parts` how many were put in; `found` the fault code of
    the last signed inspection; `currency` is the RMA's; `fits` answers what `read` was asked besides. `part` and
    `stock` only where they were asked for: a part, and the row that counts it at this site.
    """

    unit: Any
    product: Any
    job: Any
    rma_number: str | None
    currency: str | None
    held: str | None
    place: str | None
    waits_for: str | None
    parts: int
    found: str | None
    failed: dict[str, Any] | None
    fits: bool = True
    part: Any = None
    stock: Any = None

    @property
    def name(self) -> str:
        return self.product.name if self.product else ""

    @property
    def category(self) -> str:
        return self.product.category if self.product else DEFAULT_CATEGORY

    def urgency(self, now: datetime) -> str:
        """The colour of the time that is left: ok, warn within a day of the limit, bad beyond it."""
        due = self.job.due_at if self.job is not None else None
        if due is None or due - now > WARN_BEFORE:
            return "ok"
        return "warn" if due > now else "bad"

    @property
    def state(self) -> JobState | None:
        return self.job.state if self.job is not None else None


def read(connection: sa.Connection, *which: sa.ColumnElement[bool],
         fits: sa.ColumnElement[bool] | None = None) -> list[Work]:
    """The units for which `which` holds, most urgent first. Its columns are those of `U`, `J` and `R`.

    Args:
        fits: a second question, answered for each unit found.
    """
    asked = sa.true() if fits is None else sa.func.coalesce(fits, sa.false())
    rows = connection.execute(_statement().add_columns(asked).where(*which).order_by(
        J.c.due_at.is_(None), J.c.due_at, U.c.id)).all()
    return [Work(*split(row, Unit, Product, RepairJob)) for row in rows]


def read_with_part(connection: sa.Connection, job_id: int, part_id: int, site_id: int | None) -> Work:
    """A job and a part, with what there is of it at this site."""
    counted = sa.and_(KS.c.part_id == K.c.id, KS.c.site_id == site_id)
    row = connection.execute(sa.select(*_columns(), K, KS).select_from(
        _joined().join(K, K.c.id == part_id).outerjoin(KS, counted)).where(J.c.id == job_id)).one()
    unit, product, job, *rest = split(row, Unit, Product, RepairJob)
    facts, tail = rest[:8], rest[8:]
    part, stock = split(tail, Part, PartStock)
    return Work(unit, product, job, *facts, part=part, stock=stock)


@cache
def _statement() -> sa.Select:
    return sa.select(*_columns()).select_from(_joined())


@cache
def _columns() -> tuple[Any, ...]:
    waited = K.alias("waited")
    waits_for = sa.select(waited.c.name).where(waited.c.id == J.c.waits_for_part_id).correlate(J).scalar_subquery()
    parts = sa.select(sa.func.coalesce(sa.func.sum(PU.c.quantity), 0)).where(
        PU.c.job_id == J.c.id, PU.c.kind == "add").correlate(J).scalar_subquery()
    found = sa.select(IN.c.fault_code).where(IN.c.unit_id == U.c.id, IN.c.signed_at.is_not(None)).order_by(
        IN.c.id.desc()).limit(1).correlate(U).scalar_subquery()
    failed = sa.select(sa.case((C.c.passed.is_(False), C.c.answers))).where(
        C.c.job_id == J.c.id, C.c.signed_at.is_not(None), J.c.round > 1).order_by(
        C.c.id.desc()).limit(1).correlate(J).scalar_subquery()
    return U, Q, J, R.c.number, R.c.currency, held_by(), place_name(), waits_for, parts, found, failed


@cache
def _joined() -> sa.FromClause:
    newer = J.alias("newer")
    newest = sa.select(sa.func.max(newer.c.id)).where(newer.c.unit_id == U.c.id).correlate(U).scalar_subquery()
    return (U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
            .outerjoin(J, J.c.id == newest))
