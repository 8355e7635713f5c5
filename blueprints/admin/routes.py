"""People, their roles and badges, and the settings of this installation."""

from __future__ import annotations

from flask import Blueprint, Response, g

from blueprints import guard
from blueprints.admin.forms import STAFF_LANGUAGES, PersonForm, RolesForm
from blueprints.languages import NAMES, text
from blueprints.responses import go, page, refused_form
from models.lifecycle import STAFF_ROLES, Role
from workflow import chosen_settings, staffing
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say
from workflow.words import word

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/people")
@guard.staff(Role.ADMIN)
def people() -> Response:
    return page("admin/people.html", people=staffing.everybody(), role_words=dict(_roles()))


@blueprint.get("/people/new")
@guard.staff(Role.ADMIN)
def new_person() -> Response:
    return page("admin/new_person.html", form=PersonForm(None), refusal="", **_values())


@blueprint.post("/people/new")
@guard.staff(Role.ADMIN)
def add_person() -> Response:
    form = PersonForm()
    if not form.validate():
        return page("admin/new_person.html", 422, form=form, refusal="", **_values())
    try:
        staffing.add(login=form.login.data, name=form.name.data, roles=form.chosen(), password=form.password.data,
                     pin=form.pin.data or None, language=form.language.data, by=g.me)
    except NotAllowed:
        raise
    except Refused as refusal:
        return refused_form("admin/new_person.html", form, refusal, **_values())
    return go("/admin/people", say("Added. Print the badge."))


@blueprint.get("/people/<int:staff_id>")
@guard.staff(Role.ADMIN)
def person(staff_id: int) -> Response:
    row = _person(staff_id)
    return page("admin/person.html", form=RolesForm(None, roles=row.roles.split(), active=row.active), refusal="",
                person=row, **_values())


@blueprint.post("/people/<int:staff_id>")
@guard.staff(Role.ADMIN)
def change_person(staff_id: int) -> Response:
    form, row = RolesForm(), _person(staff_id)
    if not form.validate():
        return page("admin/person.html", 422, form=form, refusal="", person=row, **_values())
    try:
        staffing.change(staff_id=staff_id, roles=form.chosen(), active=form.active.data, by=g.me)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return refused_form("admin/person.html", form, refusal, person=row, **_values())
    return go("/admin/people", say("Changed. All their sign-ins have ended."))


@blueprint.get("/settings")
@guard.staff(Role.ADMIN)
def settings() -> Response:
    return page("admin/settings.html", settings=chosen_settings.shown())


def _person(staff_id: int) -> object:
    row = next((row for row in staffing.everybody() if row.id == staff_id), None)
    if row is None:
        raise NotFound(say("There is no such person."))
    return row


def _values() -> dict[str, object]:
    return {"role_options": _roles(), "language_options": [(code, NAMES[code]) for code in STAFF_LANGUAGES]}


def _roles() -> list[tuple[str, str]]:
    return [(role.value, text(word(role))) for role in STAFF_ROLES]
