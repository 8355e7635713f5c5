"""The letter “A reminder: we need your answer”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("A reminder: we need your answer (%(rma)s)", rma=values.rma),
        paragraphs=(say("We still wait for your answer. Without it your request ends in %(days)s days.", days=values.days),),
        action=say("Answer now"), action_url=values.status_url,
        quote=values.text,
    )
