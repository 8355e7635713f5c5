"""Work outside the warranty: what it would cost, and what the customer says to it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from babel.numbers import get_currency_precision

from models.lifecycle import JobState, Owner, SettlementKind, SettlementState, Stage
from models.work import Quote
from workflow import benchwork, clock, installation, linking, rows, work_moves, working
from workflow.actors import SYSTEM, Actor
from workflow.benchwork import DECISION_DAYS
from workflow.doing import Doing
from workflow.errors import AlreadyDone, Gone, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading
from workflow.working import PU, J, K, Work

OFFER = Quote.__table__
OPEN, ACCEPTED, DECLINED, EXPIRED = "open", "accepted", "declined", "expired"
WORDS: dict[str, Sentence] = {OPEN: say("waiting for an answer"), ACCEPTED: say("accepted"),
                              DECLINED: say("declined"), EXPIRED: say("expired")}
REPAIR_DAYS, PAY_DAYS = 5, 14
LARGEST_MINOR = 100_000_000
AMOUNT = re.compile(r"^(\d{1,9})(?:[.,](\d{1,3}))?$")


def check_can_quote(work: Work, by: Actor) -> None:
    """It is in this person's hands, nothing holds it, and there is a customer to ask."""
    benchwork.check_can_finish(work, by)
    if work.unit.rma_id is None or work.unit.owner is not Owner.CUSTOMER:
        raise Refused(say("This belongs to no customer who could pay. Ask your lead what to do with it."))


@act("quote.made")
def make_quote(doing: Doing, *, work: Work, parts_minor: int, labour_minor: int, freight_minor: int,
               by: Actor) -> int:
    """Ask the customer, by letter and link, to pay for the work. The job waits. Returns the quote's id.

    Args:
        parts_minor, labour_minor, freight_minor: in minor units of the RMA's currency.

    Raises:
        Refused: an amount is below zero, the sum is nothing, or the job is not in this person's hands.
    """
    check_can_quote(work, by)
    amounts = {"parts_minor": parts_minor, "labour_minor": labour_minor, "freight_minor": freight_minor}
    _check_amounts(amounts)
    rma_id, days = work.unit.rma_id, installation.settings().quote_days
    quote_id = doing.insert(Quote, job_id=work.job.id, rma_id=rma_id, currency=work.currency, state=OPEN,
                            created_at=doing.now, expires_at=doing.now + timedelta(days=days), **amounts)
    linking.make(doing, purpose=linking.QUOTE, rma_id=rma_id, quote_id=quote_id, days=days)
    benchwork.move(doing, work, JobState.WAITING_CUSTOMER, parked_at=None)
    doing.letters = True
    doing.data = {"letter": "quote", "rma_id": rma_id, "quote_id": quote_id, "unit_ids": [work.unit.id]}
    return quote_id


@act("quote.made")
def quote_typed(doing: Doing, *, job_id: int, parts: str, labour: str, freight: str, by: Actor) -> int:
    """`make_quote` from a form: the amounts as they were typed."""
    work, amounts = benchwork.of_job(doing.connection, job_id), {}
    for field, typed in {"parts": parts, "labour": labour, "freight": freight}.items():
        amounts[f"{field}_minor"] = in_minor(typed or "0", work.currency or "", field=field)
    return make_quote(work=work, **amounts, by=by)


def _check_amounts(amounts: dict[str, int]) -> None:
    for name, amount in amounts.items():
        if not 0 <= amount <= LARGEST_MINOR:
            raise Refused(say("Type an amount of zero or more."), field=name.removesuffix("_minor"))
    if not sum(amounts.values()):
        raise Refused(say("A quote over nothing needs no answer. Type what the work costs."), field="labour")


def in_minor(typed: str, currency: str, *, field: str | None = None) -> int:
    """An amount as people type it, in minor units: "12.50" or "12,5" EUR is 1250, "900" JPY is 900.

    Raises:
        Refused: that is no amount of this currency.
    """
    digits = get_currency_precision(currency)
    found = AMOUNT.match(typed.strip())
    if found is None or len(found[2] or "") > digits:
        raise Refused(say("Type an amount like 12.50."), field=field)
    return int(found[1]) * 10 ** digits + int((found[2] or "").ljust(digits, "0") or 0)


def plain_number(amount_minor: int, currency: str | None) -> str:
    """An amount as it may be typed: 1250, EUR is "12.50"."""
    digits = get_currency_precision(currency or "EUR")
    return f"{amount_minor / 10 ** digits:.{digits}f}"


def parts_price(connection: sa.Connection, work: Work) -> int:
    """What the parts put in so far cost, as far as they are priced in the RMA's currency."""
    return connection.execute(sa.select(sa.func.coalesce(sa.func.sum(K.c.price_minor * PU.c.quantity), 0)).join(
        K, K.c.id == PU.c.part_id).where(PU.c.job_id == work.job.id, PU.c.kind == "add",
                                         K.c.currency == work.currency)).scalar_one()


def total(quote: Any) -> int:
    """Parts, labour and freight together, in minor units."""
    return quote.parts_minor + quote.labour_minor + quote.freight_minor


@act("quote.accepted")
def accept_quote(doing: Doing, *, quote_id: int, by: Actor) -> int:
    """The customer pays for the work: the job is queued again, and the charge is planned. Returns the charge's id.

    Raises:
        AlreadyDone: the quote was answered. Gone: it has run out.
    """
    quote, work = _answered(doing, quote_id, ACCEPTED)
    benchwork.move(doing, work, JobState.QUEUED, due_at=doing.now + timedelta(days=REPAIR_DAYS))
    rma = rows.rma(doing, quote.rma_id)
    with benchwork.by_rule(doing):
        return work_moves.new_settlement(
            doing, state=SettlementState.PLANNED, unit=work.unit, rma_id=rma.id, order_id=rma.order_id,
            quote_id=quote_id, kind=SettlementKind.CHARGE, amount_minor=total(quote), currency=quote.currency,
            made_by_id=by.staff_id, due_at=doing.now + timedelta(days=PAY_DAYS))


@act("quote.declined")
def decline_quote(doing: Doing, *, quote_id: int, by: Actor) -> None:
    """The customer does not pay for the work: an agent decides what becomes of the unit.

    Raises:
        AlreadyDone: the quote was answered. Gone: it has run out.
    """
    _quote, work = _answered(doing, quote_id, DECLINED)
    _give_up(doing, work, "unit.quote_declined")


@act("quote.expired")
def _expire(doing: Doing, *, quote_id: int, by: Actor) -> bool:
    """Nobody answered in time. False when somebody did meanwhile, or the job went another way."""
    quote = _quote(doing, quote_id)
    if quote.state != OPEN:
        return False
    doing.update(Quote, quote, state=EXPIRED)
    doing.data = {"rma_id": quote.rma_id, "quote_id": quote_id}
    for work in working.read(doing.connection, J.c.id == quote.job_id):
        if work.state is JobState.WAITING_CUSTOMER and work.unit.stage is Stage.REPAIRING:
            _give_up(doing, work, "unit.quote_expired")
    return True


def expire_quotes() -> int:
    """End every quote whose time is over. Returns how many. For the worker."""
    with reading() as connection:
        due = connection.execute(sa.select(OFFER.c.id).where(
            OFFER.c.state == OPEN, OFFER.c.expires_at <= clock.now()).order_by(OFFER.c.id).limit(100)).scalars().all()
    return sum(_expire(quote_id=quote_id, by=SYSTEM) for quote_id in due)


def _quote(doing: Doing, quote_id: int) -> sa.Row:
    row = doing.one(sa.select(OFFER).where(OFFER.c.id == quote_id).with_for_update())
    if row is None:
        raise NotFound(say("There is no such quote."))
    return row


def _answered(doing: Doing, quote_id: int, answer: str) -> tuple[sa.Row, Work]:
    quote = _quote(doing, quote_id)
    if quote.state != OPEN:
        raise AlreadyDone(say("This quote was answered already: %(answer)s.", answer=WORDS[quote.state]),
                          at=quote.answered_at)
    if quote.expires_at <= doing.now:
        raise Gone(say("This quote has run out. Write to us if you still want the repair."))
    doing.update(Quote, quote, state=answer, answered_at=doing.now)
    doing.data = {"rma_id": quote.rma_id, "quote_id": quote_id}
    work = benchwork.of_job(doing.connection, quote.job_id)
    if work.state is not JobState.WAITING_CUSTOMER or work.unit.stage is not Stage.REPAIRING:
        raise Refused(say("The repair has changed since this quote was made. Write to us, and we will look."))
    return quote, work


def _give_up(doing: Doing, work: Work, what: str) -> None:
    with benchwork.by_rule(doing):
        ended = benchwork.move(doing, work, JobState.DECLINED, finished_at=doing.now)
        benchwork.send_on(doing, ended, Stage.INSPECTED, what, DECISION_DAYS)
