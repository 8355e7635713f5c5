"""The letter “Something was not in your parcel”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Something was not in your parcel (%(rma)s)", rma=values.rma),
        paragraphs=(say("We opened your parcel and did not find all that was announced:"),
                    say("Please look whether it is still with you, and tell us on the page of your return."),),
        action=say("Answer now"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
