"""Asking for a return: find the order, choose, say why, look it over, send. Each page is a form of its own."""

from __future__ import annotations

from flask import Blueprint, Response, request

from blueprints import guard
from blueprints.limits import limit
from blueprints.portal import access, wording
from blueprints.portal.forms import EmptyForm, FindForm, ReasonForm, items_form
from blueprints.responses import go, page
from workflow import drafts, following, linking, preparing, purchases, requesting
from workflow.actors import CUSTOMER
from workflow.drafts import Draft
from workflow.errors import Refused, TooOften
from workflow.purchases import Purchase, ReturnableLine

blueprint = Blueprint("portal", __name__, url_prefix="/returns")
access.init(blueprint)
wording.init(blueprint)


@blueprint.get("")
@guard.public
def find() -> Response:
    return page("portal/find.html", form=FindForm(), refusal="")


@blueprint.post("")
@guard.public
def find_now() -> Response:
    form = FindForm()
    if not form.validate():
        return page("portal/find.html", 422, form=form, refusal="")
    try:
        order_id = requesting.find_order(form.order_number.data, form.proof.data, address=request.remote_addr or "")
    except TooOften:
        raise
    except Refused as refusal:
        return page("portal/find.html", 422, form=form, refusal=wording.said(refusal.sentence))
    access.enter(order_id)
    return go("/returns/items")


@blueprint.post("/leave")
@guard.public
def leave() -> Response:
    """Forget the order, on a computer that others use too."""
    access.leave()
    return go("/returns")


@blueprint.get("/items")
@guard.public
def items() -> Response:
    draft = access.draft()
    bought = purchases.purchase(draft.order_id)
    form = items_form(_left(bought))
    for line_id, count in draft.counts.items():
        if f"line_{line_id}" in form:
            form[f"line_{line_id}"].data = count
    return _items_page(draft, bought, form)


@blueprint.post("/items")
@guard.public
def choose_items() -> Response:
    draft = access.draft()
    bought = purchases.purchase(draft.order_id)
    form = items_form(_left(bought))
    if not form.validate():
        return _items_page(draft, bought, form, status=422)
    draft.counts = {str(line.id): form[f"line_{line.id}"].data for line in _left(bought)
                    if form[f"line_{line.id}"].data}
    draft.withdrawal = form.way.data == "withdrawal"
    if draft.rma_id:  # that one was sent: this is another request
        draft.rma_id, draft.items = None, {}
    refusal = _objection(draft, bought)
    if refusal:
        return _items_page(draft, bought, form, refusal=refusal, status=422)
    drafts.save(draft)
    return go(_next(draft))


def _left(bought: Purchase) -> list[ReturnableLine]:
    return [line for line in bought.lines if line.left]


def _items_page(draft: Draft, bought: Purchase, form: object, *, refusal: str = "", status: int = 200) -> Response:
    return page("portal/items.html", status, draft=draft, bought=bought, form=form, refusal=refusal,
                lines=[(line, line.withdrawal()) for line in bought.lines],
                earlier=following.of_order(draft.order_id),
                policy=purchases.policy_sentences(bought, wording.language()) if bought.lines else [])


def _objection(draft: Draft, bought: Purchase) -> str:
    """Why one cannot go on with this choice, if so."""
    try:
        preparing.check_choice(bought, draft.counts, withdrawal=draft.withdrawal)
    except Refused as refusal:
        return wording.said(refusal.sentence)
    return ""


def _next(draft: Draft) -> str:
    """The page that asks what is not known yet, else the last look."""
    key = None if draft.withdrawal else draft.next_open()
    return f"/returns/items/{key}/reason" if key else "/returns/review"


@blueprint.get("/items/<key>/reason")
@guard.public
def reason(key: str) -> Response:
    return _reason_page(access.draft(), key, ReasonForm())


@blueprint.post("/items/<key>/reason")
@guard.public
def choose_reason(key: str) -> Response:
    draft, form = access.draft(), ReasonForm()
    line, item = _line(draft, key), draft.item(key)
    if not form.validate():
        return _reason_page(draft, key, form, status=422)
    option = next((row for row in line.options() if row.reason.code == form.reason.data), None)
    if option is None or not option.judgement.allowed:
        objections = option.judgement.objections if option else ()
        return _reason_page(draft, key, form, status=422,
                            refusal=wording.said(objections[0].sentence) if objections else "")
    if item.reason != option.reason.code:
        item.reason, item.wanted, item.done = option.reason.code, "", False
    drafts.save(draft)
    return go(f"/returns/items/{key}")


def _line(draft: Draft, key: str) -> ReturnableLine:
    draft.item(key)
    return purchases.purchase(draft.order_id).line(int(key.rsplit("-", 1)[0]))


def _reason_page(draft: Draft, key: str, form: ReasonForm, *, refusal: str = "", status: int = 200) -> Response:
    line = _line(draft, key)
    options = line.options()
    return page("portal/reason.html", status, draft=draft, key=key, line=line, item=draft.item(key), form=form,
                refusal=refusal, groups=purchases.grouped([row for row in options if row.judgement.allowed]),
                closed=[row for row in options if not row.judgement.allowed])


@blueprint.get("/review")
@guard.public
def review() -> Response:
    draft = access.draft()
    if draft.rma_id:
        return go(_sent(draft.rma_id))
    if not draft.counts:
        return go("/returns/items")
    if not draft.withdrawal and draft.next_open():
        return go(_next(draft))
    return _review_page(draft, EmptyForm())


@blueprint.post("/review")
@guard.public
@limit("send-request", tries=30, seconds=3600)
def send() -> Response:
    """Send the request. Sent twice, it leads to the one return that came of it."""
    draft, form = access.draft(), EmptyForm()
    if draft.rma_id:
        return go(_sent(draft.rma_id))
    try:
        rma_id = preparing.send(draft, language=wording.language(), by=CUSTOMER)
    except TooOften:
        raise
    except Refused as refusal:
        sent_meanwhile = (drafts.read(draft.name) or draft).rma_id
        if sent_meanwhile:
            return go(_sent(sent_meanwhile))
        return _review_page(draft, form, refusal=wording.said(refusal.sentence), status=422)
    drafts.end(draft, rma_id)
    return go(_sent(rma_id))


def _sent(rma_id: int) -> str:
    link_id = linking.newest(rma_id)
    return f"/returns/s/{linking.token(link_id)}/sent" if link_id else "/returns/items"


def _review_page(draft: Draft, form: EmptyForm, *, refusal: str = "", status: int = 200) -> Response:
    return page("portal/review.html", status, draft=draft, form=form, refusal=refusal,
                look=preparing.look_over(draft))
