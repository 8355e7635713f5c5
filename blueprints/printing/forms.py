"""What a person asks to be printed at once."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from workflow.print_runs import OFFERED


class RunForm(FlaskForm):
    kind = SelectField(choices=[(kind, kind) for kind in OFFERED], validate_choice=False)
    way = StringField()
    numbers = StringField()
