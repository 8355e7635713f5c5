"""Photos that staff take of a thing."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import StringField
from wtforms.validators import Length, Optional


class ShowsForm(FlaskForm):
    """What a photo of a box shows: part of a damage, or a signed receipt."""

    shows = StringField(validators=[Optional(), Length(max=16)])


class PhotosForm(ShowsForm):
    photos = MultipleFileField()
