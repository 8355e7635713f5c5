"""The letter “Your parcel was delivered”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your parcel was delivered (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your parcel was delivered. If anything is not as it should be, write to us on the page of your return."),),
        action=say("Open your return"), action_url=values.status_url,
    )
