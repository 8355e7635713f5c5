"""Letters: what waits, what went, what failed; one to read, one to send again."""

from __future__ import annotations

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
    typed, rows, refusal = request.args.get("rma", "").strip()[:40], None, None
    try:
        rows = mailbag.of_rma(typed) if typed else None
    except NotFound as none:
        refusal = none.sentence
    counts = mailbag.counts()
    full = next((key for key in mailbag.STATES if counts[key]), post.WAITING)
    state = full if rows is not None else request.args.get("state") or full
    number = max(request.args.get("page", 1, int), 1)
    listed = mailbag.page(state, number) if rows is None else rows
    return page("desk/letters.html", 404 if refusal else 200, rows=listed, state=state, number=number, rma=typed,
                of_rma=rows is not None, refusal=refusal, counts={key: mailbag.said(counts[key]) for key in counts},
                states=mailbag.STATES, words=mailbag.WORDS, pages=max(1, -(-counts[state] // mailbag.PAGE_SIZE)))


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
