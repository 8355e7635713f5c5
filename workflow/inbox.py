"""The desk's lists, by what is due: each is one statement over an index of what is open, with its count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import LIVE, OPEN_CLAIMS, OPEN_SETTLEMENTS, UNDECIDED_ENDS, Stage
from models.orders import Customer
from models.parcels import CarrierClaim, Parcel
from models.rma import Hold, Message, Question, Rma, Unit
from models.work import Settlement
from reference import phrases, reasons
from workflow import clock, grounds, holding
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading
from workflow.words import word

R, U, C, P, H, Q, M, S, B, CC = (m.__table__ for m in (
    Rma, Unit, Customer, Product, Hold, Question, Message, Settlement, Parcel, CarrierClaim))
PAGE_SIZE = 25
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Line:
    """One row of a list: which RMA, whose, what, why it is here, and until when.

    `unit_id` and `tag` are of a thing on hold; one without an RMA has a page of its own.
    """

    number: str | None
    customer: str | None
    product: str | None
    more: int
    why: Sentence | str
    due_at: datetime | None
    amount_minor: int | None = None
    currency: str | None = None
    unit_id: int | None = None
    tag: str | None = None


@dataclass(frozen=True)
class List:
    """A list with its name, its rows in order of what is due, and how a row says why it is here."""

    key: str
    title: Sentence
    select: Callable[[], sa.Select]
    why: Callable[[sa.Row], Sentence | str]


def _literal(column: sa.Column, values: Iterable[StrEnum]) -> sa.ColumnElement[bool]:
    """`column IN (...)` with the words themselves in it, so that a partial index fits."""
    return column.in_(sa.bindparam(None, sorted(values), expanding=True, literal_execute=True, type_=column.type))


def _overdue() -> sa.Select:
    return sa.select(R.c.number, C.c.name, P.c.name.label("product"), sa.literal(0).label("more"), U.c.due_at,
                     U.c.stage).select_from(
        U.join(R, R.c.id == U.c.rma_id).join(C, C.c.id == R.c.customer_id).outerjoin(P, P.c.id == U.c.product_id)
    ).where(U.c.stage.in_(sorted(LIVE)), U.c.due_at < clock.now()).order_by(U.c.due_at, U.c.id)


def _requested() -> sa.Select:
    """RMAs with units to decide, unless the customer is asked something and has not answered."""
    asked = sa.exists().where(Q.c.rma_id == U.c.rma_id, Q.c.answered_at.is_(None), Q.c.expired_at.is_(None))
    per_rma = (sa.select(U.c.rma_id, sa.func.min(U.c.id).label("first"), sa.func.count().label("units"),
                         sa.func.min(U.c.due_at).label("due_at"))
               .where(U.c.stage == Stage.REQUESTED, U.c.rma_id.is_not(None), ~asked).group_by(U.c.rma_id)).subquery()
    answered = sa.select(sa.func.max(Q.c.answered_at)).where(Q.c.rma_id == per_rma.c.rma_id).scalar_subquery()
    return (sa.select(R.c.number, C.c.name, P.c.name.label("product"), (per_rma.c.units - 1).label("more"),
                      per_rma.c.due_at, U.c.reason, answered.label("answered_at"))
            .select_from(per_rma.join(U, U.c.id == per_rma.c.first).join(R, R.c.id == per_rma.c.rma_id)
                         .join(C, C.c.id == R.c.customer_id).outerjoin(P, P.c.id == U.c.product_id))
            .order_by(per_rma.c.due_at.is_(None), per_rma.c.due_at, R.c.id))


def _reason(row: sa.Row) -> Sentence | str:
    if getattr(row, "answered_at", None):
        return say("answered")
    return reason_text(row.reason)


def reason_text(code: str | None) -> Sentence | str:
    """A return reason for staff, English and Chinese; the edge chooses by its language."""
    known = reasons.reasons().get(code or "")
    return Coded(known.text) if known else code or ""


class Coded(str):
    """A text of the reference tables that is kept in all languages until somebody's is known."""

    def __new__(cls, text: reasons.Text) -> Coded:
        made = super().__new__(cls, text.en)
        made.text = text
        return made


def _to_settle() -> sa.Select:
    """Inspected and undecided, and what will not come but was not decided."""
    again = sa.or_(U.c.resolution.is_(None), U.c.resolution.in_(sorted(grounds.MAY_BE_REPLACED)))
    columns = (U.c.id, U.c.rma_id, U.c.product_id, U.c.due_at, U.c.stage, U.c.reason)
    waiting = sa.union_all(
        sa.select(*columns).where(U.c.stage == Stage.INSPECTED, U.c.owner == "customer", again),
        sa.select(*columns).where(_literal(U.c.stage, UNDECIDED_ENDS), U.c.resolution.is_(None))).subquery()
    return (sa.select(R.c.number, C.c.name, P.c.name.label("product"), sa.literal(0).label("more"), waiting.c.due_at,
                      waiting.c.stage)
            .select_from(waiting.join(R, R.c.id == waiting.c.rma_id).join(C, C.c.id == R.c.customer_id)
                         .outerjoin(P, P.c.id == waiting.c.product_id))
            .order_by(waiting.c.due_at.is_(None), waiting.c.due_at, waiting.c.id))


def _money() -> sa.Select:
    return (sa.select(R.c.number, C.c.name, P.c.name.label("product"), sa.literal(0).label("more"), S.c.due_at,
                      S.c.state, S.c.amount_minor, S.c.currency)
            .select_from(S.join(R, R.c.id == S.c.rma_id).join(C, C.c.id == R.c.customer_id)
                         .outerjoin(U, U.c.id == S.c.unit_id).outerjoin(P, P.c.id == U.c.product_id))
            .where(_literal(S.c.state, OPEN_SETTLEMENTS)).order_by(S.c.due_at.is_(None), S.c.due_at, S.c.id))


def _held() -> sa.Select:
    rma_id = sa.func.coalesce(H.c.rma_id, U.c.rma_id)
    return (sa.select(R.c.number, C.c.name, P.c.name.label("product"), sa.literal(0).label("more"),
                      sa.cast(sa.null(), R.c.due_at.type).label("due_at"), H.c.reason, H.c.placed_at,
                      H.c.unit_id, U.c.tag)
            .select_from(H.outerjoin(U, U.c.id == H.c.unit_id).outerjoin(R, R.c.id == rma_id)
                         .outerjoin(C, C.c.id == R.c.customer_id).outerjoin(P, P.c.id == U.c.product_id))
            .where(H.c.released_at.is_(None)).order_by(H.c.placed_at, H.c.id))


def _questions() -> sa.Select:
    return (sa.select(R.c.number, C.c.name, sa.null().label("product"), sa.literal(0).label("more"),
                      Q.c.expires_at.label("due_at"), Q.c.reason)
            .select_from(Q.join(R, R.c.id == Q.c.rma_id).join(C, C.c.id == R.c.customer_id))
            .where(Q.c.answered_at.is_(None), Q.c.expired_at.is_(None)).order_by(Q.c.expires_at, Q.c.id))


def _messages() -> sa.Select:
    unread = (sa.select(M.c.rma_id, sa.func.min(M.c.at).label("since"), sa.func.count().label("count"))
              .where(sa.text("message.author = 'customer'"), M.c.read_at.is_(None)).group_by(M.c.rma_id)).subquery()
    return (sa.select(R.c.number, C.c.name, sa.null().label("product"), sa.literal(0).label("more"),
                      unread.c.since.label("due_at"), unread.c.count)
            .select_from(unread.join(R, R.c.id == unread.c.rma_id).join(C, C.c.id == R.c.customer_id))
            .order_by(unread.c.since, R.c.id))


def _carrier_claims() -> sa.Select:
    return (sa.select(R.c.number, C.c.name, B.c.number.label("product"), sa.literal(0).label("more"), CC.c.due_at,
                      CC.c.state)
            .select_from(CC.join(B, B.c.id == CC.c.parcel_id).outerjoin(R, R.c.id == B.c.rma_id)
                         .outerjoin(C, C.c.id == R.c.customer_id))
            .where(_literal(CC.c.state, OPEN_CLAIMS)).order_by(CC.c.due_at, CC.c.id))


LISTS: dict[str, List] = {entry.key: entry for entry in (
    List("requested", say("To decide"), _requested, _reason),
    List("to_settle", say("To settle"), _to_settle, lambda row: word(row.stage)),
    List("payments", say("Payments"), _money, lambda row: word(row.state)),
    List("messages", say("Unread messages"), _messages,
         lambda row: say("%(count)s unread", count=row.count)),
    List("questions", say("Waiting for the customer"), _questions,
         lambda row: Coded(phrases.info_request_reasons()[row.reason].label)
         if row.reason in phrases.info_request_reasons() else row.reason),
    List("held", say("On hold"), _held, lambda row: holding.WORDS.get(row.reason, row.reason)),
    List("carrier_claims", say("Carrier claims"), _carrier_claims, lambda row: word(row.state)),
    List("overdue", say("Overdue"), _overdue, lambda row: word(row.stage)),
)}


def counts() -> dict[str, int]:
    """How much waits in each list, counted up to MOST_COUNTED; one statement."""
    parts = [sa.select(sa.literal(key), sa.func.count()).select_from(
        entry.select().order_by(None).limit(MOST_COUNTED).subquery()) for key, entry in LISTS.items()]
    with reading() as connection:
        return dict(connection.execute(sa.union_all(*parts)).all())


def page(key: str, number: int) -> list[Line]:
    """The rows of one page of a list, numbered from 1. Raises NotFound for an unknown list."""
    entry = LISTS.get(key)
    if entry is None:
        raise NotFound(say("There is no such list."))
    with reading() as connection:
        rows = connection.execute(entry.select().limit(PAGE_SIZE).offset((max(number, 1) - 1) * PAGE_SIZE)).all()
    return [_line(entry, row) for row in rows]


def numbers(key: str, most: int) -> list[str]:
    """The RMAs of a list in its order, each once. Raises NotFound for an unknown list."""
    if key not in LISTS:
        raise NotFound(say("There is no such list."))
    with reading() as connection:
        rows = connection.execute(LISTS[key].select().limit(most))
        return list(dict.fromkeys(row.number for row in rows if row.number))


def _line(entry: List, row: sa.Row) -> Line:
    return Line(row.number, row.name, row.product, row.more, entry.why(row), row.due_at,
                *(getattr(row, name, None) for name in ("amount_minor", "currency", "unit_id", "tag")))


def pages(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))
