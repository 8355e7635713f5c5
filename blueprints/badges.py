"""Badge and PIN on a page of a station, with nothing but the tablet's scanner."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from blueprints import guard
from workflow import stations
from workflow.scanning.commands import DIGITS, Command


class BadgeForm(FlaskForm):
    """Badge and PIN at a station."""

    badge = StringField(validators=[InputRequired(_("Scan your badge.")), Length(max=40)])
    pin = PasswordField(validators=[InputRequired(_("Type your PIN.")), Length(max=20)])

    def as_printed(self) -> str:
        """The badge, put right where this tablet's scanner garbles it."""
        return stations.as_printed(self.badge.data, request.cookies.get(guard.TABLET_COOKIE))


def keys() -> dict[str, str]:
    """The codes that stand for the keys of a PIN at the tablet that asks."""
    return keys_at(request.cookies.get(guard.TABLET_COOKIE))


def keys_at(tablet_token: str | None) -> dict[str, str]:
    """What each code of the sheet's digits, YES and NO is for the PIN, in all ways in which this tablet may get it."""
    meanings = {command: command.digit or command.name.lower() for command in (*DIGITS, Command.YES, Command.NO)}
    arrivals = stations.as_they_may_arrive([command.code for command in meanings], tablet_token)
    return {arrival: meaning for meaning, ways in zip(meanings.values(), arrivals, strict=True) for arrival in ways}
