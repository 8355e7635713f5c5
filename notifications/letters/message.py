"""The letter “A message about your return”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("A message about your return (%(rma)s)", rma=values.rma),
        paragraphs=(say("We have written to you:"),),
        action=say("Answer now"), action_url=values.status_url,
        quote=values.text,
    )
