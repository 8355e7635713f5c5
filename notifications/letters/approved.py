"""The letter “Your return is approved”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your return is approved (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your request is approved. Print the label, put the slip into the box and hand the parcel to the carrier."),
                    say("Pack everything well and remove old labels. If you have no printer, show the page on your phone."),),
        action=say("Print the label"), action_url=values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
