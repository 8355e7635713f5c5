"""Yes, no, questions, holds, words, boxes and undo: each change of an RMA is a resource of its own."""

from __future__ import annotations

from flask import Response, g

from blueprints import guard
from blueprints.desk.blueprint import DECIDE, blueprint
from blueprints.desk.forms import (
    ApprovalForm,
    EmptyForm,
    HoldForm,
    MessageForm,
    QuestionForm,
    ReasonForm,
    TrackingForm,
    UndoForm,
)
from blueprints.desk.rmas import change
from workflow import announcing, asking, belonging, by_road, deciding, holding, undoing, writing
from workflow.sentences import Sentence, say


@blueprint.post("/rmas/<number>/approval")
@guard.staff(*DECIDE)
def approve(number: str) -> Response:
    form = ApprovalForm()
    return change(number, form, "approval", lambda: deciding.approve(
        rma_id=belonging.id_of(number), unit_ids=form.unit_ids.data, by=g.me),
        say("Approved. The customer gets a letter."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/decline")
@guard.staff(*DECIDE)
def decline(number: str, unit_id: int) -> Response:
    form = ReasonForm()
    return change(number, form, f"decline-{unit_id}", lambda: deciding.decline(
        unit_id=belonging.unit_of(number, unit_id), reason=form.reason.data, by=g.me), say("Declined."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/reopening")
@guard.staff(*DECIDE)
def reopen(number: str, unit_id: int) -> Response:
    form = ReasonForm()
    return change(number, form, f"reopen-{unit_id}", lambda: deciding.reopen(
        unit_id=belonging.unit_of(number, unit_id), reason=form.reason.data, by=g.me), say("Reopened."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/cancellation")
@guard.staff(*DECIDE)
def cancel(number: str, unit_id: int) -> Response:
    return change(number, EmptyForm(), "", lambda: deciding.cancel(
        unit_id=belonging.unit_of(number, unit_id), by=g.me), say("Cancelled."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/loss")
@guard.staff(*DECIDE)
def lose(number: str, unit_id: int) -> Response:
    return change(number, EmptyForm(), "", lambda: deciding.lose(
        unit_id=belonging.unit_of(number, unit_id), by=g.me), say("Marked as lost. Decide what the customer gets."))


@blueprint.post("/rmas/<number>/holds")
@guard.staff(*DECIDE)
def hold(number: str) -> Response:
    form = HoldForm()

    def place() -> None:
        unit_id = belonging.unit_of(number, form.unit_id.data) if form.unit_id.data else None
        holding.hold(rma_id=None if unit_id else belonging.id_of(number), unit_id=unit_id, reason=form.reason.data,
                     note=form.note.data or "", by=g.me)

    return change(number, form, "hold", place, say("On hold."))


@blueprint.post("/rmas/<number>/road")
@guard.staff(*by_road.MAY_DECIDE)
def let_go_by_road(number: str) -> Response:
    form = ReasonForm()
    return change(number, form, "road", lambda: by_road.allow(
        rma_id=belonging.id_of(number), reason=form.reason.data, by=g.me), say("It goes by road. The label is ready."))


@blueprint.post("/rmas/<number>/holds/<int:hold_id>/release")
@guard.staff(*DECIDE)
def release(number: str, hold_id: int) -> Response:
    return change(number, EmptyForm(), "", lambda: holding.release(
        hold_id=belonging.hold_of(number, hold_id), by=g.me), say("Released."))


@blueprint.post("/rmas/<number>/questions")
@guard.staff(*DECIDE)
def ask(number: str) -> Response:
    form = QuestionForm()
    return change(number, form, "question", lambda: asking.ask(
        rma_id=belonging.id_of(number), reason=form.reason.data, text=form.text.data or "", by=g.me),
        say("Asked. The customer gets a letter."))


@blueprint.post("/rmas/<number>/messages")
@guard.staff(*DECIDE)
def write(number: str) -> Response:
    form = MessageForm()
    return change(number, form, "message", lambda: writing.write(
        rma_id=belonging.id_of(number), text=form.text.data, by=g.me), say("Sent."))


@blueprint.post("/rmas/<number>/boxes")
@guard.staff(*DECIDE)
def add_box(number: str) -> Response:
    return change(number, EmptyForm(), "", lambda: announcing.add_box(rma_id=belonging.id_of(number), by=g.me),
                  say("Another box is announced."))


@blueprint.post("/rmas/<number>/parcels/<int:parcel_id>/tracking")
@guard.staff(*DECIDE)
def track(number: str, parcel_id: int) -> Response:
    form = TrackingForm()
    return change(number, form, f"tracking-{parcel_id}", lambda: announcing.set_tracking(
        parcel_id=belonging.parcel_of(number, parcel_id), tracking=form.tracking.data,
        carrier=form.carrier.data or None, by=g.me), say("Noted."))


@blueprint.post("/rmas/<number>/undo")
@guard.staff(*DECIDE)
def undo(number: str) -> Response:
    """Take back the act named; that it belongs to this RMA and to this person is checked below."""
    form = UndoForm()
    return change(number, form, "undo", lambda: undoing.undo(
        act_id=belonging.act_of(number, form.act_id.data), reason=form.reason.data or None, by=g.me), undone)


def undone(what: undoing.Undone) -> Sentence:
    """What is said after an undo."""
    return say("Undone. The customer's letter has gone: write to them.") if what.letter_went else say("Undone.")
