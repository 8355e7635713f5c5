"""What a scan carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from workflow.scanning import tickets
from workflow.sentences import Sentence, say

MOST_SENT = 20_000
"""No barcode holds as much. Of a longer text than the log keeps its beginning is taken, so that no scan is missing."""
OWN_ID = r"^[0-9A-Za-z_-]{16,64}\Z"


def moment(given: str | None) -> datetime | None:
    """A moment of the tablet's clock; None when it is none, or says no time zone."""
    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@dataclass(frozen=True)
class ScanFields:
    """`code` is kept byte for byte; the workflow cleans it. `prefix` comes with a field typed without scripts.
    `kept` is 1 when the tablet kept the scan, and somebody scanned on without its answer.

    Not a form of WTForms: that one took as long as a statement of the scan, thousands of times a day.
    """

    code: str
    scan_id: str
    re: str
    prefix: str
    scanned_at: str
    sent_at: str
    ticket: str
    kept: str

    def fault(self) -> Sentence | None:
        """What is wrong with it, in the words of whoever scanned."""
        if not 0 < len(self.code) <= MOST_SENT:
            return say("The code is empty or far too long. Scan it again.")
        whole = re.fullmatch(OWN_ID, self.scan_id) and all(
            len(getattr(self, name)) <= longest for name, longest in LONGEST.items())
        return None if whole else say("This scan is not complete. Load the page again; what you scanned is kept.")

    @classmethod
    def read(cls, given: Mapping[str, str]) -> ScanFields:
        given = dict(given.items())  # a form answers each field that is not there by way of an error page
        return cls(*(given.get(name, "") for name in cls.__dataclass_fields__))


LONGEST = {"re": 64, "prefix": 40, "scanned_at": 40, "sent_at": 40, "ticket": tickets.LONGEST, "kept": 1}


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
