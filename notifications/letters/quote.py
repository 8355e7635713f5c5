"""The letter “What the repair would cost”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    amount = Speaker(language).money(values.amount_minor or 0, values.currency)
    facts = ((say("Amount"), amount),)
    return Content(
        subject=say("What the repair would cost (%(rma)s)", rma=values.rma),
        paragraphs=(say("The repair is not covered by the warranty. This is what it would cost. Please accept or decline it on the page behind the button."),),
        action=say("See the quote"), action_url=values.quote_url,
        facts=facts,
    )
