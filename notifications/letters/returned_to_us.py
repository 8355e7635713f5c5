"""The letter “Your parcel came back to us”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your parcel came back to us (%(rma)s)", rma=values.rma),
        paragraphs=(say("The parcel that we sent you came back to us. Please check your address on the page of your return and tell us how we reach you."),),
        action=say("Answer now"), action_url=values.status_url,
    )
