"""A repair quote, answered by link: yes or no."""

from __future__ import annotations

from flask import Response

from blueprints import guard
from blueprints.portal import opening
from blueprints.portal.forms import EmptyForm
from blueprints.portal.links import blueprint
from blueprints.responses import go, page
from workflow import linking, quoted, quoting
from workflow.actors import CUSTOMER
from workflow.sentences import Sentence, say


@blueprint.get("/q/<token>")
@guard.by_link
def quote(token: str) -> Response:
    link = opening.opened(token, linking.QUOTE)
    status = linking.newest(link.rma_id)
    return page("portal/quote.html", token=token, offer=quoted.offer(link.quote_id),
                status_token=linking.token(status) if status else None)


@blueprint.post("/q/<token>/acceptance")
@guard.by_link
def accept(token: str) -> Response:
    return _answered(token, quoting.accept_quote, say("Thank you. We go on with the repair."))


@blueprint.post("/q/<token>/refusal")
@guard.by_link
def decline(token: str) -> Response:
    return _answered(token, quoting.decline_quote, say("We have noted that you do not want this repair."))


def _answered(token: str, use_case: object, said: Sentence) -> Response:
    link = opening.opened(token, linking.QUOTE)
    if EmptyForm().validate():
        use_case(quote_id=link.quote_id, by=CUSTOMER)
    return go(f"/returns/q/{token}", said)
