"""The inbox by what is due, the search, and the page of keys."""

from __future__ import annotations

from flask import Response, g, request

from blueprints import guard
from blueprints.desk.blueprint import LOOK, blueprint
from blueprints.responses import go, page
from workflow import inbox, print_runs, searching


@blueprint.get("")
@guard.staff(*LOOK)
def front() -> Response:
    """The first list that holds anything."""
    counts = inbox.counts()
    return _list(next((key for key in inbox.LISTS if counts[key]), "requested"), counts)


@blueprint.get("/lists/<key>")
@guard.staff(*LOOK)
def one(key: str) -> Response:
    return _list(key, inbox.counts())


def _list(key: str, counts: dict[str, int]) -> Response:
    number = max(request.args.get("page", 1, int), 1)
    lines = inbox.page(key, number)
    return page("desk/inbox.html", lists=inbox.LISTS, counts=counts, key=key, lines=lines, number=number,
                pages=inbox.pages(counts[key]), most=inbox.MOST_COUNTED, print_kinds=print_runs.of_rmas())


@blueprint.get("/search")
@guard.staff(*LOOK)
def search() -> Response:
    """What the text leads to; the one RMA that carries exactly this number is opened at once."""
    found = searching.search(request.args.get("q", ""))
    if found.exact:
        return go(f"/desk/rmas/{found.exact}")
    if found.only_unit:
        return go(f"/desk/units/{found.only_unit}")
    return page("desk/search.html", found=found, search_text=found.text)


@blueprint.get("/keys")
@guard.staff()
def keys() -> Response:
    return page("desk/keys.html", person=g.me)
