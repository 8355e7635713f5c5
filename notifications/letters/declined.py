"""The letter “About your request”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("About your request (%(rma)s)", rma=values.rma),
        paragraphs=(say("We are sorry: we cannot take this back."),
                    values.reason,
                    say("If you see it differently, answer on the page of your return and we will look at it again."),),
        action=say("Open your return"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
