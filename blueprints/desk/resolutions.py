"""What the customer gets for one unit, and what becomes of goods that are ours."""

from __future__ import annotations

from flask import Response, g, request
from flask_babel import get_locale

from blueprints import guard
from blueprints.desk import wording
from blueprints.desk.blueprint import DECIDE, blueprint
from blueprints.desk.forms import DispositionForm, EmptyForm, ReasonForm, ResolutionForm
from blueprints.desk.rmas import change
from blueprints.languages import text
from blueprints.responses import go, page, refused_form
from models.lifecycle import Disposition, Ground, Resolution
from workflow import belonging, choices, disposing, promising, quoting, resolution_page, settling
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.sentences import say
from workflow.words import word


@blueprint.get("/rmas/<number>/units/<int:unit_id>/resolution")
@guard.staff(*DECIDE)
def deciding_page(number: str, unit_id: int) -> Response:
    return page("desk/resolution.html", form=ResolutionForm(None), refusal="",
                **_values(number, unit_id, request.args.get("ground")))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/resolution")
@guard.staff(*DECIDE)
def resolve(number: str, unit_id: int) -> Response:
    form = ResolutionForm()
    values = _values(number, unit_id, form.ground.data)
    if not form.validate():
        return page("desk/resolution.html", 422, form=form, refusal="", **values)
    try:
        _resolve(form, values["choice"])
    except AlreadyDone as refusal:
        return go(f"/desk/rmas/{number}", refusal.sentence)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return refused_form("desk/resolution.html", form, refusal, **values)
    return go(f"/desk/rmas/{number}", say("Decided."))


def _resolve(form: ResolutionForm, choice: resolution_page.Choice) -> None:
    ground, resolution = choice.decision(form.ground.data, form.resolution.data)
    amount = quoting.in_minor(form.amount.data, choice.currency) if form.amount.data else None
    settling.resolve(unit_id=choice.view.unit.id, resolution=resolution, ground=ground,
                     reason=form.reason.data or None, amount_minor=amount,
                     product_id=promising.product_with(form.sku.data or ""), by=g.me)


def _values(number: str, unit_id: int, ground: str | None) -> dict[str, object]:
    choice = resolution_page.choice(number, unit_id, ground, by=g.me)
    return {"choice": choice, "ground_word": wording.ground_word, "needs_amount": settling.MONEY,
            "reasons": choices.ground_reasons(choice.ground, str(get_locale())) if choice.ground else [],
            "resolutions": [(way.value, text(word(way))) for way in choice.resolutions],
            "exchange": Resolution.EXCHANGE.value, "inspected": Ground.INSPECTED}


@blueprint.post("/rmas/<number>/units/<int:unit_id>/reconsideration")
@guard.staff(*DECIDE)
def decide_anew(number: str, unit_id: int) -> Response:
    form = ReasonForm()
    return change(number, form, f"anew-{unit_id}", lambda: settling.decide_anew(
        unit_id=belonging.unit_of(number, unit_id), reason=form.reason.data, by=g.me), say("To be decided anew."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/promise-cancellation")
@guard.staff(*DECIDE)
def cancel_promise(number: str, unit_id: int) -> Response:
    form = ReasonForm()
    return change(number, form, f"promise-{unit_id}", lambda: settling.cancel_promise(
        unit_id=belonging.unit_of(number, unit_id), reason=form.reason.data, by=g.me), say("The promise is cancelled."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/stock")
@guard.staff(*DECIDE)
def stock(number: str, unit_id: int) -> Response:
    form = DispositionForm()
    return change(number, form, f"stock-{unit_id}", lambda: disposing.stock(
        unit_id=belonging.unit_of(number, unit_id), disposition=_way(form), by=g.me), say("Put into stock."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/refurbishment")
@guard.staff(*DECIDE)
def refurbish(number: str, unit_id: int) -> Response:
    return change(number, EmptyForm(), "", lambda: disposing.refurbish(
        unit_id=belonging.unit_of(number, unit_id), by=g.me), say("On its way to the bench."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/disposal")
@guard.staff(*DECIDE)
def dispose(number: str, unit_id: int) -> Response:
    form = DispositionForm()
    return change(number, form, f"dispose-{unit_id}", lambda: disposing.dispose(
        unit_id=belonging.unit_of(number, unit_id), disposition=_way(form), by=g.me), say("Disposed of."))


@blueprint.post("/rmas/<number>/units/<int:unit_id>/disposal-proposal")
@guard.staff(*DECIDE)
def propose(number: str, unit_id: int) -> Response:
    form = DispositionForm()
    return change(number, form, f"dispose-{unit_id}", lambda: disposing.propose_disposal(
        unit_id=belonging.unit_of(number, unit_id), disposition=_way(form), by=g.me),
        say("Proposed. A second person releases the hold, then it can be disposed of."))


def _way(form: DispositionForm) -> Disposition:
    try:
        return Disposition(form.disposition.data)
    except ValueError:
        raise Refused(say("Choose where it goes."), field="disposition") from None
