"""A unit at the check after its repair: what it is, what was tested so far, what comes next. One statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import IN_OUR_HANDS
from models.records import split
from models.rma import Unit
from models.work import CheckResult, RepairJob
from reference import checks
from reference.checks import Check
from workflow import gates, leaving
from workflow.errors import NotFound
from workflow.leaving import Facts
from workflow.sentences import say

U, J, C, Q = (m.__table__ for m in (Unit, RepairJob, CheckResult, Product))


@dataclass(frozen=True)
class OnCheck:
    """A unit at the check: its product, its newest repair job, its newest check after repair, and the gates' facts."""

    unit: Any
    product: Any
    job: Any
    check: Any
    facts: Facts

    @property
    def tests(self) -> tuple[Check, ...]:
        return checks.after_repair(self.product.category if self.product else "")

    @property
    def running(self) -> bool:
        """Whether a check was begun after the last repair and is not signed yet."""
        began_after = self.check is not None and (
            self.job is None or self.job.finished_at is None or self.check.started_at >= self.job.finished_at)
        return began_after and self.check.signed_at is None

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return self.check.answers if self.running else {}

    @property
    def next_test(self) -> Check | None:
        return next((test for test in self.tests if test.code not in self.answers), None)

    @property
    def has_passed(self) -> bool:
        return gates.holds(leaving.check_passed, self.unit, self.facts)

    def answered(self, code: str, answer: dict[str, Any]) -> OnCheck:
        """The same with one more test answered."""
        return replace(self, check=self.check._replace(answers={**self.answers, code: answer}))


def read(connection: sa.Connection, unit_id: int) -> OnCheck:
    """One statement. Raises NotFound when there is no such unit."""
    job = sa.select(sa.func.max(J.c.id)).where(J.c.unit_id == U.c.id).correlate(U).scalar_subquery()
    check = sa.select(sa.func.max(C.c.id)).where(
        C.c.unit_id == U.c.id, C.c.kind == "repair").correlate(U).scalar_subquery()
    row = connection.execute(
        sa.select(U, Q, J, C, *leaving.columns()).select_from(
            U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(J, J.c.id == job).outerjoin(C, C.c.id == check))
        .where(U.c.id == unit_id)).first()
    if row is None:
        raise NotFound(say("There is no such unit."))
    unit, product, job_row, check_row, *_facts = split(row, Unit, Product, RepairJob, CheckResult)
    return OnCheck(unit, product, job_row, check_row, leaving.facts(row._mapping))


def unit_of_device(connection: sa.Connection, device_id: int) -> int | None:
    """The unit that this device is on its present trip."""
    return connection.execute(sa.select(sa.func.max(U.c.id)).where(
        U.c.device_id == device_id, U.c.stage.in_(sorted(IN_OUR_HANDS)))).scalar()
