"""Parcels that nobody announced: looked at, and matched to an RMA."""

from __future__ import annotations

from flask import Response, g

from blueprints import guard
from blueprints.desk import whose
from blueprints.desk.blueprint import DECIDE, blueprint
from blueprints.desk.forms import LabelForm, MatchForm
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import matching, receiving, weighing
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say
from workflow.whose import noting

PAGE = "desk/unidentified_parcel.html"
HERE = (Role.AGENT, Role.LEAD, Role.DOCK)


@blueprint.get("/unidentified")
@guard.staff(*HERE)
def unidentified() -> Response:
    return page("desk/unidentified.html", parcels=matching.waiting())


@blueprint.get("/unidentified/<int:parcel_id>")
@guard.staff(*HERE)
def unidentified_parcel(parcel_id: int) -> Response:
    return _page(parcel_id)


@blueprint.post("/unidentified/<int:parcel_id>/label")
@guard.staff(*HERE)
def note_label(parcel_id: int) -> Response:
    """What stands on the label is noted, and the list of whose it may be is worked out anew."""
    form = LabelForm()
    if not form.validate():
        return _page(parcel_id, 422, label=form)
    try:
        typed = form.weight.data or ""
        noting.note_sender(
            parcel_id=parcel_id, name=form.name.data or "", country=form.country.data or "",
            postcode=form.postcode.data or "", goods=form.goods.data or "",
            weight_g=weighing.grams(typed.strip().upper()) if typed.strip() else None, by=g.me)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(parcel_id, 422, label=form, refusal=whose.said_here(refusal))
    return go(f"/desk/unidentified/{parcel_id}", say("Noted. The list is worked out anew."))


@blueprint.post("/unidentified/<int:parcel_id>/match")
@guard.staff(*HERE)
def match(parcel_id: int) -> Response:
    form = MatchForm()
    if not form.validate():
        return _page(parcel_id, 422, form=form)
    try:
        receiving.match(parcel_id=parcel_id, rma_id=matching.rma_id_of(form.number.data), by=g.me)
    except NotAllowed:
        raise
    except Refused as refusal:
        return refused_form(PAGE, form, refusal, label=_label(parcel_id), **_values(parcel_id))
    return go("/desk/unidentified", say("Matched. The customer gets a letter."))


def _page(parcel_id: int, status: int = 200, *, form: MatchForm | None = None, label: LabelForm | None = None,
          refusal: str = "") -> Response:
    return page(PAGE, status, form=form or MatchForm(None), label=label or _label(parcel_id), refusal=refusal,
                **_values(parcel_id))


def _label(parcel_id: int) -> LabelForm:
    """The form with what was noted before."""
    shown = matching.one(parcel_id)
    weight = f"{shown.parcel.weight_g} g" if shown.parcel.weight_g else ""
    return LabelForm(None, obj=shown.sender, weight=weight)


def _values(parcel_id: int) -> dict[str, object]:
    query, found = whose.looked_for()
    return {"shown": matching.one(parcel_id), "query": query, "found": found,
            "may_open": bool(g.me.roles & set(DECIDE))}
