"""An agent opens an RMA for a customer: find the order, choose the items, say how the customer reached us."""

from __future__ import annotations

from flask import Response, g, request
from flask_babel import get_locale

from blueprints import guard
from blueprints.desk.blueprint import DECIDE, blueprint
from blueprints.desk.forms import OpenForm
from blueprints.languages import NAMES, text
from blueprints.responses import go, page, refused_form
from models.lifecycle import Resolution
from workflow import belonging, choices, purchases, requesting, searching
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.purchases import Purchase
from workflow.requesting import Wish
from workflow.sentences import say
from workflow.words import word


@blueprint.get("/rmas/new")
@guard.staff(*DECIDE)
def new() -> Response:
    query = request.args.get("q", "")
    return page("desk/new.html", query=query, found=searching.search(query) if query else None)


@blueprint.get("/rmas/new/<int:order_id>")
@guard.staff(*DECIDE)
def new_of_order(order_id: int) -> Response:
    purchase = purchases.purchase(order_id)
    form = OpenForm(None, lines=[{"line_id": line.id, "quantity": 0} for line in purchase.lines],
                    language=belonging.language_of_customer(purchase.order.customer_id))
    return page("desk/new_of_order.html", form=form, refusal="", **_values(purchase))


@blueprint.post("/rmas/new/<int:order_id>")
@guard.staff(*DECIDE)
def open_rma(order_id: int) -> Response:
    form, purchase = OpenForm(), purchases.purchase(order_id)
    if not form.validate():
        return page("desk/new_of_order.html", 422, form=form, refusal="", **_values(purchase))
    try:
        rma_id = _open(order_id, form)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return refused_form("desk/new_of_order.html", form, refusal, **_values(purchase))
    return go(f"/desk/rmas/{belonging.number_of(rma_id)}", say("The RMA is open."))


def _open(order_id: int, form: OpenForm) -> int:
    if form.channel.data not in choices.WITHOUT_PORTAL:
        raise Refused(say("Choose how the customer reached us."), field="channel")
    if form.language.data not in NAMES:
        raise Refused(say("Choose the customer's language."), field="language")
    return requesting.request_return(
        order_id=order_id, wishes=_wishes(form), language=form.language.data, opened_through=form.channel.data,
        override_reason=form.override_reason.data or None, by=g.me)


def _wishes(form: OpenForm) -> list[Wish]:
    """One wish for each unit that was chosen."""
    return [Wish(order_line_id=line["line_id"], reason=line["reason"], wanted=line["wanted"],
                 description=line["description"] or "", serial=line["serial"] or "")
            for line in form.lines.data for _unit in range(line["quantity"] or 0)]


def _values(purchase: Purchase) -> dict[str, object]:
    language = str(get_locale())
    return {"purchase": purchase, "reasons": choices.return_reasons(language),
            "solutions": [(code, text(word(Resolution(code)))) for code in choices.solutions()],
            "channels": [(code, text(choices.CHANNELS[code])) for code in choices.WITHOUT_PORTAL],
            "language_names": list(NAMES.items()), "override_reasons": choices.override_reasons(language),
            "lines_by_id": {line.id: line for line in purchase.lines}}
