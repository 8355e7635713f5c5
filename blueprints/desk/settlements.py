"""Money documents: approved by a second person, sent, done, failed, corrected, made void."""

from __future__ import annotations

from flask import Response, g

from blueprints import guard
from blueprints.desk.blueprint import DECIDE, blueprint
from blueprints.desk.forms import AmountForm, EmptyForm, PaymentForm, ReasonForm
from blueprints.desk.rmas import change
from workflow import belonging, quoting, settling
from workflow.sentences import say


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/approval")
@guard.staff(*DECIDE)
def approve_money(number: str, settlement_id: int) -> Response:
    return change(number, EmptyForm(), "", lambda: settling.approve_settlement(
        settlement_id=belonging.settlement_of(number, settlement_id), by=g.me), say("The payment is approved."))


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/payment")
@guard.staff(*DECIDE)
def pay(number: str, settlement_id: int) -> Response:
    form = PaymentForm()
    return change(number, form, f"pay-{settlement_id}", lambda: settling.mark_done(
        settlement_id=belonging.settlement_of(number, settlement_id), reference=form.reference.data or "", by=g.me),
        say("Paid. The customer gets a letter."))


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/sending")
@guard.staff(*DECIDE)
def send(number: str, settlement_id: int) -> Response:
    form = PaymentForm()
    return change(number, form, f"pay-{settlement_id}", lambda: settling.mark_sent_by_hand(
        settlement_id=belonging.settlement_of(number, settlement_id), reference=form.reference.data or "", by=g.me),
        say("Sent."))


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/failure")
@guard.staff(*DECIDE)
def fail(number: str, settlement_id: int) -> Response:
    form = PaymentForm()
    return change(number, form, f"pay-{settlement_id}", lambda: settling.mark_failed(
        settlement_id=belonging.settlement_of(number, settlement_id), reference=form.reference.data or "", by=g.me),
        say("Marked as failed. Send it again, or make it void."))


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/void")
@guard.staff(*DECIDE)
def make_void(number: str, settlement_id: int) -> Response:
    form = ReasonForm()
    return change(number, form, f"void-{settlement_id}", lambda: settling.void_settlement(
        settlement_id=belonging.settlement_of(number, settlement_id), reason=form.reason.data, by=g.me),
        say("The payment is void."))


@blueprint.post("/rmas/<number>/settlements/<int:settlement_id>/amount")
@guard.staff(*DECIDE)
def correct(number: str, settlement_id: int) -> Response:
    form = AmountForm()

    def put_right() -> None:
        known = belonging.settlement_of(number, settlement_id)
        settling.correct_settlement(settlement_id=known, by=g.me, amount_minor=quoting.in_minor(
            form.amount.data, belonging.currency_of(number)))

    return change(number, form, f"amount-{settlement_id}", put_right, say("The amount is corrected."))
