"""The packing coach: one step per page, from what goes into the box to the label. Works without scripts and printer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Response, request

from blueprints import guard
from blueprints.countries import for_carriers
from blueprints.limits import limit
from blueprints.portal import opening, pictures, qr_code, wording
from blueprints.portal.forms import EmptyForm, PackedPhotoForm
from blueprints.portal.links import blueprint
from blueprints.responses import go, page
from workflow import accessories, customer_papers, linking, packing_coach, packing_statements, photos
from workflow.actors import CUSTOMER
from workflow.drafts import MOST_PHOTOS_OF_ONE
from workflow.errors import Refused
from workflow.packing_coach import Coach, Step

MOST_TICKS = 1000
ROW_ID = re.compile(r"[0-9]{1,18}")


@blueprint.get("/s/<token>/packing")
@guard.by_link
def packing(token: str) -> Response:
    """Goes on where it stopped. A letter leads here long after the parcel has gone, too."""
    coach = packing_coach.look(opening.opened(token, linking.STATUS).rma_id)
    return _on(token, coach) if coach else go(f"/returns/s/{token}")


@blueprint.get("/s/<token>/packing/contents")
@guard.by_link
def contents(token: str) -> Response:
    return _page(token, _coach(token), Step.CONTENTS)


@blueprint.post("/s/<token>/packing/contents")
@guard.by_link
@limit("portal-packing", tries=120, seconds=3600)
def state_contents(token: str) -> Response:
    coach = _coach(token)
    if EmptyForm().validate():
        ticked = {int(value) for value in request.form.getlist("accessory")[:MOST_TICKS] if ROW_ID.fullmatch(value)}
        packing_statements.state_contents(rma_id=coach.rma.id, by=CUSTOMER, accessory_ids=ticked)
    return _on(token, _coach(token))


@blueprint.get("/s/<token>/packing/battery")
@guard.by_link
def battery(token: str) -> Response:
    return _page(token, _coach(token), Step.BATTERY)


@blueprint.post("/s/<token>/packing/battery")
@guard.by_link
@limit("portal-packing", tries=120, seconds=3600)
def state_batteries(token: str) -> Response:
    coach = _coach(token)
    answers = {row.unit.id: request.form.get(f"battery_{row.unit.id}", "") for row in coach.with_battery_question}
    try:
        if EmptyForm().validate():
            packing_statements.state_batteries(rma_id=coach.rma.id, answers=answers, by=CUSTOMER)
    except Refused as refusal:
        return _page(token, coach, Step.BATTERY, answers=answers,
                     errors={refusal.field: wording.said(refusal.sentence)} if refusal.field else {}, status=422)
    return _on(token, _coach(token))


@blueprint.get("/s/<token>/packing/photo")
@guard.by_link
def photo_of_the_packed(token: str) -> Response:
    return _page(token, _coach(token), Step.PHOTO)


@blueprint.post("/s/<token>/packing/photo")
@guard.by_link
@limit("portal-packing", tries=120, seconds=3600)
def add_photo(token: str) -> Response:
    """A photo, or none: `way` is the button that was pressed."""
    coach, form = _coach(token), PackedPhotoForm()
    fits = form.validate()
    skips = form.way.data == "none"
    taken = [] if skips or not fits else pictures.take_all(form, most=MOST_PHOTOS_OF_ONE - len(coach.photo_ids))
    try:
        if fits and not form.photos.errors:
            _answer_photo(coach, skips, taken)
            return _on(token, _coach(token))
    except Refused as refusal:
        wording.keep(form, refusal, other="photos")
    photos.throw_away(taken)
    return _page(token, coach, Step.PHOTO, form=form, status=422)


def _answer_photo(coach: Coach, skips: bool, taken: list[int]) -> None:
    if skips:
        packing_statements.pass_photo_over(rma_id=coach.rma.id, by=CUSTOMER)
    elif taken or not coach.photo_ids:
        packing_statements.add_photos(rma_id=coach.rma.id, photo_ids=taken, by=CUSTOMER)


@blueprint.get("/s/<token>/packing/label")
@guard.by_link
def labels(token: str) -> Response:
    coach = _coach(token)
    return _page(token, coach, Step.LABEL) if coach.may_print else _on(token, coach)


@blueprint.get("/s/<token>/packing/code")
@guard.by_link
def code(token: str) -> Response:
    """For who has no printer: the boxes' QR codes are drawn into the page, which needs no network once it is open."""
    coach = _coach(token)
    if not coach.may_print:
        return _on(token, coach)
    codes = [(box, qr_code.drawn(box.url)) for box in coach.boxes]
    return page("portal/packing_code.html", token=token, coach=coach, codes=codes,
                country=for_carriers(coach.site.country), printing_carriers=packing_coach.drop_offs_that_print())


def _coach(token: str) -> Coach:
    return packing_coach.read(opening.opened(token, linking.STATUS).rma_id)


def _on(token: str, coach: Coach) -> Response:
    """To the first step that is open. Who changed an earlier answer is not sent through the later ones again."""
    return go(f"/returns/s/{token}/packing/{coach.next.value}")


def _page(token: str, coach: Coach, step: Step, status: int = 200, **values: object) -> Response:
    if step not in coach.steps:
        return _on(token, coach)
    outside = customer_papers.to_send(customer_papers.of_rma(coach.rma.id)) if step is Step.LABEL else []
    return page(f"portal/packing_{step.value}.html", status, **{
        "token": token, "coach": coach, "step": step, "answers": _answers(coach),
        "outside": outside, "by_hand": customer_papers.by_hand(outside),
        "errors": {}, "accessory_called": lambda name: accessories.called(name, wording.language()),
        "form": PackedPhotoForm(None), "batteries": _batteries(), **values})


def _answers(coach: Coach) -> dict[int, str]:
    return {row.unit.id: row.battery or "" for row in coach.units}


def _batteries() -> Iterable[dict[str, str]]:
    return [{"value": name, "label": wording.said(label), "hint": wording.said(hint)}
            for name, (label, hint) in packing_coach.BATTERIES.items()]
