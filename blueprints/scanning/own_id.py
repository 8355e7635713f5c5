"""Every answer to a tablet names what it is about, also a no: proxies and portals say no too, and are not believed."""

from __future__ import annotations

import re

from flask import Response, request

from blueprints.languages import text
from blueprints.scanning.blueprint import blueprint
from blueprints.scanning.forms import OWN_ID
from workflow.errors import Refused

HEADER = "X-Scan-Id"


@blueprint.after_request
def name_it(response: Response) -> Response:
    """The tablet says in a header which scan or photo it sends: so it is known even when the body was not read."""
    given = request.headers.get(HEADER, "")
    if given and HEADER not in response.headers and re.fullmatch(OWN_ID, given):
        response.headers[HEADER] = given
    return response


def not_this_one(refusal: Refused, own_id: str) -> Response:
    """This scan or photo is refused, not this person: the tablet lays it aside and goes on with the next."""
    response = Response(text(refusal.sentence), 403, mimetype="text/plain")
    response.headers[HEADER] = own_id
    response.headers["X-Scan-Result"] = "refused"
    return response
