"""The customer's requests: ask for a return, answer a question. Finding and cancelling stand in files of their own.

Staff open an RMA for a customer with the same function. The rules bind customers; staff may go against them with a
coded reason, which stands in the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.lifecycle import Owner, PlaceKind, Resolution, RmaKind, RmaStatus, Role, Stage
from models.numbers import Prefix, draw
from models.rma import Question, Rma, UnitNote
from reference import phrases, reasons
from workflow import accessories, linking, moves, photos, purchases, recorded_terms, rows, stated_serials, writing
from workflow.actors import Actor
from workflow.cancelling import cancel as cancel
from workflow.cancelling import check_can_cancel as check_can_cancel
from workflow.doing import Doing
from workflow.eligibility.judging import Judgement, judge
from workflow.errors import Refused
from workflow.finding import find_order as find_order
from workflow.purchases import Purchase, ReturnableLine
from workflow.purchases import returnable as returnable
from workflow.sentences import say
from workflow.transaction import act

Q = Question.__table__
MOST_UNITS, LONGEST_TEXT = 50, 4000
WORKING_DAYS_TO_ANSWER = 2


@dataclass(frozen=True)
class Wish:
    """What is asked for one unit of an order line. Photos were taken before and belong to nothing yet.

    `shared_photos` counts those that hang on another unit of the same line and show this one too.
    """

    order_line_id: int
    reason: str
    wanted: str = "refund"
    description: str = ""
    serial: str = ""
    photo_ids: tuple[int, ...] = ()
    shared_photos: int = 0
    opened: bool | None = None


Asked = list[tuple[Wish, ReturnableLine, Judgement]]


@act("rma.requested")
def request_return(doing: Doing, *, order_id: int, wishes: Sequence[Wish], language: str, by: Actor,
                   kind: RmaKind | None = None, opened_through: str = "portal",
                   override_reason: str | None = None) -> int:
    """Ask for a return of these units. Returns the RMA's id; its units wait for an agent.

    Args:
        kind: a withdrawal (or recall) asked for by name; None lets the rules choose.
        opened_through: portal, email, phone, chat, marketplace, social.
        override_reason: a code of reference override reasons, for staff who go against a rule.

    Raises:
        Refused: a rule says no (customers), or says no without an override reason (staff); nothing left to return.
            `field` is "<index of the wish>-<field>".
    """
    purchase = purchases.read(doing.connection, order_id, lock=True)
    _check_left(purchase, wishes)
    asked = [_judged(purchase.line(wish.order_line_id), wish, kind) for wish in wishes]
    _check_allowed(doing, asked, by, override_reason)
    rma_id = _new_rma(doing, purchase, asked, kind, language, opened_through)
    for wish, line, judgement in asked:
        _new_unit(doing, rma_id, purchase, wish, line, judgement)
    linking.make(doing, purpose=linking.STATUS, rma_id=rma_id)
    doing.letters = True
    doing.data = {"letter": "request_received", "rma_id": rma_id}
    return rma_id


def _judged(line: ReturnableLine, wish: Wish, kind: RmaKind | None) -> tuple[Wish, ReturnableLine, Judgement]:
    if wish.reason not in reasons.reasons():
        raise Refused(say("Choose a reason from the list."), field="reason")
    if wish.wanted not in reasons.SOLUTIONS:
        raise Refused(say("Choose what you would like us to do."), field="wanted")
    case = line.case(wish.reason, asked=kind if kind is RmaKind.WITHDRAWAL else None, wanted=wish.wanted,
                     description=wish.description, photos=len(wish.photo_ids) + wish.shared_photos, opened=wish.opened)
    return wish, line, judge(case)


def _check_left(purchase: Purchase, wishes: Sequence[Wish]) -> None:
    if not wishes:
        raise Refused(say("Choose at least one item."))
    if len(wishes) > MOST_UNITS:
        raise Refused(say("One return takes up to %(most)s items. Send the rest as a second one.", most=MOST_UNITS))
    for line_id, wanted in Counter(wish.order_line_id for wish in wishes).items():
        if wanted > purchase.line(line_id).left:
            raise Refused(say("One of these items is in a return already. Look at what is left and choose again."))


def _check_allowed(doing: Doing, asked: Asked, by: Actor, override_reason: str | None) -> None:
    """The rules bind customers. Staff are told, and may go on with a coded reason."""
    against = [(index, objection) for index, (_, _, judgement) in enumerate(asked)
               for objection in judgement.objections]
    if not against:
        return
    index, first = against[0]
    if by.has(Role.AGENT, Role.LEAD):
        if override_reason in phrases.override_reasons():
            doing.reason = override_reason
            return
        raise Refused(say("The policy says no: %(why)s Give a reason to go on all the same.", why=first.sentence),
                      field="override_reason")
    raise Refused(first.sentence, field=f"{index}-{first.field}")


def _new_rma(doing: Doing, purchase: Purchase, asked: Asked, kind: RmaKind | None, language: str,
             opened_through: str) -> int:
    order, postages = purchase.order, {judgement.postage for _, _, judgement in asked}
    return doing.insert(
        Rma, number=draw(Prefix.RMA), kind=kind or _kind(asked), status=RmaStatus.REQUESTED,
        customer_id=order.customer_id, order_id=order.id, site_id=purchase.site.id, channel=order.channel,
        opened_through=opened_through, language=language, currency=order.currency,
        policy=recorded_terms.of(asked, doing.now), postage_paid_by="seller" if "seller" in postages else "buyer",
        due_at=answer_due(doing.now), created_at=doing.now)


def _kind(asked: Asked) -> RmaKind:
    """One kind for the whole RMA: that of its units, or a return when they differ or staff overrode all rules."""
    kinds = {judgement.kind for _, _, judgement in asked}
    return kinds.pop() or RmaKind.RETURN if len(kinds) == 1 else RmaKind.RETURN


def _new_unit(doing: Doing, rma_id: int, purchase: Purchase, wish: Wish, line: ReturnableLine,
              judgement: Judgement) -> int:
    known = stated_serials.at_request(doing.connection, line, wish.serial)
    unit_id = moves.new_unit(
        doing, stage=Stage.REQUESTED, what="unit.requested", place=(PlaceKind.CUSTOMER, None), rma_id=rma_id,
        product_id=line.product.id, order_line_id=line.id, owner=Owner.CUSTOMER, reason=wish.reason,
        wanted=Resolution(wish.wanted), price_minor=line.unit_price_minor, due_at=answer_due(doing.now),
        codes=f"reason:{wish.reason} wanted:{wish.wanted}", **known)
    accessories.expect(doing, unit_id=unit_id, product=line.product)
    if wish.description.strip():
        doing.insert(UnitNote, unit_id=unit_id, text=wish.description.strip()[:LONGEST_TEXT], at=doing.now)
    photos.attach(doing, wish.photo_ids, rma_id=rma_id, unit_id=unit_id)
    return unit_id


@act("question.answered")
def answer_question(doing: Doing, *, rma_id: int, text: str, by: Actor, photo_ids: Sequence[int] = ()) -> None:
    """Answer all that is asked: the words and photos stand in the thread, and the request goes on.

    Raises:
        Refused: nothing is asked any more, or the answer is empty.
    """
    rows.rma(doing, rma_id)
    still_open = doing.all(sa.select(Q).where(Q.c.rma_id == rma_id, Q.c.answered_at.is_(None), Q.c.expired_at.is_(None))
                           .with_for_update())
    if not still_open:
        raise Refused(say("There is no open question any more. Write a message instead."))
    for question in still_open:
        doing.update(Question, question, answered_at=doing.now)
        moves.note(doing, what="question.answered", rma_id=rma_id, codes=f"question:{question.id}")
    writing.write(rma_id=rma_id, text=text, photo_ids=photo_ids, by=by)


def answer_due(moment: datetime, days: int = WORKING_DAYS_TO_ANSWER) -> datetime:
    """So many working days (Monday to Friday) after a moment."""
    while days > 0:
        moment += timedelta(days=1)
        days -= moment.weekday() < 5
    return moment
