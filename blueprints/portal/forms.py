"""What customers type. Shape is checked here, rules in workflow."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.fields import WholeNumber
from workflow.purchases import ReturnableLine

TOO_LONG = _("This is too long. Shorten it a little.")


def stripped(value: str | None) -> str | None:
    """Without spaces around, and without NUL, which PostgreSQL cannot keep."""
    return value.replace("\x00", "").strip() if value else value


def plain(value: str | None) -> str | None:
    return value.replace("\x00", "") if value else value


class FindForm(FlaskForm):
    order_number = StringField(filters=[stripped], validators=[
        InputRequired(_("Type the order number.")), Length(max=64, message=TOO_LONG)])
    proof = StringField(filters=[stripped], validators=[
        InputRequired(_("Type the e-mail or the postcode of the order.")), Length(max=320, message=TOO_LONG)])


class ProofForm(FlaskForm):
    """More about a parcel, for whom it concerns."""

    proof = StringField(filters=[stripped], validators=[
        InputRequired(_("Type the e-mail or the postcode of the order.")), Length(max=320, message=TOO_LONG)])


class ReasonForm(FlaskForm):
    reason = StringField(validators=[InputRequired(_("Choose a reason.")), Length(max=40)])


class DetailsForm(FlaskForm):
    """What we ask about one unit. `way` is the button that was pressed."""

    wanted = StringField(validators=[Optional(), Length(max=40)])
    opened = StringField(validators=[Optional(), Length(max=3)])
    serial = StringField(filters=[stripped], validators=[Optional(), Length(max=64, message=TOO_LONG)])
    description = TextAreaField(filters=[plain], validators=[Optional(), Length(max=4000, message=TOO_LONG)])
    photos = MultipleFileField()
    same = BooleanField()
    way = StringField(validators=[Optional(), Length(max=20)])


class MessageForm(FlaskForm):
    text = TextAreaField(filters=[plain], validators=[Optional(), Length(max=5000, message=TOO_LONG)])
    photos = MultipleFileField()


class PackedPhotoForm(FlaskForm):
    """Photos of the packed goods. `way` is "none" for who goes on without."""

    photos = MultipleFileField()
    way = StringField(validators=[Optional(), Length(max=20)])


class TrackingForm(FlaskForm):
    tracking = StringField(filters=[stripped], validators=[
        InputRequired(_("Type the number that the carrier gave you.")), Length(max=80, message=TOO_LONG)])


class EmptyForm(FlaskForm):
    """A button that changes something: nothing but the form token."""


def items_form(lines: Iterable[ReturnableLine]) -> FlaskForm:
    """How many of each line, and which button: `way` is "withdrawal" or empty."""
    fields: dict[str, object] = {"way": StringField(validators=[Optional(), Length(max=20)])}
    for line in lines:
        fields[f"line_{line.id}"] = WholeNumber(default=0, validators=[
            Optional(), NumberRange(0, line.left, _("So many are not left to return."))])
    return type("ItemsForm", (FlaskForm,), fields)()
