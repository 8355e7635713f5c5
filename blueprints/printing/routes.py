"""Paper for staff: the PDF when it is made, else a page that waits for it."""

from __future__ import annotations

import time

from flask import Blueprint, Response, g, request
from flask_babel import get_locale

from blueprints import guard, headers
from blueprints.responses import page
from models.lifecycle import Role
from workflow import paper_language, printing
from workflow.errors import NotAllowed
from workflow.sentences import say

blueprint = Blueprint("printing", __name__)
SHORT_WAIT_SECONDS = 1.5
LOOK_EVERY_SECONDS = 0.1


@blueprint.get("/papers/<kind>/<int:thing_id>")
@guard.staff()
def paper(kind: str, thing_id: int) -> Response:
    if kind == "badge" and not g.me.has(Role.ADMIN):
        raise NotAllowed(say("Only an administrator may print badges. Ask yours."))
    if kind == "carrier_claim" and not g.me.has(*guard.DESK):
        raise NotAllowed(say("Only the desk may print carrier claims. Ask an agent."))
    if kind == "evidence" and not g.me.has(*guard.DESK):
        raise NotAllowed(say("Only the desk may print evidence files. Ask an agent."))
    return answer(printing.ask_for(kind, thing_id, paper_language.of(kind, thing_id, str(get_locale()))))


def answer(asked: printing.Paper) -> Response:
    """The PDF if it is made within a moment, else a page that asks again by itself."""
    until = time.monotonic() + SHORT_WAIT_SECONDS
    while asked.state in (printing.WAITING, printing.MAKING) and time.monotonic() < until:
        time.sleep(LOOK_EVERY_SECONDS)
        asked = printing.again(asked.id)
    content = printing.pdf(asked)
    if content is None:
        return page("printing/waiting.html", 422 if asked.state == printing.FAILED else 200, paper=asked)
    response = Response(content, mimetype="application/pdf", headers={
        **headers.IN_OUR_FRAME, "Content-Disposition": f'inline; filename="{asked.kind}.pdf"'})
    response.set_etag(asked.storage_key.rpartition("/")[2])
    return response.make_conditional(request)
