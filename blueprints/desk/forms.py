"""What is typed at the desk. Forms check the shape; workflow checks the rules. Nothing else of a request is read."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.countries import countries
from blueprints.fields import WholeNumber
from workflow.exceptions import LONGEST_NOTE

LONGEST_TEXT = 5000


def code(needed: str = "", **options: object) -> StringField:
    """A coded choice: what it may be is the workflow's rule."""
    first = InputRequired(needed) if needed else Optional()
    return StringField(validators=[first, Length(max=40)], filters=[lambda typed: (typed or "").strip()], **options)


class EmptyForm(FlaskForm):
    """A button: nothing but the form token."""


class ApprovalForm(FlaskForm):
    unit_ids = SelectMultipleField(coerce=int, validate_choice=False,
                                   validators=[InputRequired(_("Choose at least one item."))])


class ReasonForm(FlaskForm):
    reason = code(_("Choose a reason from the list."))


class HoldForm(FlaskForm):
    """`unit_id` is empty for the whole RMA."""

    reason = code(_("Choose a reason from the list."))
    note = TextAreaField(validators=[Optional(), Length(max=LONGEST_TEXT)])
    unit_id = WholeNumber(validators=[Optional()])


class QuestionForm(FlaskForm):
    reason = code(_("Choose a reason from the list."))
    text = TextAreaField(validators=[Optional(), Length(max=LONGEST_TEXT)])


class MessageForm(FlaskForm):
    text = TextAreaField(validators=[InputRequired(_("Write something first.")), Length(max=LONGEST_TEXT)])


class TrackingForm(FlaskForm):
    tracking = StringField(validators=[InputRequired(_("Type the tracking number.")), Length(max=100)])
    carrier = code()


class UndoReasonForm(FlaskForm):
    """Why something is undone; needed later than a minute."""

    reason = code()


class UndoForm(UndoReasonForm):
    act_id = WholeNumber(validators=[InputRequired()])


class ResolutionForm(FlaskForm):
    ground = code(_("Choose why it may be decided."))
    resolution = code(_("Choose what the customer gets."))
    reason = code()
    amount = StringField(validators=[Optional(), Length(max=20)])
    sku = StringField(validators=[Optional(), Length(max=64)])


class DispositionForm(FlaskForm):
    disposition = code(_("Choose where it goes."))


class PaymentForm(FlaskForm):
    reference = StringField(validators=[Optional(), Length(max=80)])


class AmountForm(FlaskForm):
    amount = StringField(validators=[InputRequired(_("Type an amount like 12.50.")), Length(max=20)])


class MatchForm(FlaskForm):
    number = StringField(validators=[InputRequired(_("Type the number of the RMA.")), Length(max=20)])


class BelongsForm(FlaskForm):
    """The RMA a thing belongs to; `same_as` is empty when it is none of the units that the RMA waits for."""

    number = StringField(validators=[InputRequired(), Length(max=20)])
    same_as = WholeNumber(validators=[Optional()])


class SettledForm(FlaskForm):
    note = TextAreaField(validators=[InputRequired(_("Write what was done about it.")),
                                     Length(max=LONGEST_NOTE, message=_("At most 2,000 characters."))])


class LabelForm(FlaskForm):
    """What stands on the label of a parcel that nobody announced; lengths are those of its columns."""

    name = StringField(validators=[Optional(), Length(max=300)])
    country = SelectField(validators=[Optional()])
    postcode = StringField(validators=[Optional(), Length(max=20)])
    goods = StringField(validators=[Optional(), Length(max=300)])
    weight = StringField(validators=[Optional(), Length(max=20)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [("", ""), *countries()]


class ClaimFilingForm(FlaskForm):
    amount = StringField(validators=[InputRequired(_("Type an amount like 12.50.")), Length(max=20)])
    currency = StringField(validators=[InputRequired(_("Type a currency like EUR.")), Length(max=3)])
    reference = StringField(validators=[Optional(), Length(max=80)])
    without_photos = code()


class ClaimCarrierForm(FlaskForm):
    carrier = code()
    tracking = StringField(validators=[Optional(), Length(max=100)])


class ClaimPaymentForm(FlaskForm):
    received = StringField(validators=[InputRequired(_("Type an amount like 12.50.")), Length(max=20)])


class CodeForm(FlaskForm):
    """A code as it was scanned: nothing is stripped from it here."""

    code = StringField(validators=[InputRequired(_("Scan or type a code.")), Length(max=400)])


class WishForm(Form):
    """What is asked for one line of the order."""

    line_id = WholeNumber(validators=[InputRequired()])
    quantity = WholeNumber(validators=[Optional(), NumberRange(0, 50)], default=0)
    reason = code()
    wanted = code()
    description = TextAreaField(validators=[Optional(), Length(max=4000)])
    serial = StringField(validators=[Optional(), Length(max=64)])


class OpenForm(FlaskForm):
    """An RMA that an agent opens for a customer."""

    lines = FieldList(FormField(WishForm), max_entries=200)
    channel = code(_("Choose how the customer reached us."))
    language = code(_("Choose the customer's language."))
    override_reason = code()
