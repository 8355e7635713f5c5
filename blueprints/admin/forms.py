"""What an administrator types about people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from blueprints.languages import NAMES
from models.lifecycle import STAFF_ROLES, Role

ROLES = [(role.value, role.value) for role in STAFF_ROLES]
STAFF_LANGUAGES = ("en", "zh")


class RolesForm(FlaskForm):
    roles = SelectMultipleField(choices=ROLES, validators=[InputRequired(_("Choose at least one role."))])
    active = BooleanField()

    def chosen(self) -> list[Role]:
        return [Role(word) for word in self.roles.data]


class PersonForm(FlaskForm):
    name = StringField(validators=[InputRequired(_("Type a name.")), Length(max=120)])
    login = StringField(validators=[InputRequired(_("Type a sign-in name.")), Length(max=60), Regexp(
        r"^[A-Za-z0-9._-]+$", message=_("Use letters, digits, dot, dash and underscore."))])
    password = PasswordField(validators=[InputRequired(_("Type a password.")), Length(max=200)])
    pin = PasswordField(validators=[Optional(), Regexp(r"^\d{4,8}$", message=_("A PIN has 4 to 8 digits."))])
    language = StringField(default="en", validators=[InputRequired(), Regexp(f"^({'|'.join(NAMES)})$")])
    roles = SelectMultipleField(choices=ROLES, validators=[InputRequired(_("Choose at least one role."))])

    def chosen(self) -> list[Role]:
        return [Role(word) for word in self.roles.data]
