"""Photos of a form: taken one by one, so that a bad one does not cost the good ones."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from blueprints.portal import wording
from workflow import photos, preparing
from workflow.actors import CUSTOMER
from workflow.errors import Busy, Refused


def take_all(form: object, *, most: int) -> list[int]:
    """The ids of the photos that were taken; why others were not stands under the field `photos`."""
    taken: list[int] = []
    for file in form.photos.data or ():
        try:
            if len(taken) >= most:
                raise Refused(preparing.too_many_photos(), field="photos")
            taken.append(photos.take(file.stream, by=CUSTOMER))
        except Refused as refusal:
            wording.keep(form, refusal, other="photos")
        except Busy:
            late = _("The photo could not be kept just now. Wait a minute and add it once more.")
            form.photos.errors = [*form.photos.errors, late]
    return taken


def jpeg(content: bytes) -> Response:
    """A JPEG, and nothing that a browser could take for anything else."""
    return Response(content, mimetype="image/jpeg", headers={
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": 'inline; filename="photo.jpg"'})
