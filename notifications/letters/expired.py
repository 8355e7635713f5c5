"""The letter “Your request has ended”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your request has ended (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your request has ended, because it was not used or not answered. You can begin a new one at any time."),),
        action=say("Open your return"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
