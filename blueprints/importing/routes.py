"""Import: send a file, see what it would do, bring it in, watch it."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from blueprints import guard
from blueprints.importing.forms import EncodingForm, FileForm
from blueprints.languages import text
from blueprints.responses import fragment_or_page, go, page, refused_form
from models.lifecycle import Role
from workflow.errors import Refused
from workflow.importing import batches, sheets
from workflow.importing.kinds import ENCODINGS, OFFERED
from workflow.sentences import say

blueprint = Blueprint("importing", __name__, url_prefix="/admin/imports")
LIST = "importing/imports.html"


@blueprint.get("")
@guard.staff(Role.LEAD, Role.ADMIN)
def imports() -> Response:
    return page(LIST, form=FileForm(), refusal="", **_around())


@blueprint.post("")
@guard.staff(Role.LEAD, Role.ADMIN)
def look_at_file() -> Response:
    """Every file is only looked at first."""
    form = FileForm()
    if not form.validate():
        return page(LIST, 422, form=form, refusal="", **_around())
    try:
        batch_id = batches.start(kind=form.kind.data, file_name=form.file.data.filename,
                                 content=form.file.data.read(), dry_run=True, encoding=form.encoding.data, by=g.me)
    except Refused as refusal:
        return refused_form(LIST, form, refusal, **_around())
    return go(_url(batch_id))


@blueprint.get("/<int:batch_id>")
@guard.staff(Role.LEAD, Role.ADMIN)
def batch(batch_id: int) -> Response:
    return fragment_or_page("importing/_batch.html", "importing/batch.html", batch=batches.read(batch_id),
                            kinds=OFFERED, encodings=ENCODINGS)


@blueprint.post("/<int:batch_id>/runs")
@guard.staff(Role.LEAD, Role.ADMIN)
def run(batch_id: int) -> Response:
    return go(_url(batches.again(batch_id=batch_id, dry_run=False, encoding=batches.read(batch_id).encoding, by=g.me)))


@blueprint.post("/<int:batch_id>/checks")
@guard.staff(Role.LEAD, Role.ADMIN)
def check_again(batch_id: int) -> Response:
    """Look at the same file once more, read in another encoding."""
    form = EncodingForm()
    if not form.validate():
        raise Refused(say("Choose one of the encodings."))
    return go(_url(batches.again(batch_id=batch_id, dry_run=True, encoding=form.encoding.data, by=g.me)))


@blueprint.post("/<int:batch_id>/cancellation")
@guard.staff(Role.LEAD, Role.ADMIN)
def cancel(batch_id: int) -> Response:
    batches.cancel(batch_id=batch_id, by=g.me)
    return go(_url(batch_id), say("Stopped. What was brought in before stays."))


@blueprint.get("/<int:batch_id>/errors.csv")
@guard.staff(Role.LEAD, Role.ADMIN)
def errors(batch_id: int) -> Response:
    return _csv(sheets.errors(batches.read(batch_id), text), f"import-{batch_id}-errors")


@blueprint.get("/columns/<kind>.csv")
@guard.staff(Role.LEAD, Role.ADMIN)
def columns(kind: str) -> Response:
    return _csv(sheets.empty(kind), kind)


def _around() -> dict[str, object]:
    return {"batches": batches.recent(), "kinds": OFFERED, "encodings": ENCODINGS}


def _url(batch_id: int) -> str:
    return url_for("importing.batch", batch_id=batch_id)


def _csv(content: bytes, name: str) -> Response:
    return Response(content, mimetype="text/csv",
                    headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})
