"""Claims against carriers: what is to be filed by when, and how each ended."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, request
from flask_wtf import FlaskForm

from blueprints import guard
from blueprints.desk.blueprint import DECIDE, LOOK, blueprint
from blueprints.desk.forms import ClaimCarrierForm, ClaimFilingForm, ClaimPaymentForm, EmptyForm
from blueprints.languages import text
from blueprints.responses import go, page, refused_form
from workflow import carrier_claims, choices, gates, photo_set, quoting
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import Sentence, say

PAGE = "desk/carrier_claim.html"


@blueprint.get("/carrier-claims")
@guard.staff(*LOOK)
def claims() -> Response:
    ended = request.args.get("ended") == "1"
    return page("desk/carrier_claims.html", claims=carrier_claims.listed(ended=ended), ended=ended)


@blueprint.get("/carrier-claims/<int:claim_id>")
@guard.staff(*LOOK)
def claim(claim_id: int) -> Response:
    return page(PAGE, form=ClaimFilingForm(None), refusal="", **_values(claim_id))


@blueprint.post("/carrier-claims/<int:claim_id>/filing")
@guard.staff(*DECIDE)
def file_claim(claim_id: int) -> Response:
    form = ClaimFilingForm()
    return _change(claim_id, form, lambda: carrier_claims.file(
        claim_id=claim_id, amount=form.amount.data, currency=form.currency.data, reference=form.reference.data or "",
        without_photos=form.without_photos.data or "", by=g.me),
        say("Filed. It is due again when the carrier should have answered."))


@blueprint.post("/carrier-claims/<int:claim_id>/notes")
@guard.staff(*DECIDE)
def note_claim(claim_id: int) -> Response:
    """What is going to be claimed is kept, and nothing is filed."""
    form = ClaimFilingForm()
    return _change(claim_id, form, lambda: carrier_claims.note(
        claim_id=claim_id, amount=form.amount.data, currency=form.currency.data, reference=form.reference.data or "",
        by=g.me), say("Noted."))


@blueprint.post("/carrier-claims/<int:claim_id>/carrier")
@guard.staff(*DECIDE)
def note_carrier(claim_id: int) -> Response:
    """What the carrier's label on the box says, where the box came in by ours."""
    form = ClaimCarrierForm()
    return _change(claim_id, form, lambda: carrier_claims.note_carrier(
        claim_id=claim_id, carrier=form.carrier.data or "", tracking=form.tracking.data or "", by=g.me), say("Noted."))


@blueprint.post("/carrier-claims/<int:claim_id>/payment")
@guard.staff(*DECIDE)
def pay_claim(claim_id: int) -> Response:
    form = ClaimPaymentForm()
    return _change(claim_id, form, lambda: carrier_claims.pay(claim_id=claim_id, amount=form.received.data, by=g.me),
                   say("Paid by the carrier."))


@blueprint.post("/carrier-claims/<int:claim_id>/refusal")
@guard.staff(*DECIDE)
def refuse_claim(claim_id: int) -> Response:
    return _change(claim_id, EmptyForm(), lambda: carrier_claims.refuse(claim_id=claim_id, by=g.me),
                   say("Noted: the carrier refuses. It can be filed again."))


@blueprint.post("/carrier-claims/<int:claim_id>/end")
@guard.staff(*DECIDE)
def give_claim_up(claim_id: int) -> Response:
    return _change(claim_id, EmptyForm(), lambda: carrier_claims.give_up(claim_id=claim_id, by=g.me),
                   say("The claim is given up. It can be taken up again."))


@blueprint.post("/carrier-claims/<int:claim_id>/opening")
@guard.staff(*DECIDE)
def take_claim_up(claim_id: int) -> Response:
    return _change(claim_id, EmptyForm(), lambda: carrier_claims.take_up(claim_id=claim_id, by=g.me),
                   say("The claim is to be filed again."))


def _change(claim_id: int, form: FlaskForm, call: Callable[[], object], said: Sentence) -> Response:
    if not form.validate():
        return page(PAGE, 422, form=form, refusal="", **_values(claim_id))
    try:
        call()
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return refused_form(PAGE, form, refusal, **_values(claim_id))
    return go(f"/desk/carrier-claims/{claim_id}", said)


def _values(claim_id: int) -> dict[str, object]:
    shown = carrier_claims.one(claim_id)
    amount = shown.claim.amount_minor or shown.worth_minor
    return {"shown": shown, "wanted": photo_set.of_box(shown.claim.parcel_id), "may_decide": g.me.has(*DECIDE),
            "period": carrier_claims.period(shown.parcel.carrier), "carriers": choices.carrier_names(),
            "may_note_carrier": gates.holds(carrier_claims.check_can_note_carrier, shown.parcel),
            "reasons": [(code, text(words)) for code, words in carrier_claims.WITHOUT_PHOTOS.items()],
            "reasons_given": carrier_claims.WITHOUT_PHOTOS,
            "amount": quoting.plain_number(amount, shown.currency) if amount else ""}
