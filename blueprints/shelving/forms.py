"""What is typed about a shelf."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class ShelfForm(FlaskForm):
    name = StringField(validators=[
        InputRequired(_("Type the shelf's name as it is written on it, for example A-03.")),
        Length(max=40, message=_("A shelf's name has at most 40 characters."))])
