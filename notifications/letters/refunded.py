"""The letter “Your refund is on its way”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    amount = Speaker(language).money(values.amount_minor or 0, values.currency)
    facts = ((say("Amount"), amount),) + (((say("Reference"), values.reference),) if values.reference else ())
    return Content(
        subject=say("Your refund is on its way (%(rma)s)", rma=values.rma),
        paragraphs=(say("We have sent your refund. Depending on your bank it takes a few days to arrive."),),
        action=say("Open your return"), action_url=values.status_url,
        facts=facts,
    )
