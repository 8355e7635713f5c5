"""Letters: what waits, what went, what failed; one to read, one to send again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, request

from blueprints import guard
from blueprints.desk.blueprint import DECIDE, LOOK, blueprint
from blueprints.desk.forms import EmptyForm
from blueprints.responses import go, page
from workflow import letters as post
from workflow import mailbag
from workflow.errors import NotFound
from workflow.sentences import say


@blueprint.get("/letters")
@guard.staff(*LOOK)
def letters() -> Response:
    """Those at one state, or with `rma` those of one RMA, at whatever state."""
    typed, counts = request.args.get("rma", "").strip()[:40], mailbag.counts()
    if not typed:
        return _at_a_state(counts)
    try:
        return _page(counts, mailbag.of_rma(typed), rma=typed)
    except NotFound as refusal:
        return _page(counts, [], 404, rma=typed, refusal=refusal.sentence)


def _at_a_state(counts: Mapping[str, int]) -> Response:
    state = request.args.get("state") or next((key for key in mailbag.STATES if counts[key]), post.WAITING)
    number = max(request.args.get("page", 1, int), 1)
    return _page(counts, mailbag.page(state, number), state=state, number=number,
                 pages=max(1, -(-counts[state] // mailbag.PAGE_SIZE)))


def _page(counts: Mapping[str, int], rows: Sequence[object], status: int = 200, **values: object) -> Response:
    return page("desk/letters.html", status, rows=rows, states=mailbag.STATES, words=mailbag.WORDS,
                counts={state: mailbag.said(count) for state, count in counts.items()},
                **{"rma": "", "refusal": None, "state": "", "number": 1, "pages": 1, **values})


@blueprint.get("/letters/<int:delivery_id>")
@guard.staff(*LOOK)
def letter(delivery_id: int) -> Response:
    return page("desk/letter.html", letter=mailbag.one(delivery_id), states=mailbag.STATES, words=mailbag.WORDS,
                failed=post.FAILED)


@blueprint.post("/letters/<int:delivery_id>/retry")
@guard.staff(*DECIDE)
def retry(delivery_id: int) -> Response:
    if EmptyForm().validate():
        mailbag.check_can_retry(mailbag.one(delivery_id))
        post.try_again(delivery_id)
    return go(f"/desk/letters/{delivery_id}", say("It will be sent again."))
