"""What a scan carries."""

from __future__ import annotations

from datetime import datetime

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from workflow.scanning import tickets
from workflow.scanning.protocol import LONGEST_CODE
from workflow.sentences import Sentence, say

OWN_ID = r"^[0-9A-Za-z_-]{16,64}$"


def moment(given: str | None) -> datetime | None:
    """A moment of the tablet's clock; None when it is none, or says no time zone."""
    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


class ScanForm(FlaskForm):
    """`code` is kept byte for byte; the workflow cleans it. `prefix` comes with a field typed without scripts."""

    code = StringField(validators=[InputRequired(), Length(max=LONGEST_CODE)])
    scan_id = StringField(validators=[InputRequired(), Regexp(OWN_ID)])
    re = StringField(validators=[Optional(), Length(max=64)])
    prefix = StringField(validators=[Optional(), Length(max=40)])
    scanned_at = StringField(validators=[Optional(), Length(max=40)])
    sent_at = StringField(validators=[Optional(), Length(max=40)])
    ticket = StringField(validators=[Optional(), Length(max=tickets.LONGEST)])

    class Meta:
        """The token was checked before this form is read, and the sentences are our own: half of its time saved."""

        csrf = False

        def get_translations(self, _form: FlaskForm) -> None:
            """None of WTForms' own texts is shown."""

    def first_error(self) -> Sentence:
        if self.code.errors:
            return say("The code is empty or longer than 400 characters. Scan it again.")
        return say("This scan is not complete. Load the page again; what you scanned is kept.")


class KeptPhotoForm(FlaskForm):
    """One photo that waited on the tablet: `of` is the scan_id of the card it was taken on."""

    photo = FileField(validators=[FileRequired()])
    photo_id = StringField(validators=[InputRequired(), Regexp(OWN_ID)])
    of = StringField(validators=[InputRequired(), Regexp(OWN_ID)])
    scanned_at = StringField(validators=[Optional(), Length(max=40)])
    sent_at = StringField(validators=[Optional(), Length(max=40)])
    ticket = StringField(validators=[Optional(), Length(max=tickets.LONGEST)])

    class Meta:
        """The token was checked before this form is read."""

        csrf = False
