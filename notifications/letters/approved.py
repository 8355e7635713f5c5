"""The letter “Your return is approved”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language: how to pack, or that a carrier has it and nothing is to do."""
    say = Speaker(language).say
    subject = say("Your return is approved (%(rma)s)", rma=values.rma)
    facts = tuple((say("Product"), product) for product in values.products)
    if values.nothing_to_send:
        return Content(
            subject=subject, facts=facts, action=say("Open your return"), action_url=values.status_url,
            paragraphs=(say("Your request is approved. You need not send anything: the carrier brings it back to us."),))
    how = (say("Your request is approved. Our page shows step by step what to put into the box, and then gives you the label."),
           say("It works on your phone. If you have no printer, it shows a code for the shop where you hand the parcel in."))
    not_these = tuple(say("You need not send this, the carrier brings it back to us: %(item)s", item=product)
                      for product in values.by_carrier)
    return Content(subject=subject, facts=facts, paragraphs=(*how, *not_these), action=say("Pack it and get the label"),
                   action_url=values.packing_url or values.status_url)
