"""Form fields of our own."""

from __future__ import annotations

from flask_babel import gettext
from wtforms import IntegerField

from blueprints.incoming import LARGEST_ID


class WholeNumber(IntegerField):
    """A whole number that a column can hold. Without this, 400 digits are an error of ours instead of a sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > LARGEST_ID:
            self.data = None
            raise ValueError(gettext("This number is too large. Check it."))
