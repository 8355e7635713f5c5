"""The letter “Your request is cancelled”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your request is cancelled (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your request is cancelled. If you have sent something already, write to us on the page of your return."),),
        action=say("Open your return"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
