"""Explain a code: what a scanned or typed text is to us, and why."""

from __future__ import annotations

from flask import Response

from blueprints import guard
from blueprints.desk.blueprint import blueprint
from blueprints.desk.forms import CodeForm
from blueprints.languages import text
from blueprints.responses import page
from models.lifecycle import Role
from workflow.recognising.recognising import carrier_name
from workflow.scanning import explaining


@blueprint.get("/codes")
@guard.staff(Role.LEAD)
def explain_a_code() -> Response:
    return page("desk/explain_code.html", form=CodeForm(None), explained=None)


@blueprint.post("/codes")
@guard.staff(Role.LEAD)
def explained_code() -> Response:
    """By POST: a code may be long and hold bytes that no address can."""
    form = CodeForm()
    if not form.validate():
        return page("desk/explain_code.html", 422, form=form, explained=None)
    explained = explaining.explain(form.code.data)
    return page("desk/explain_code.html", form=form, explained=explained, kind=text(explaining.kind_words(explained)),
                cut=explaining.cut_words(explained),
                carrier=carrier_name(explained.carrier) if explained.carrier else "",
                candidates=[text(word) for word in explaining.candidate_words(explained)])
