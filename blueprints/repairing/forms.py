"""What is typed at the bench: words about a job, the amounts of a quote, parts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.fields import WholeNumber
from workflow.parts import MOST_AT_ONCE
from workflow.repairing import LONGEST_TEXT


class WordsForm(FlaskForm):
    """What was found and what was done."""

    diagnosis = StringField(validators=[Optional(), Length(max=LONGEST_TEXT, message=_("Write less."))])
    work_done = StringField(validators=[Optional(), Length(max=LONGEST_TEXT, message=_("Write less."))])


class QuoteForm(FlaskForm):
    """Amounts as people type them; the workflow reads them in the RMA's currency."""

    parts = StringField(validators=[Optional(), Length(max=20)])
    labour = StringField(validators=[Optional(), Length(max=20)])
    freight = StringField(validators=[Optional(), Length(max=20)])


class BookInForm(FlaskForm):
    quantity = WholeNumber(validators=[InputRequired(_("Type how many came.")),
                                        NumberRange(1, MOST_AT_ONCE, _("Type how many came."))])


class PartForm(FlaskForm):
    """A new kind of part."""

    sku = StringField(validators=[InputRequired(_("Type the SKU.")), Length(max=64)])
    name = StringField(validators=[InputRequired(_("Type what it is.")), Length(max=200)])
    price = StringField(validators=[Optional(), Length(max=20)])
    currency = StringField(validators=[InputRequired(_("Type the currency, as EUR.")), Length(min=3, max=3)])
