"""Claims against carriers for boxes that came damaged: opened by DAMAGED at the dock, followed at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from babel.numbers import is_currency

from models.lifecycle import OPEN_CLAIMS, ClaimState
from models.orders import Customer
from models.parcels import CarrierClaim, Parcel, ParcelLine
from models.rma import WAITED_FOR, Photo, Rma, Unit
from reference import carriers
from reference.claim_periods import ANY, ClaimPeriod, claim_periods
from workflow import announcing, installation, moves, photo_set, quoting, work_moves
from workflow.actors import Actor
from workflow.boxes import Box
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

CC, P, PL, U, R, C, PH = (m.__table__ for m in (CarrierClaim, Parcel, ParcelLine, Unit, Rma, Customer, Photo))
ANSWER_DAYS = 30
"""After so many days without an answer a filed claim is due again. Our own habit; no carrier promises it."""
MOST = 200
NOT_FILED = (ClaimState.OPEN, ClaimState.REFUSED)
WITHOUT_PHOTOS: dict[str, Sentence] = {
    "box_gone": say("The box or the goods are gone"), "asks_for_less": say("The carrier asks for less"),
    "day_would_pass": say("Its last day would pass"), "not_inside": say("There was none in or on it"),
}


@dataclass(frozen=True)
class Claim:
    """A claim with its parcel (`P`), whose it is, and what its goods are worth in minor units."""

    claim: Any
    parcel: Any
    carrier: str
    rma_number: str | None
    customer: str | None
    currency: str
    worth_minor: int
    photos: int


def open_for(doing: Doing, box: Box) -> int:
    """The claim of a box that just was marked as damaged, for what is known to be in it. Undo of that mark takes it
    back.
    """
    parcel, worth = box.parcel, sum(line.unit.price_minor for line in box.shown)
    currency = doing.scalar(sa.select(R.c.currency).where(R.c.id == parcel.rma_id)) if worth and parcel.rma_id else None
    return work_moves.new_claim(doing, parcel=parcel, due_at=_due(parcel.received_at or doing.now, parcel.carrier),
                           amount_minor=worth if currency else None, currency=currency)


def _due(since: datetime, carrier: str | None) -> datetime:
    return since + timedelta(days=period(carrier).days)


def period(carrier: str | None) -> ClaimPeriod:
    """How long this carrier takes claims: as the installation says (CLAIM_PERIODS), else by the table."""
    chosen = _chosen(installation.settings().claim_periods)
    for code in (carrier or ANY, ANY):
        if code in chosen:
            return ClaimPeriod(chosen[code], "CLAIM_PERIODS")
        if code in claim_periods():
            return claim_periods()[code]
    return claim_periods()[ANY]


def _chosen(setting: str) -> dict[str, int]:
    """`dhl=7 ups=14` as pairs; what is no pair counts as not written."""
    pairs = (pair.partition("=") for pair in setting.replace(",", " ").split())
    return {code: int(days) for code, _equals, days in pairs if days.isdecimal() and 0 < int(days) <= 1000}


@act("claim.noted")
def note(doing: Doing, *, claim_id: int, amount: str, currency: str, reference: str, by: Actor) -> None:
    """What is going to be claimed, as it is known now: before it is filed it may still change.

    Args and Raises as `file`.
    """
    claim = _row(doing, claim_id)
    if claim.state not in NOT_FILED:
        raise Refused(say("This is filed already. Note what the carrier answers."))
    doing.update(CarrierClaim, claim, **_asked_for(amount, currency, reference))
    moves.note_parcel(doing, _parcel(doing, claim), what="claim.noted", codes=f"claim:{claim.id}")


@act("claim.filed")
def file(doing: Doing, *, claim_id: int, amount: str, currency: str, reference: str, without_photos: str = "",
         by: Actor) -> None:
    """The claim was sent to the carrier. From now on it is due when the carrier's answer is.

    Args:
        amount: as typed, like 12.50. currency: ISO 4217. reference: the carrier's number of the claim, if it gave one.
        without_photos: why some of the photos are missing (`WITHOUT_PHOTOS`); of no meaning while none is.

    Raises:
        Refused: it cannot be filed now, that is no amount, or photos are missing and nobody says why.
    """
    claim, asked_for = _row(doing, claim_id), _asked_for(amount, currency, reference)
    why = _why_without(photo_set.read(doing.connection, claim.parcel_id).missing, without_photos)
    doing.reason = why
    _move(doing, claim, ClaimState.FILED, reason=why, **asked_for, filed_at=doing.now, without_photos=why,
          ended_at=None, due_at=doing.now + timedelta(days=ANSWER_DAYS))


def _asked_for(amount: str, currency: str, reference: str) -> dict[str, Any]:
    code = currency.strip().upper()
    if not is_currency(code):
        raise Refused(say("Type a currency like EUR."), field="currency")
    amount_minor = quoting.in_minor(amount, code, field="amount")
    if amount_minor <= 0:
        raise Refused(say("Type an amount like 12.50."), field="amount")
    return {"amount_minor": amount_minor, "currency": code, "reference": reference.strip() or None}


def _why_without(missing: list[photo_set.Shot], why: str) -> str | None:
    if not missing:
        return None
    if why not in WITHOUT_PHOTOS:
        raise Refused(say("Photos are missing. Add them, or choose why it is filed without them."),
                      field="without_photos")
    return why


@act("claim.carrier_noted")
def note_carrier(doing: Doing, *, claim_id: int, carrier: str, tracking: str, by: Actor) -> None:
    """Who brought the box, and under which number, read from its label: of what is known already nothing changes.

    The day by which a claim is to be filed is that of its carrier.

    Raises:
        Refused: both are known, or nothing was given, or that is no number or carrier.
    """
    claim = _row(doing, claim_id)
    parcel = _parcel(doing, claim)
    check_can_note_carrier(parcel)
    values = _from_label(parcel, carrier, tracking)
    moves.note_parcel(doing, parcel, what="parcel.tracking_set", codes=f"claim:{claim.id}", **values)
    if claim.state is ClaimState.OPEN and "carrier" in values:
        doing.update(CarrierClaim, claim, due_at=_due(parcel.received_at or claim.opened_at, values["carrier"]))


def check_can_note_carrier(parcel: Any) -> None:
    """What the label on a box says is noted once."""
    if parcel.carrier and parcel.tracking:
        raise Refused(say("The carrier and the tracking number of this box are known."))


def _from_label(parcel: sa.Row, carrier: str, tracking: str) -> dict[str, str]:
    values = {}
    if carrier and not parcel.carrier:
        if carrier not in carriers.carriers():
            raise Refused(say("Choose a carrier from the list."), field="carrier")
        values["carrier"] = carrier
    if tracking.strip() and not parcel.tracking:
        values["tracking"] = announcing.clean_tracking(tracking)
    if not values:
        raise Refused(say("Choose the carrier or type the tracking number."), field="tracking")
    return values


@act("claim.paid")
def pay(doing: Doing, *, claim_id: int, amount: str, by: Actor) -> None:
    """The carrier paid, all of it or a part. Raises Refused: that is no amount, or more than was claimed."""
    claim = _row(doing, claim_id)
    received = quoting.in_minor(amount, claim.currency or "EUR", field="received")
    if received <= 0 or received > (claim.amount_minor or 0):
        raise Refused(say("Type what the carrier paid: more than nothing, at most what was claimed."), field="received")
    _move(doing, claim, ClaimState.PAID, received_minor=received, ended_at=doing.now)


@act("claim.refused")
def refuse(doing: Doing, *, claim_id: int, by: Actor) -> None:
    """The carrier pays nothing. It can be filed again, with what was missing."""
    _move(doing, _row(doing, claim_id), ClaimState.REFUSED, ended_at=doing.now)


@act("claim.given_up")
def give_up(doing: Doing, *, claim_id: int, by: Actor) -> None:
    """It is not worth it, or too late."""
    _move(doing, _row(doing, claim_id), ClaimState.GIVEN_UP, ended_at=doing.now)


@act("claim.open")
def take_up(doing: Doing, *, claim_id: int, by: Actor) -> None:
    """What was given up is taken up again; its day stays what it was."""
    _move(doing, _row(doing, claim_id), ClaimState.OPEN, ended_at=None)


def _row(doing: Doing, claim_id: int) -> sa.Row:
    row = doing.one(sa.select(CC).where(CC.c.id == claim_id).with_for_update())
    if row is None:
        raise _none()
    return row


def _none() -> NotFound:
    return NotFound(say("There is no such carrier claim. Look at the list."))


def _parcel(doing: Doing, claim: sa.Row) -> sa.Row:
    return doing.connection.execute(sa.select(P).where(P.c.id == claim.parcel_id)).one()


def _move(doing: Doing, claim: sa.Row, to: ClaimState, *, reason: str | None = None, **also: Any) -> None:
    work_moves.move_claim(doing, claim, to, parcel=_parcel(doing, claim), reason=reason, **also)


def listed(*, ended: bool = False) -> list[Claim]:
    """Claims by the day on which they are due; those that have ended newest first."""
    which = CC.c.state.not_in(OPEN_CLAIMS) if ended else CC.c.state.in_(OPEN_CLAIMS)
    order = (CC.c.ended_at.desc(), CC.c.id.desc()) if ended else (CC.c.due_at, CC.c.id)
    with reading() as connection:
        return [_claim(row) for row in connection.execute(_select().where(which).order_by(*order).limit(MOST))]


def one(claim_id: int) -> Claim:
    """Raises NotFound."""
    with reading() as connection:
        row = connection.execute(_select().where(CC.c.id == claim_id)).first()
    if row is None:
        raise _none()
    return _claim(row)


def of_parcels(connection: sa.Connection, parcel_ids: list[int]) -> dict[int, Any]:
    """The claims of these parcels, by parcel."""
    if not parcel_ids:
        return {}
    return {row.parcel_id: row for row in connection.execute(sa.select(CC).where(CC.c.parcel_id.in_(parcel_ids)))}


def _select() -> sa.Select:
    lines = sa.select(PL.c.unit_id).where(PL.c.parcel_id == P.c.id).correlate(P)
    may_be = sa.or_(U.c.id.in_(lines), sa.and_(U.c.rma_id == P.c.rma_id, WAITED_FOR))
    inside = sa.or_(U.c.came_in_id == P.c.id, sa.and_(U.c.came_in_id.is_(None), may_be))
    worth = sa.select(sa.func.coalesce(sa.func.sum(U.c.price_minor), 0)).where(inside).correlate(P).scalar_subquery()
    photos = sa.select(sa.func.count()).where(PH.c.parcel_id == P.c.id).correlate(P).scalar_subquery()
    return (sa.select(CC, P.c.number, P.c.carrier, P.c.tracking, P.c.weight_g, P.c.received_at, P.c.unidentified,
                      R.c.number.label("rma_number"), R.c.currency.label("rma_currency"), C.c.name.label("customer"),
                      worth.label("worth"), photos.label("photos"))
            .select_from(CC.join(P, P.c.id == CC.c.parcel_id).outerjoin(R, R.c.id == P.c.rma_id)
                         .outerjoin(C, C.c.id == R.c.customer_id)))


def _claim(row: sa.Row) -> Claim:
    known = carriers.carriers().get(row.carrier or "")
    return Claim(claim=row, parcel=row, carrier=known.name if known else "", rma_number=row.rma_number,
                 customer=row.customer, currency=row.currency or row.rma_currency or "", worth_minor=int(row.worth),
                 photos=row.photos)
