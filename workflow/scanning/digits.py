"""Digits of the command sheet where a card asks for one number: gathered one by one, sent by YES.

On a card with numbered choices a digit is the choice, here it is a digit: never both on one card.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Field
from workflow.scanning.commands import CHOICES, Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

LONGEST = 9
_NUMBERED = {command.code for command in CHOICES}


def is_next_digit(here: Here, meaning: Meaning) -> bool:
    return meaning.command is not None and meaning.command.digit is not None and _field(here) is not None


def gathered(here: Here, meaning: Meaning) -> Answer:
    """The card once more, with the digits so far. A question's `suffix` is the unit that they are sent with."""
    question = here.question or {}
    so_far = question.get("digits", "") + (meaning.command.digit or "" if meaning.command else "")
    if len(so_far) > LONGEST:
        raise Refused(say("This number is too long. Scan “No” and begin again."))
    card = answers.from_data(here.last_answer or {})
    return replace(card, result="ask", thing=f"{so_far}{question.get('suffix', '').lower()}", act_id=None, opens="",
                   choices=answers.yes_no(), next=say("Scan the next digit, or “Yes” to take this number."),
                   open_now={**here.open_now, "question": {**question, "digits": so_far}})


def sent(here: Here, meaning: Meaning) -> Meaning | None:
    """YES after digits: the number as if it had been typed into the card's field."""
    field, question = _field(here), here.question or {}
    if meaning.command is not Command.YES or field is None or not question.get("digits"):
        return None
    return Meaning(Kind.UNKNOWN, f"{field.prefix}{question['digits']}{question.get('suffix', '')}")


def _field(here: Here) -> Field | None:
    """The one field of the card that stands here, if its question still stands and it has no numbered choices."""
    if here.question is None or here.last_answer is None:
        return None
    card = answers.from_data(here.last_answer)
    numbered = any(choice.code in _NUMBERED for choice in card.choices)
    return card.fields[0] if len(card.fields) == 1 and not numbered else None
