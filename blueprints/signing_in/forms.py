"""What is typed to sign in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    login = StringField(validators=[InputRequired(_("Type your sign-in name.")), Length(max=60)])
    password = PasswordField(validators=[InputRequired(_("Type your password.")), Length(max=200)])
