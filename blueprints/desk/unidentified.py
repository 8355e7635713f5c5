"""Parcels that nobody announced: looked at, and matched to an RMA."""

from __future__ import annotations

from flask import Response, g, request

from blueprints import guard
from blueprints.desk.blueprint import blueprint
from blueprints.desk.forms import MatchForm
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import matching, receiving, searching
from workflow.errors import NotAllowed, Refused
from workflow.sentences import say

HERE = (Role.AGENT, Role.LEAD, Role.DOCK)


@blueprint.get("/unidentified")
@guard.staff(*HERE)
def unidentified() -> Response:
    return page("desk/unidentified.html", parcels=matching.waiting())


@blueprint.get("/unidentified/<int:parcel_id>")
@guard.staff(*HERE)
def unidentified_parcel(parcel_id: int) -> Response:
    return page("desk/unidentified_parcel.html", form=MatchForm(None), refusal="", **_values(parcel_id))


@blueprint.post("/unidentified/<int:parcel_id>/match")
@guard.staff(*HERE)
def match(parcel_id: int) -> Response:
    form = MatchForm()
    if not form.validate():
        return page("desk/unidentified_parcel.html", 422, form=form, refusal="", **_values(parcel_id))
    try:
        receiving.match(parcel_id=parcel_id, rma_id=matching.rma_id_of(form.number.data), by=g.me)
    except NotAllowed:
        raise
    except Refused as refusal:
        return refused_form("desk/unidentified_parcel.html", form, refusal, **_values(parcel_id))
    return go("/desk/unidentified", say("Matched. The customer gets a letter."))


def _values(parcel_id: int) -> dict[str, object]:
    query = request.args.get("q", "")
    return {"shown": matching.one(parcel_id), "query": query, "found": searching.search(query) if query else None}
