"""What we ask about one unit: the wish, the words, the photos. Typed words and photos taken are kept on errors."""

from __future__ import annotations

from flask import Response

from blueprints import guard
from blueprints.limits import limit
from blueprints.portal import access, pictures, wording
from blueprints.portal.forms import DetailsForm
from blueprints.portal.request import blueprint
from blueprints.responses import go, page
from workflow import drafts, photos, preparing, requesting
from workflow.drafts import Draft, Item
from workflow.errors import Refused

OPENED = {"yes": True, "no": False}


@blueprint.get("/items/<key>")
@guard.public
def details(key: str) -> Response:
    draft = access.draft()
    item = draft.item(key)
    if not item.reason:
        return go(f"/returns/items/{key}/reason")
    opened = next((word for word, value in OPENED.items() if value is item.opened), None)
    form = DetailsForm(None, wanted=item.wanted, description=item.description, serial=item.serial, same=item.same,
                       opened=opened)
    return _page(draft, key, form)


@blueprint.post("/items/<key>")
@guard.public
@limit("request-details", tries=300, seconds=3600)
def fill_in(key: str) -> Response:
    draft, form = access.draft(), DetailsForm()
    item = draft.item(key)
    if not item.reason:
        return go(f"/returns/items/{key}/reason")
    only_photos = form.way.data == "photos"
    fits = form.validate()
    _keep(item, form)
    fits &= _add_photos(item, form)
    fits &= only_photos or _complete(draft, key, form)
    item.done = fits and not only_photos
    drafts.save(draft)
    if not fits:
        return _page(draft, key, form, status=422)
    return go(f"/returns/items/{key}#photos-of-item" if only_photos else _after(draft))


def _after(draft: Draft) -> str:
    key = draft.next_open()
    return f"/returns/items/{key}/reason" if key else "/returns/review"


@blueprint.post("/items/<key>/photos/<int:photo_id>/removal")
@guard.public
def remove_photo(key: str, photo_id: int) -> Response:
    """Take a photo out again; what was typed beside it is kept."""
    draft, form = access.draft(), DetailsForm()
    item = draft.item(key)
    _keep(item, form)
    if form.validate() and photo_id in item.photos:
        item.photos.remove(photo_id)
        photos.throw_away([photo_id])
    drafts.save(draft)
    return go(f"/returns/items/{key}#photos-of-item")


@blueprint.get("/photos/<int:photo_id>")
@guard.public
def photo(photo_id: int) -> Response:
    """A photo of the request in the making, for who is making it."""
    return pictures.jpeg(photos.content(photo_id, among=access.draft().photo_ids()))


def _keep(item: Item, form: DetailsForm) -> None:
    """What was typed, right or wrong: a page that forgets is an insult."""
    item.wanted, item.serial = (form.wanted.data or "")[:40], (form.serial.data or "")[:64]
    item.description = (form.description.data or "")[:requesting.LONGEST_TEXT]
    item.opened, item.same = OPENED.get(form.opened.data or ""), bool(form.same.data)


def _add_photos(item: Item, form: DetailsForm) -> bool:
    """Keep the photos of this page. False when one was not taken; its sentence stands under the field."""
    taken = pictures.take_all(form, most=drafts.MOST_PHOTOS_OF_ONE - len(item.photos))
    item.photos += taken
    return not form.photos.errors


def _complete(draft: Draft, key: str, form: DetailsForm) -> bool:
    """Ask the rules about this unit; what they say against it stands under the fields."""
    judged = preparing.judge_item(draft, key)
    for objection in judged.objections:
        wording.keep(form, Refused(objection.sentence, field=objection.field))
    try:
        preparing.check_serial(draft, key)
    except Refused as refusal:
        wording.keep(form, refusal)
        return False
    return judged.allowed


def _page(draft: Draft, key: str, form: DetailsForm, *, status: int = 200) -> Response:
    return page("portal/details.html", status, draft=draft, key=key, line=preparing.line_of(draft, key),
                item=draft.item(key), form=form, view=preparing.questions_for(draft, key))
