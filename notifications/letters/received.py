"""The letter “Your parcel has arrived”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your parcel has arrived (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your parcel is with us. We will look at what is inside and tell you what follows."),),
        action=say("See how it stands"), action_url=values.status_url,
    )
