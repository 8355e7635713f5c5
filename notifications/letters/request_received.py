"""The letter “We have your request”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("We have your request (%(rma)s)", rma=values.rma),
        paragraphs=(say("We received your request and will look at it. You will hear from us as soon as it is decided."),
                    *(() if values.nothing_to_send else (say("Please do not send anything yet: you get a label first."),))),
        action=say("See how it stands"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
