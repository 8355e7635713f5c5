"""What a customer sees of a return: where it is, what comes next, what was said. Read-only.

No name, address or note of staff is read here: whoever holds the link sees goods, dates and the own words only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, ParcelState, SettlementState, Stage
from models.log import Act, Movement
from models.orders import Order
from models.parcels import Parcel, ParcelLine
from models.records import split
from models.rma import Message, Photo, Question, Rma, Unit, UnitNote
from models.work import Quote, Settlement
from reference import carriers, phrases, reasons
from reference.tables import Text
from workflow import cancelling, clock, customer_words, gates, linking, quoting, writing
from workflow.customer_words import BETWEEN_US
from workflow.errors import NotFound
from workflow.sentences import NOTHING, Sentence, say
from workflow.transaction import reading

R, U, P, PL, Q, ORD, PH, N, M, A, S, QU = (m.__table__ for m in (
    Rma, Unit, Parcel, ParcelLine, Question, Order, Photo, UnitNote, Movement, Act, Settlement, Quote))
NOTHING_SAID = Text("")


@dataclass(frozen=True)
class FollowedUnit:
    """One unit as its customer sees it. `reason` and `declined` are texts in every language."""

    unit: Any
    name: str
    status: str
    words: Sentence
    reason: Text
    declined: Text
    notes: Sequence[str]
    photo_ids: Sequence[int]

    @property
    def wish(self) -> Sentence:
        return customer_words.WISH[self.unit.wanted][0] if self.unit.wanted else NOTHING

    @property
    def decided(self) -> Sentence:
        return customer_words.WISH[self.unit.resolution][0] if self.unit.resolution else NOTHING


@dataclass(frozen=True)
class FollowedParcel:
    parcel: Any
    status: str
    words: Sentence
    carrier: str
    tracking_url: str

    @property
    def comes_to_us(self) -> bool:
        return self.parcel.direction is Direction.IN


@dataclass(frozen=True)
class Money:
    """One settlement in the customer's words."""

    settlement: Any
    kind: Sentence
    state: Sentence


@dataclass(frozen=True)
class Asked:
    """An open question: the words that were written, or the text of its reason in every language."""

    words: str
    text: Text


@dataclass(frozen=True)
class Event:
    """One entry of the timeline."""

    status: str
    icon: str
    words: Sentence
    at: datetime


@dataclass(frozen=True)
class Followed:
    """All of one RMA that its customer may see."""

    rma: Any
    order_number: str
    units: list[FollowedUnit]
    parcels: list[FollowedParcel]
    events: list[Event]
    settlements: list[Money]
    thread: list[writing.Entry]
    questions: list[Asked] = field(default_factory=list)
    can_cancel: bool = False
    quote_token: str | None = None

    @property
    def status(self) -> tuple[str, Sentence]:
        return customer_words.STATUS[self.rma.status]

    @property
    def kind_words(self) -> Sentence:
        return customer_words.KIND[self.rma.kind]

    @property
    def to_send(self) -> list[FollowedParcel]:
        """Boxes that the customer has still to send: their labels can be printed."""
        return [box for box in self.parcels if box.comes_to_us and box.parcel.state is ParcelState.ANNOUNCED]

    @property
    def never_came(self) -> bool:
        """Whether the customer says of all of it that it never came: there will be no label."""
        return bool(self.units) and all(reasons.never_came(row.unit) for row in self.units)

    @property
    def due(self) -> datetime | None:
        """The day by which the next thing should happen, over all units that still move."""
        moments = [row.unit.due_at for row in self.units if row.unit.due_at and row.unit.stage in MOVING]
        return max(moments, default=None)


MOVING = {Stage.REQUESTED, Stage.EXPECTED, Stage.PROMISED, Stage.ARRIVED, Stage.INSPECTED, Stage.REPAIRING,
          Stage.CHECKING, Stage.READY, Stage.PACKED}


def follow(rma_id: int) -> Followed:
    """Read one RMA for its customer. Raises NotFound."""
    with reading() as connection:
        row = connection.execute(sa.select(R, ORD.c.number).outerjoin(ORD, ORD.c.id == R.c.order_id)
                                 .where(R.c.id == rma_id)).first()
        if row is None:
            raise NotFound(say("There is no such return."))
        rma, order_number = split(row, Rma)
        return Followed(
            rma=rma, order_number=order_number or "", units=_units(connection, rma_id),
            parcels=_parcels(connection, rma_id), events=_events(connection, rma_id),
            settlements=_settlements(connection, rma_id), thread=writing.thread(rma_id),
            questions=_questions(connection, rma_id), quote_token=_open_quote(connection, rma_id),
            can_cancel=gates.holds(cancelling.check_can_cancel, connection, rma_id))


def _units(connection: sa.Connection, rma_id: int) -> list[FollowedUnit]:
    p = Product.__table__
    rows = connection.execute(sa.select(U, p.c.name).outerjoin(p, p.c.id == U.c.product_id)
                              .where(U.c.rma_id == rma_id, U.c.stage != Stage.VOIDED).order_by(U.c.id)).all()
    notes = _grouped(connection.execute(sa.select(N.c.unit_id, N.c.text).join(U, U.c.id == N.c.unit_id)
                                        .where(U.c.rma_id == rma_id).order_by(N.c.id)))
    pictures = _grouped(connection.execute(sa.select(PH.c.unit_id, PH.c.id).where(
        PH.c.rma_id == rma_id, PH.c.taken_by == writing.CUSTOMER, PH.c.unit_id.is_not(None)).order_by(PH.c.id)))
    return [_unit(*split(row, Unit), notes, pictures) for row in rows]


def _unit(unit: Any, name: str | None, notes: dict[int, list], pictures: dict[int, list]) -> FollowedUnit:
    status, words = _stage_words(unit)
    known, declines = reasons.reasons(), phrases.decline_reasons()
    return FollowedUnit(
        unit, name or "", status, words,
        reason=known[unit.reason].text if unit.reason in known else NOTHING_SAID,
        declined=declines[unit.decline_reason].text if unit.decline_reason in declines else NOTHING_SAID,
        notes=notes.get(unit.id, []), photo_ids=pictures.get(unit.id, []))


def _stage_words(unit: Any) -> tuple[str, Sentence]:
    """Where a unit is, in the customer's words. What they never had they cannot send, nor keep."""
    if unit.stage is Stage.KEPT and reasons.never_came(unit):
        return customer_words.NEVER_CAME
    if unit.stage is Stage.EXPECTED and reasons.carrier_has_it(unit):
        return customer_words.BY_CARRIER
    return customer_words.UNIT[unit.stage]


def _grouped(rows: sa.CursorResult) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for owner, value in rows:
        found.setdefault(owner, []).append(value)
    return found


def _parcels(connection: sa.Connection, rma_id: int) -> list[FollowedParcel]:
    with_units = sa.union(sa.select(PL.c.parcel_id).join(U, U.c.id == PL.c.unit_id).where(U.c.rma_id == rma_id),
                          sa.select(U.c.came_in_id).where(U.c.rma_id == rma_id, U.c.came_in_id.is_not(None)))
    rows = connection.execute(sa.select(P).where(
        sa.or_(P.c.rma_id == rma_id, P.c.id.in_(with_units)), P.c.direction != Direction.TRANSFER).order_by(P.c.id))
    return [followed_parcel(row) for row in rows]


def followed_parcel(row: Any) -> FollowedParcel:
    """A parcel in the customer's words, with the carrier's public page."""
    status, words = customer_words.PARCEL.get(row.direction, {}).get(row.state, BETWEEN_US)
    known = carriers.carriers().get(row.carrier or "")
    return FollowedParcel(row, status, words, known.name if known else "",
                          known.track(row.tracking) if known and row.tracking else "")


def _events(connection: sa.Connection, rma_id: int) -> list[Event]:
    """What happened, oldest first; what was undone did not happen. One entry per act, however many units.

    Read by the RMA's own chain and those of its boxes: by `rma_id` alone no index would help.
    """
    boxes = sa.select(P.c.id).where(P.c.rma_id == rma_id)
    ours = sa.or_(sa.and_(M.c.chain_kind == "rma", M.c.chain_id == rma_id),
                  sa.and_(M.c.chain_kind == "parcel", M.c.chain_id.in_(boxes), M.c.rma_id == rma_id))
    rows = connection.execute(
        sa.select(M.c.act_id, M.c.what, M.c.unit_id, M.c.from_stage, M.c.to_stage, M.c.at).join(A, A.c.id == M.c.act_id)
        .where(ours, A.c.undone_by_id.is_(None), A.c.undoes_id.is_(None)).order_by(M.c.id)).all()
    found: dict[tuple[int, str], Event] = {}
    for row in rows:
        code = row.to_stage if row.unit_id and row.to_stage != row.from_stage else row.what
        if code in customer_words.EVENTS and (row.unit_id or code == row.what):
            found.setdefault((row.act_id, code), Event(*customer_words.EVENTS[code], row.at))
    return list(found.values())


def _settlements(connection: sa.Connection, rma_id: int) -> list[Money]:
    rows = connection.execute(sa.select(S).where(S.c.rma_id == rma_id, S.c.state != SettlementState.VOID)
                              .order_by(S.c.id))
    return [Money(row, customer_words.MONEY[row.kind], customer_words.MONEY_STATE[row.state]) for row in rows]


def _questions(connection: sa.Connection, rma_id: int) -> list[Asked]:
    """What is still asked. The words of a question stand in the thread, written in the same moment."""
    known, m = phrases.info_request_reasons(), Message.__table__
    rows = connection.execute(
        sa.select(Q.c.reason, sa.func.min(m.c.body).label("words"))
        .outerjoin(m, sa.and_(m.c.rma_id == Q.c.rma_id, m.c.at == Q.c.asked_at, m.c.author != writing.CUSTOMER))
        .where(Q.c.rma_id == rma_id, Q.c.answered_at.is_(None), Q.c.expired_at.is_(None))
        .group_by(Q.c.id, Q.c.reason).order_by(Q.c.id))
    return [Asked(row.words or "", known[row.reason].text if row.reason in known else NOTHING_SAID) for row in rows]


def _open_quote(connection: sa.Connection, rma_id: int) -> str | None:
    """The token of the quote that waits for the customer's answer."""
    waits = connection.scalar(sa.select(QU.c.id).where(QU.c.rma_id == rma_id, QU.c.state == quoting.OPEN,
                                                       QU.c.expires_at > clock.now()).limit(1))
    link_id = linking.newest(rma_id, linking.QUOTE) if waits else None
    return linking.token(link_id) if link_id else None


@dataclass(frozen=True)
class Earlier:
    """A return of the same order that was asked for before; the token is None when its link was revoked."""

    number: str
    status: str
    words: Sentence
    created_at: datetime
    token: str | None


def of_order(order_id: int) -> list[Earlier]:
    """The returns of an order, newest first."""
    with reading() as connection:
        rows = connection.execute(sa.select(R).where(R.c.order_id == order_id).order_by(R.c.id.desc()).limit(20)).all()
    links = {row.id: linking.newest(row.id) for row in rows}
    return [Earlier(row.number, *customer_words.STATUS[row.status], row.created_at,
                    linking.token(links[row.id]) if links[row.id] else None) for row in rows]
