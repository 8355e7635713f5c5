"""Photos for staff: of a unit, a parcel, an RMA; looked at and taken at any station."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from blueprints import guard
from blueprints.languages import text
from blueprints.photos.forms import PhotosForm, ShowsForm
from blueprints.responses import go, page
from workflow import photo_set, photos
from workflow.errors import Busy, NotFound, Refused
from workflow.sentences import say

blueprint = Blueprint("photos", __name__)
OWNER = {"unit": "unit_id", "parcel": "parcel_id", "rma": "rma_id"}


@blueprint.get("/photos/<int:photo_id>")
@guard.staff()
def photo(photo_id: int) -> Response:
    return Response(photos.content(photo_id), mimetype="image/jpeg", headers={
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": 'inline; filename="photo.jpg"'})


@blueprint.get("/photos/of/<kind>/<int:thing_id>")
@guard.staff()
def of_thing(kind: str, thing_id: int) -> Response:
    return _page(kind, thing_id, PhotosForm(), [])


@blueprint.post("/photos/of/<kind>/<int:thing_id>")
@guard.staff()
def add(kind: str, thing_id: int) -> Response:
    """Take the photos that were chosen, one by one: a bad one does not cost the good ones."""
    photos.of(kind, thing_id)
    form, refusals, status = PhotosForm(), [], 422
    files = form.photos.data or [] if form.validate() else []
    if not files:
        refusals = [_("Choose or take a photo first.")]
    for file in files:
        try:
            photos.take(file.stream, by=g.me, shows=form.shows.data or None, **{OWNER[kind]: thing_id})
        except Refused as refusal:
            refusals.append(text(refusal.sentence))
        except Busy:
            refusals.append(_("The photo could not be kept just now. Wait a minute and add it once more."))
            status = 503  # no room on the disk, or too many at once
    if refusals:
        return _page(kind, thing_id, form, refusals, status=status)
    return go(f"/photos/of/{kind}/{thing_id}", say("The photo is kept."))


@blueprint.post("/photos/<int:photo_id>/shows")
@guard.staff()
def note_shows(photo_id: int) -> Response:
    """What a photo of a box shows: the dock's camera does not ask."""
    form = ShowsForm()
    parcel_id = photo_set.parcel_of(photo_id)
    try:
        photo_set.note(photo_id=photo_id, shows=(form.shows.data or "") if form.validate() else "?", by=g.me)
    except NotFound:
        raise
    except Refused as refusal:
        return _page("parcel", parcel_id, PhotosForm(None), [text(refusal.sentence)], status=422)
    return go(f"/photos/of/parcel/{parcel_id}")


def _page(kind: str, thing_id: int, form: PhotosForm, refusals: list[str], *, status: int = 200) -> Response:
    return page("photos/of_thing.html", status, kind=kind, thing_id=thing_id, form=form, refusals=refusals,
                pictures=photos.of(kind, thing_id), named=photos.name_of(kind, thing_id),
                wanted=photo_set.of_damaged(kind, thing_id), shots=photo_set.choices(kind, thing_id),
                rma=photos.rma_of(kind, thing_id) if g.me.has(*guard.DESK) else "")
