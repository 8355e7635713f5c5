"""What is typed about a box: its address, its carrier's number."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.countries import countries
from workflow.addressing import Address


class AddressForm(FlaskForm):
    """Where a box goes; lengths are those of the order's own columns."""

    name = StringField(validators=[InputRequired(_("Type the name on the door.")), Length(max=300)])
    street = StringField(validators=[InputRequired(_("Type street and number.")), Length(max=500)])
    city = StringField(validators=[InputRequired(_("Type the city.")), Length(max=200)])
    region = StringField(validators=[Optional(), Length(max=100)])
    postcode = StringField(validators=[Optional(), Length(max=20)])
    country = SelectField(validators=[InputRequired(_("Choose the country."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = countries()

    def address(self) -> Address:
        return Address(name=self.name.data, street=self.street.data, city=self.city.data,
                       region=self.region.data or "", postcode=self.postcode.data or "", country=self.country.data)


class CarrierForm(FlaskForm):
    carrier = SelectField(validators=[InputRequired(_("Choose a carrier."))])
    tracking = StringField(validators=[InputRequired(_("Type the number on the carrier label.")), Length(max=80)])

    def __init__(self, carriers: dict[str, str], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.carrier.choices = list(carriers.items())
