"""What is typed about a printer in the network."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from blueprints.fields import WholeNumber

DPIS = (203, 300)
SMALLEST_MM, WIDEST_MM, LONGEST_MM = 15, 220, 400


class Typed(WholeNumber):
    """A whole number that must be typed; what is none is answered with the field's own sentence."""

    def __init__(self, sentence: object, *rules: object, **more: object) -> None:
        super().__init__(validators=[InputRequired(sentence), *rules], **more)
        self.sentence = sentence

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.sentence) from None


class PrinterForm(FlaskForm):
    name = StringField(validators=[
        InputRequired(_("Type a name that people at the stations know it by.")),
        Length(max=40, message=_("A printer's name has at most 40 characters."))],
        filters=[lambda text: text.strip() if text else text])
    host = StringField(validators=[
        InputRequired(_("Type the printer's address, for example 10.0.8.5.")),
        Length(max=253, message=_("An address has at most 253 characters."))],
        filters=[lambda text: text.strip() if text else text])
    port = Typed(
        _("Type the port; most printers listen on 9100."),
        NumberRange(1, 65535, message=_("A port is a number from 1 to 65535; most printers listen on 9100.")))
    dpi = Typed(_("Choose 203 or 300 dpi."), AnyOf(DPIS, message=_("Choose 203 or 300 dpi.")))
    width_mm = Typed(
        _("Type the width of its labels in millimetres."),
        NumberRange(SMALLEST_MM, WIDEST_MM, message=_("The width is 15 to 220 millimetres.")))
    height_mm = Typed(
        _("Type the height of its labels in millimetres."),
        NumberRange(SMALLEST_MM, LONGEST_MM, message=_("The height is 15 to 400 millimetres.")))
    active = BooleanField()

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name).data for name in (
            "name", "host", "port", "dpi", "width_mm", "height_mm", "active")}


class ChoiceForm(FlaskForm):
    """The printer of a station; empty: the browser prints."""

    printer_id = WholeNumber(validators=[Optional()])
