"""Photos that staff take of a thing."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField


class PhotosForm(FlaskForm):
    photos = MultipleFileField()
