"""What is chosen to import."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import AnyOf, InputRequired

from workflow.importing.kinds import ENCODINGS


class EncodingForm(FlaskForm):
    """How to read the file; empty lets us find out."""

    encoding = SelectField(choices=["", *ENCODINGS], default="", validators=[
        AnyOf(["", *ENCODINGS], _("Choose one of the encodings."))])


class FileForm(EncodingForm):
    kind = StringField(validators=[InputRequired(_("Choose what the file holds."))])
    file = FileField(validators=[FileRequired(_("Choose a file."))])
