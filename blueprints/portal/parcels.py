"""The page behind the QR code outside a box: its stage for everybody, the return for who knows the order."""

from __future__ import annotations

from flask import Blueprint, Response, request

from blueprints import guard
from blueprints.portal import opening, wording
from blueprints.portal.forms import ProofForm
from blueprints.responses import go, page
from workflow import public_parcels
from workflow.errors import Refused, TooOften
from workflow.following import FollowedParcel

blueprint = Blueprint("parcels", __name__)
opening.init(blueprint)


@blueprint.get("/P/<number>")
@guard.public
def parcel(number: str) -> Response:
    return page("portal/parcel.html", box=_found(number), form=ProofForm(), refusal="")


@blueprint.post("/P/<number>")
@guard.public
def prove(number: str) -> Response:
    box, form = _found(number), ProofForm()
    if not form.validate():
        return page("portal/parcel.html", 422, box=box, form=form, refusal="")
    try:
        token = public_parcels.open_by_proof(box.parcel.id, form.proof.data, address=request.remote_addr or "")
    except TooOften:
        raise
    except Refused as refusal:
        return page("portal/parcel.html", 422, box=box, form=form, refusal=wording.said(refusal.sentence))
    return go(f"/returns/s/{token}")


def _found(number: str) -> FollowedParcel:
    with opening.counting_misses():
        return public_parcels.by_number(number)
