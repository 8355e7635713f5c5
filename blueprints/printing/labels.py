"""The labels on their way to printers in the network: what waits, what went, what a person has to look at."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, request, url_for

from blueprints import guard
from blueprints.printing.routes import blueprint
from blueprints.responses import fragment_or_page, go, page
from workflow import label_names, print_jobs
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say

ENDED = (print_jobs.PRINTED, print_jobs.CANCELLED)


@blueprint.get("/printers/labels")
@guard.staff()
def labels() -> Response:
    ended = request.args.get("ended") == "1"
    rows = print_jobs.listed(ENDED if ended else print_jobs.OPEN)
    return page("printing/labels.html", labels=rows, ended=ended, papers=print_jobs.PAPERS, error=print_jobs.error,
                names=label_names.of((row.kind, row.thing_id) for row in rows))


@blueprint.get("/printers/labels/of/<scan_id>")
@guard.staff()
def labels_of_scan(scan_id: str) -> Response:
    """What became of the labels that a scan asked for: a piece of its card, or a page of its own."""
    return fragment_or_page("printing/_of_scan.html", "printing/of_scan.html", scan_id=scan_id,
                            worst=print_jobs.worst(print_jobs.of_scan(scan_id)), error=print_jobs.error)


@blueprint.post("/printers/labels/<int:label_id>/again")
@guard.staff()
def print_again(label_id: int) -> Response:
    return _done(lambda: print_jobs.again(label_id, by=g.me), say("It is on its way to the printer once more."))


@blueprint.post("/printers/labels/<int:label_id>/cancel")
@guard.staff()
def cancel_label(label_id: int) -> Response:
    return _done(lambda: print_jobs.cancel(label_id), say("Cancelled. It is not printed."))


@blueprint.post("/printers/labels/<int:label_id>/printed")
@guard.staff()
def label_is_printed(label_id: int) -> Response:
    return _done(lambda: print_jobs.it_is_printed(label_id), say("Noted: it is printed."))


def _done(change: Callable[[], None], said: Sentence) -> Response:
    """Back to the list; a label that went on meanwhile is no error of the person's."""
    try:
        change()
    except NotFound:
        raise
    except Refused as refusal:
        said = refusal.sentence
    return go(url_for(".labels"), said)
