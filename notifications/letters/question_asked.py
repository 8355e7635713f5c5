"""The letter “We need to know more”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("We need to know more (%(rma)s)", rma=values.rma),
        paragraphs=(say("To decide about your request we need something from you:"),),
        action=say("Answer now"), action_url=values.status_url,
        quote=values.text,
    )
