"""The letter “You get a replacement”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("You get a replacement (%(rma)s)", rma=values.rma),
        paragraphs=(say("We will send you a replacement. You hear from us when it leaves our house."),),
        action=say("See how it stands"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
