"""What the server would not take, reported by the tablet before it forgets it."""

from __future__ import annotations

import re

from flask import Response, request

from blueprints import guard
from blueprints.languages import text
from blueprints.scanning import own_id
from blueprints.scanning.blueprint import blueprint
from blueprints.scanning.forms import OWN_ID, ScanFields, moment
from workflow.errors import NotAllowed, NotFound, NotSignedIn
from workflow.scanning import not_taken
from workflow.scanning.protocol import Request
from workflow.sentences import say


@blueprint.post("/stations/<name>/not-taken")
@guard.by_scan
def report_not_taken(name: str) -> Response:
    """200 with the scan's own id: it is among the exceptions now, and the tablet may forget it."""
    given = ScanFields.read(request.form)
    if not re.fullmatch(OWN_ID, given.scan_id):
        return Response(text(say("This report is not complete. Load the page again.")), 422, mimetype="text/plain")
    try:
        not_taken.report(_request(name, given), request.form.get("words", ""))
    except NotSignedIn:
        return Response("", 401)
    except (NotAllowed, NotFound) as refusal:
        return Response(text(refusal.sentence), 403, mimetype="text/plain")
    return Response("", 200, headers={own_id.HEADER: given.scan_id})


def _request(name: str, given: ScanFields) -> Request:
    return Request(
        session_token=request.cookies.get(guard.STAFF_COOKIE) or "",
        tablet_token=request.cookies.get(guard.TABLET_COOKIE) or "", station=name, code=given.code,
        scan_id=given.scan_id, scanned_at=moment(given.scanned_at), ticket=given.ticket)
