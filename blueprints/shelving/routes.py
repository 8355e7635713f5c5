"""The pages of the shelves: all of them, what lies on one, the record of a count. The rest is scanned."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from blueprints import guard
from blueprints.responses import go, page, refused_form
from blueprints.shelving.forms import ShelfForm
from models.lifecycle import Role
from workflow import shelf_pages, shelving
from workflow.errors import NotAllowed, Refused
from workflow.sentences import say

blueprint = Blueprint("shelving", __name__, url_prefix="/shelves")


@blueprint.get("")
@guard.staff()
def shelves() -> Response:
    return page("shelving/shelves.html", shelves=shelf_pages.everywhere(), form=ShelfForm(None), refusal="")


@blueprint.post("")
@guard.staff(Role.LEAD)
def add() -> Response:
    form = ShelfForm()
    if not form.validate():
        return page("shelving/shelves.html", 422, shelves=shelf_pages.everywhere(), form=form, refusal="")
    try:
        shelf_id = shelving.add(name=form.name.data, by=g.me)
    except NotAllowed:
        raise
    except Refused as refusal:
        return refused_form("shelving/shelves.html", form, refusal, shelves=shelf_pages.everywhere())
    return go(url_for(".shelf", shelf_id=shelf_id), say("The shelf is there. Print its label and stick it on."))


@blueprint.get("/<int:shelf_id>")
@guard.staff()
def shelf(shelf_id: int) -> Response:
    on, counts = shelf_pages.one(shelf_id)
    return page("shelving/shelf.html", on=on, counts=counts, may_read={
        count.id for count in counts if shelf_pages.may_read(count, g.me)})


@blueprint.get("/counts/<int:count_id>")
@guard.staff()
def count(count_id: int) -> Response:
    return page("shelving/count.html", record=shelf_pages.record(count_id, g.me))
