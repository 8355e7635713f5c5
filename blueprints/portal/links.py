"""The pages behind a secret link: where the return is, messages, labels, answers. The link is all that opens them."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, request

from blueprints import guard
from blueprints.limits import limit
from blueprints.portal import opening, pictures, wording
from blueprints.portal.forms import EmptyForm, MessageForm, TrackingForm
from blueprints.responses import go, page
from workflow import (
    announcing,
    customer_papers,
    following,
    linking,
    next_steps,
    packing_coach,
    photos,
    printing,
    requesting,
    writing,
)
from workflow.actors import CUSTOMER
from workflow.drafts import MOST_PHOTOS_OF_ONE
from workflow.errors import Busy, NotFound, Refused
from workflow.following import Followed
from workflow.sentences import say

blueprint = Blueprint("links", __name__, url_prefix="/returns")
opening.init(blueprint)
wording.init(blueprint)
LABELS = {"a4": "label_a4", "a6": "label_a6", "4x6": "label_4x6"}
LOOKS_BEFORE_GIVING_UP = 30


@blueprint.get("/s/<token>")
@guard.by_link
def status(token: str) -> Response:
    link = opening.opened(token, linking.STATUS)
    with suppress(Busy):  # a page to read is not worth failing for this
        writing.mark_read(link.rma_id, by=CUSTOMER)
    return _status_page(token, following.follow(link.rma_id), MessageForm(None))


@blueprint.get("/s/<token>/sent")
@guard.by_link
def sent(token: str) -> Response:
    """What stands there right after sending: the number, and the link to keep."""
    link = opening.opened(token, linking.STATUS)
    followed = following.follow(link.rma_id)
    return page("portal/sent.html", followed=followed, coach=packing_coach.look(link.rma_id), token=token,
                link_url=linking.url(link.id), next_step=next_steps.next_step(followed))


def _status_page(token: str, followed: Followed, form: MessageForm, *, about: str = "", tracking: object = None,
                 status: int = 200) -> Response:
    papers = customer_papers.of_rma(followed.rma.id)
    outside = customer_papers.to_send(papers)
    return page("portal/status.html", status, token=token, followed=followed, form=form, about=about,
                papers_of_rma=[paper for paper in papers if paper not in outside], outside=outside,
                coach=packing_coach.look(followed.rma.id),
                tracking=tracking or TrackingForm(None), road=next_steps.road(followed),
                next_step=next_steps.next_step(followed))


@blueprint.get("/s/<token>/messages")
@blueprint.get("/s/<token>/answer")
@blueprint.get("/s/<token>/parcels/<int:parcel_id>/tracking")
@guard.by_link
def after_a_refusal(token: str, parcel_id: int = 0) -> Response:
    """A refused form stands at its own address; a change of language there is a GET of it."""
    wording.language()
    return go(f"/returns/s/{token}")


@blueprint.post("/s/<token>/messages")
@guard.by_link
@limit("portal-message", tries=60, seconds=3600)
def write(token: str) -> Response:
    return _say(token, "message")


@blueprint.post("/s/<token>/answer")
@guard.by_link
@limit("portal-message", tries=60, seconds=3600)
def answer(token: str) -> Response:
    return _say(token, "answer")


def _say(token: str, about: str) -> Response:
    """Write into the thread, as an answer or as a message; words and sentence are kept when it is refused."""
    link, form = opening.opened(token, linking.STATUS), MessageForm()
    fits = form.validate()
    taken = pictures.take_all(form, most=MOST_PHOTOS_OF_ONE) if fits else []
    if fits and not form.photos.errors:
        use_case = requesting.answer_question if about == "answer" else writing.write
        try:
            use_case(rma_id=link.rma_id, text=form.text.data or "", photo_ids=taken, by=CUSTOMER)
            return go(f"/returns/s/{token}", say("Thank you. We have your message."))
        except Refused as refusal:
            form.text.errors = [*form.text.errors, wording.said(refusal.sentence)]
    photos.throw_away(taken)
    return _status_page(token, following.follow(link.rma_id), form, about=about, status=422)


@blueprint.post("/s/<token>/cancellation")
@guard.by_link
def cancel(token: str) -> Response:
    link, form = opening.opened(token, linking.STATUS), EmptyForm()
    if form.validate():
        requesting.cancel(rma_id=link.rma_id, by=CUSTOMER)
    return go(f"/returns/s/{token}", say("Your return is cancelled."))


@blueprint.post("/s/<token>/parcels/<int:parcel_id>/tracking")
@guard.by_link
@limit("portal-tracking", tries=60, seconds=3600)
def tracking(token: str, parcel_id: int) -> Response:
    """The customer says under which number the parcel travels."""
    link, form = opening.opened(token, linking.STATUS), TrackingForm()
    followed = following.follow(link.rma_id)
    if parcel_id not in {box.parcel.id for box in followed.to_send}:
        raise NotFound(say("There is no such parcel."))
    if form.validate():
        try:
            announcing.set_tracking(parcel_id=parcel_id, tracking=form.tracking.data, by=CUSTOMER)
            return go(f"/returns/s/{token}", say("Thank you. We follow your parcel under this number."))
        except Refused as refusal:
            wording.keep(form, refusal, other="tracking")
    return _status_page(token, followed, MessageForm(None), about=f"parcel-{parcel_id}", tracking=form, status=422)


@blueprint.get("/s/<token>/photos/<int:photo_id>")
@guard.by_link
def photo(token: str, photo_id: int) -> Response:
    link = opening.opened(token, linking.STATUS)
    with opening.counting_misses():
        return pictures.jpeg(photos.content(photo_id, rma_id=link.rma_id))


@blueprint.get("/s/<token>/label.pdf")
@guard.by_link
def label(token: str) -> Response:
    link = opening.opened(token, linking.STATUS)
    return _paper(token, link.rma_id, LABELS.get(request.args.get("size", "a4"), "label_a4"))


@blueprint.get("/s/<token>/slip.pdf")
@guard.by_link
def slip(token: str) -> Response:
    link = opening.opened(token, linking.STATUS)
    return _paper(token, link.rma_id, "inside_slip")


@blueprint.get("/s/<token>/papers/<kind>/<int:thing_id>.pdf")
@guard.by_link
def paper(token: str, kind: str, thing_id: int) -> Response:
    """The report of a repair and its like: only those that belong to this return."""
    link = opening.opened(token, linking.STATUS)
    with opening.counting_misses():
        return _pdf(token, customer_papers.ask_for(link.rma_id, kind, thing_id, wording.language()), kind)


def _paper(token: str, rma_id: int, kind: str) -> Response:
    """A label or the slip. What has still to be answered before the label is asked instead of it."""
    if not following.follow(rma_id).to_send:
        raise NotFound(say("There is no label to print for this return now."))
    try:
        content = printing.paper_for_customer(kind, rma_id, wording.language())
    except packing_coach.NotAnswered as refusal:
        return go(f"/returns/s/{token}/packing", refusal.sentence)
    return _pdf(token, content, kind)


def _pdf(token: str, content: bytes | None, kind: str) -> Response:
    """The PDF, or a page that looks again every second while it is being made, but not for ever."""
    looks = min(request.args.get("look", 0, int), LOOKS_BEFORE_GIVING_UP)
    if content is None:
        again = f"?size={kind.removeprefix('label_') if kind in LABELS.values() else 'a4'}&look={looks + 1}"
        return page("portal/paper.html", token=token, again=again, gave_up=looks >= LOOKS_BEFORE_GIVING_UP)
    return Response(content, mimetype="application/pdf",
                    headers={"Content-Disposition": f'inline; filename="{kind}.pdf"'})
