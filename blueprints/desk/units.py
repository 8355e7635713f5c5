"""A unit that belongs to no RMA: its page, and the RMA to which it belongs."""

from __future__ import annotations

from flask import Response, g

from blueprints import guard
from blueprints.desk import whose
from blueprints.desk.blueprint import LOOK, blueprint
from blueprints.desk.forms import BelongsForm
from blueprints.languages import text
from blueprints.responses import go, page
from models.lifecycle import Role
from workflow import holding, without_rma
from workflow.errors import Refused
from workflow.sentences import say

MAY_SAY = (Role.AGENT, Role.LEAD, Role.DOCK)


@blueprint.get("/units/<int:unit_id>")
@guard.staff(*LOOK, Role.DOCK)
def unit(unit_id: int) -> Response:
    """The page of a unit without RMA; one that has an RMA stands on its page."""
    return _page(unit_id)


@blueprint.post("/units/<int:unit_id>/rma")
@guard.staff(*MAY_SAY)
def unit_belongs(unit_id: int) -> Response:
    form = BelongsForm()
    if not form.validate():
        return _page(unit_id, 422, refusal=text(say("Choose the RMA first.")))
    try:
        number = without_rma.belongs_to(unit_id=unit_id, number=form.number.data, same_as=form.same_as.data, by=g.me)
    except Refused as refusal:
        return _page(unit_id, 422, refusal=whose.said_here(refusal))
    return go(_of_rma(number, form.same_as.data or unit_id), say("Noted. It stands with this RMA now."))


def _page(unit_id: int, status: int = 200, *, refusal: str = "") -> Response:
    shown = without_rma.one(unit_id)
    if shown.rma_number:
        return go(_of_rma(shown.rma_number, shown.unit.voided_into_id or unit_id))
    query, found = whose.looked_for()
    chosen = found.rmas[0] if found and len(found.rmas) == 1 else None
    return page("desk/unit.html", status, shown=shown, query=query, found=found, chosen=chosen, refusal=refusal,
                waited=without_rma.waited_by(chosen.number) if chosen else [], may_look=g.me.has(*LOOK),
                may_say=shown.may_belong and g.me.has(*MAY_SAY), hold_word=lambda code: holding.WORDS.get(code, code))


def _of_rma(number: str, unit_id: int) -> str:
    """The dock has no page of RMAs: back to what waits."""
    return f"/desk/rmas/{number}#unit-{unit_id}" if g.me.has(*LOOK) else "/desk/unidentified"
