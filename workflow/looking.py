"""A unit as an inspector needs it, read in one statement, and what the answers given so far make of it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, Product
from models.lifecycle import Coverage, PlaceKind
from models.orders import Order, OrderLine
from models.places import Shelf, Station
from models.records import record_class, split
from models.rma import Hold, Rma, Unit
from models.work import Inspection
from reference.dispositions import propose_disposition
from reference.fault_codes import fault_codes
from reference.questions import grading
from reference.questions.sets import DEFAULT_CATEGORY, Answer, Question, question_set
from workflow.accessories import TickList, listed, unlisted

U, Q, IN, D, R, ORD, OL, H = (m.__table__ for m in (Unit, Product, Inspection, Device, Rma, Order, OrderLine, Hold))
# Causes that every warranty term of reference/policies.json leaves out.
OUTSIDE_WARRANTY = frozenset({"liquid", "misuse", "wear", "opened", "fall", "care"})
WRONG_ITEM = "wrong_item"


@dataclass(frozen=True)
class Look:
    """A unit with its product, its open inspection (None: nobody began one) and what the warranty stands on.

    `held` is the reason of an open hold; `signed_by`, `signed_at` are those of the last signed inspection;
    `fits` answers what `read` was asked besides; `accessories` is the tick list as text (workflow/accessories.py).
    """

    unit: Any
    product: Any
    inspection: Any
    warranty_end: date | None
    delivered_at: datetime | None
    rma_number: str | None
    held: str | None
    place: str | None
    signed_by: int | None
    signed_at: datetime | None
    accessories: str | None = None
    fits: bool = False

    @property
    def ticks(self) -> TickList | None:
        """What belongs to the unit, while some of it is not answered for."""
        ticks = unlisted(self.unit, self.accessories)
        return ticks if ticks and ticks.unanswered else None

    @property
    def category(self) -> str:
        """Whose questions are asked: the inspection's, else the product's."""
        if self.inspection is not None:
            return self.inspection.category
        return self.product.category if self.product else DEFAULT_CATEGORY

    @property
    def answers(self) -> dict[str, str]:
        return dict(self.inspection.answers) if self.inspection is not None else {}

    @property
    def name(self) -> str:
        return self.product.name if self.product else ""

    @property
    def findings(self) -> grading.Grade:
        return grading.grade(self.category, self.answers)

    @property
    def question(self) -> Question | None:
        """The question to ask now; None when all are answered."""
        return grading.next_question(self.category, self.answers)


def read(connection: sa.Connection, *which: sa.ColumnElement[bool],
         fits: sa.ColumnElement[bool] | None = None) -> list[Look]:
    """The units for which `which` holds, oldest first, in one statement. Its columns are those of `U`, `R`, `ORD`.

    Args:
        fits: a second question, answered for each unit found.
    """
    asked = sa.false() if fits is None else sa.func.coalesce(fits, sa.false())
    rows = connection.execute(_statement().add_columns(asked).where(*which).order_by(U.c.id)).all()
    return [Look(*split(row, Unit, Product, Inspection)) for row in rows]


@cache
def _statement() -> sa.Select:
    signed = IN.alias("signed")
    return sa.select(
        U, Q, IN, D.c.warranty_end, ORD.c.delivered_at, R.c.number, held_by(), place_name(),
        signed.c.staff_id, signed.c.signed_at, listed(U),
    ).select_from(
        U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
        .outerjoin(OL, OL.c.id == U.c.order_line_id)
        .outerjoin(ORD, ORD.c.id == sa.func.coalesce(R.c.order_id, OL.c.order_id))
        .outerjoin(D, D.c.id == U.c.device_id)
        .outerjoin(IN, IN.c.id == _newest(IN.alias("open"), signed=False))
        .outerjoin(signed, signed.c.id == _newest(IN.alias("done"), signed=True)))


def _newest(look: sa.Alias, *, signed: bool) -> sa.ScalarSelect:
    """The last inspection of this trip: what was seen before the unit arrived again counts no more."""
    ended = look.c.signed_at.is_not(None) if signed else look.c.signed_at.is_(None)
    this_trip = sa.or_(U.c.arrived_at.is_(None), look.c.started_at >= U.c.arrived_at)
    return sa.select(sa.func.max(look.c.id)).where(look.c.unit_id == U.c.id, ended, this_trip).correlate(
        U).scalar_subquery()


def held_by() -> sa.ScalarSelect:
    """The reason of the oldest open hold on the unit or its RMA: `gates.check_no_hold` as a column."""
    return sa.select(H.c.reason).where(
        sa.or_(H.c.unit_id == U.c.id, H.c.rma_id == U.c.rma_id), H.c.released_at.is_(None)).order_by(
        H.c.id).limit(1).correlate(U).scalar_subquery()


def place_name() -> sa.ScalarSelect:
    """The name of the station or shelf where the unit lies."""
    n, h = Station.__table__, Shelf.__table__
    at_station = sa.select(n.c.name).where(n.c.id == U.c.place_id).correlate(U).scalar_subquery()
    on_shelf = sa.select(h.c.name).where(h.c.id == U.c.place_id).correlate(U).scalar_subquery()
    return sa.case((U.c.place_kind == PlaceKind.STATION, at_station), (U.c.place_kind == PlaceKind.SHELF, on_shelf))


def blank_inspection(**values: Any) -> Any:
    """An inspection that was only just begun, as a row of its table."""
    kind = record_class(Inspection)
    return kind(**{name: values.get(name) for name in kind._fields})


def given(look: Look) -> list[tuple[Question, Answer]]:
    """The questions on the road walked, each with its answer."""
    questions, answers = question_set(look.category).questions, look.answers
    return [(questions[code], questions[code].answers[answers[code]]) for code in look.findings.path]


def main_fault(look: Look) -> str | None:
    """The fault that weighs most: one for the bench before others, then the worse grade, then the earlier."""
    faults = [answer for _question, answer in given(look) if answer.fault]
    return max(faults, key=lambda answer: (answer.flag in ("needs_repair", "unsafe"), answer.cap)).fault \
        if faults else None


def coverage(look: Look, today: date, fault: str | None) -> Coverage | None:
    """What the warranty says on this day; None where nobody knows when it began.

    Args:
        fault: the fault code that the inspector settled on, beside those of the answers.
    """
    end = look.warranty_end or _term_end(look)
    if end is None:
        return None
    if today > end:
        return Coverage.NOT_COVERED
    known = fault_codes()
    found = [known[code] for code in dict.fromkeys([*look.findings.faults, fault]) if code in known]
    outside = any(row.cause in OUTSIDE_WARRANTY for row in found)
    ours = any(row.party in ("maker", "carrier", "warehouse") for row in found)
    if outside:
        return Coverage.IN_PART if ours else Coverage.NOT_COVERED
    return Coverage.COVERED


def _term_end(look: Look) -> date | None:
    if look.delivered_at is None or look.product is None:
        return None
    return months_after(look.delivered_at.date(), look.product.warranty_months)


def months_after(start: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def proposed(look: Look, grade: str, cover: Coverage | None) -> str:
    """What should become of the goods at this grade. What was never ours to take goes back."""
    found = look.findings
    if WRONG_ITEM in found.flags:
        return "to_customer"
    wanted = look.unit.resolution or look.unit.wanted
    repairable = bool(look.product and look.product.repairable and found.repairable)
    value = look.product.price_minor if look.product else look.unit.price_minor
    return propose_disposition(grade, look.unit.owner.value, (cover or Coverage.COVERED).value,
                               wanted.value if wanted else None, value, repairable, unsafe="unsafe" in found.flags)
