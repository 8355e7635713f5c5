"""What is typed on the page of a print template: as it was typed, and as it would be kept."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectMultipleField, StringField

from blueprints.fields import WholeNumber
from workflow import logos
from workflow import print_template_rules as rules
from workflow.errors import all_of
from workflow.print_templates import Template


class TemplateForm(FlaskForm):
    """What was sent. It is checked by workflow/print_template_rules.py, which knows what each paper takes."""

    version = WholeNumber(default=0)
    accent = StringField()
    logo = FileField()
    logo_key = StringField()
    without_logo = BooleanField()
    shown = SelectMultipleField(choices=[], validate_choice=False)
    kind = StringField()
    language = StringField()
    person = StringField()

    def typed(self, paper: str) -> Template:
        """All of it as it was typed, for the form that comes back. Nothing is checked."""
        logo = None if self.without_logo.data else logos.known(self.logo_key.data or "")
        return Template(paper, self.version.data or 0, self.accent.data or None, logo,
                        tuple(rules.hidden(paper, self.shown.data or [])), texts(paper))


class ResetForm(FlaskForm):
    """Which version somebody looked at before the reset."""

    version = WholeNumber(default=0)


def texts(paper: str) -> rules.Texts:
    """The texts that were sent, by language and place; the names of all others are not looked at."""
    return {language: {place: request.form.get(f"text_{language}_{place}", "") for place in rules.places(paper)}
            for language in rules.LANGUAGES}


def checked(typed: Template) -> Template:
    """The same as it would be kept.

    Raises:
        Refused, Several: a colour or texts that may not be; `field` says where each was typed.
    """
    accent, words = all_of((lambda: rules.colour(typed.accent or ""), lambda: rules.texts(typed.paper, typed.texts)))
    return Template(typed.paper, typed.version, accent, typed.logo_key, typed.hidden, words)
