"""Takes a photo that a tablet kept without a network: one file, with its own id and the scan that it belongs to."""

from __future__ import annotations

from flask import Response, request

from blueprints import guard, languages
from blueprints.languages import text
from blueprints.scanning import own_id
from blueprints.scanning.blueprint import blueprint
from blueprints.scanning.forms import KeptPhotoForm, moment
from workflow.errors import NotAllowed, NotFound, NotSignedIn, Refused
from workflow.scanning import kept_photos, tickets
from workflow.scanning.protocol import Request
from workflow.sentences import say


@blueprint.post("/stations/<name>/photos")
@guard.by_scan
def kept_photo(name: str) -> Response:
    """200 for every photo that is here, with its own id; anything else means: not taken, the tablet keeps it."""
    form = KeptPhotoForm()
    whole = form.validate()
    try:
        kept_photos.check_may_send(_request(name, form))
        if not whole:
            return _said(say("This photo is not complete. Take it again."), 422)
        language = kept_photos.take(form.photo.data.stream, form.photo_id.data, _request(name, form))
    except NotSignedIn:
        return Response("", 401)
    except tickets.BadTicket as refusal:
        return own_id.not_this_one(refusal, form.photo_id.data) if whole else _said(refusal.sentence, 403)
    except (NotAllowed, NotFound) as refusal:
        return _said(refusal.sentence, 403)
    except Refused as refusal:
        return _said(refusal.sentence, 422)
    languages.read_by(language)
    return _said(say("The photo is kept."), 200, photo_id=form.photo_id.data)


def _said(sentence: object, status: int, *, photo_id: str = "") -> Response:
    response = Response(text(sentence), status, mimetype="text/plain")
    if photo_id:
        response.headers[own_id.HEADER] = photo_id
    return response


def _request(name: str, form: KeptPhotoForm) -> Request:
    return Request(
        session_token=request.cookies.get(guard.STAFF_COOKIE) or "",
        tablet_token=request.cookies.get(guard.TABLET_COOKIE) or "", station=name, code="",
        scan_id=form.of.data or "", scanned_at=moment(form.scanned_at.data), sent_at=moment(form.sent_at.data),
        ticket=form.ticket.data or "")
