"""The letter “Your return is approved”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your return is approved (%(rma)s)", rma=values.rma),
        paragraphs=(say("Your request is approved. Our page shows step by step what to put into the box, and then gives you the label."),
                    say("It works on your phone. If you have no printer, it shows a code for the shop where you hand the parcel in."),),
        action=say("Pack it and get the label"), action_url=values.packing_url or values.status_url,
        facts=tuple((say("Product"), product) for product in values.products),
    )
