"""A unit's whole path, and the file with which an outsider checks it."""

from __future__ import annotations

from flask import Response
from flask_babel import get_locale

from blueprints import guard
from blueprints.desk.blueprint import LOOK, blueprint
from blueprints.responses import page
from workflow import custody


@blueprint.get("/units/<int:unit_id>/custody")
@guard.staff(*LOOK)
def chain_of_custody(unit_id: int) -> Response:
    return page("desk/custody.html", custody=custody.of_unit(unit_id, str(get_locale())))


@blueprint.get("/units/<int:unit_id>/custody/evidence")
@guard.staff(*LOOK)
def custody_evidence(unit_id: int) -> Response:
    text = custody.evidence(custody.of_unit(unit_id, "en"))
    return Response(text, mimetype="text/plain",
                    headers={"Content-Disposition": f'attachment; filename="custody-{unit_id}.txt"'})
