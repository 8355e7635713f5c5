"""The letter “Your return is finished”."""

from __future__ import annotations

from labels.language import Speaker
from notifications.letter import Content, Values


def write(values: Values, language: str) -> Content:
    """What the letter says, in the customer's language."""
    say = Speaker(language).say
    return Content(
        subject=say("Your return is finished (%(rma)s)", rma=values.rma),
        paragraphs=(say("Everything about your return is done. Thank you for your patience."),),
        action=say("Open your return"), action_url=values.status_url,
    )
