"""What was done last, by station: where a lead takes back what nobody can undo by scanning any more."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, g, request
from flask_babel import get_locale

from blueprints import guard
from blueprints.desk.blueprint import blueprint
from blueprints.desk.decisions import undone
from blueprints.desk.forms import UndoReasonForm
from blueprints.languages import text
from blueprints.responses import go, page
from models.lifecycle import Role
from workflow import choices, last_acts, stations, undoing
from workflow.errors import NotAllowed, NotFound, Refused


@blueprint.get("/acts")
@guard.staff(Role.LEAD)
def acts() -> Response:
    return _page()


@blueprint.post("/acts/<int:act_id>/undo")
@guard.staff(Role.LEAD)
def undo_act(act_id: int) -> Response:
    form = UndoReasonForm()
    if not form.validate():
        return _page(422, refusal=str(next(iter(form.reason.errors), "")), act_id=act_id)
    try:
        done = undoing.undo(act_id=act_id, reason=form.reason.data or None, by=g.me)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _page(422, refusal=text(refusal.sentence), act_id=act_id)
    return go(f"/desk/acts?station={quote(_station())}", undone(done))


def _page(status: int = 200, *, refusal: str = "", act_id: int = 0) -> Response:
    """`act_id` is that of the act whose undo was refused: its form stands open."""
    return page("desk/last_acts.html", status, shown=last_acts.listed(station=_station(), by=g.me), refusal=refusal,
                refused_id=act_id, station=_station(), stations=[row.name for row in stations.everywhere()],
                reasons=choices.override_reasons(str(get_locale())))


def _station() -> str:
    return request.args.get("station", "")
