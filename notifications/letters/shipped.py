"""The letter “A parcel is on its way to you”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    facts = tuple((label, value) for label, value in ((say("Carrier"), values.carrier),
                                                      (say("Tracking number"), values.tracking),
                                                      (say("Follow it here"), values.tracking_url)) if value)
    return Content(
        subject=say("A parcel is on its way to you (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your parcel has left our house."),),
        action=say("See how it stands"), action_url=values.status_url,
        facts=facts,
    )
