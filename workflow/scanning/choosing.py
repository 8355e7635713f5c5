"""A card that asks one of several: big buttons, page by page, each sent back as CHOICE_n."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Choice
from workflow.scanning.commands import CHOICES
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

MORE = "more"
MOST = len(CHOICES)
Option = tuple[str, Sentence | str]


def one_of(here: Here, name: str, options: Sequence[Option], *, page: int = 0, also: tuple[Choice, ...] = (),
           **kept: Any) -> dict[str, Any]:
    """`choices` and `open_now` of a card that asks the question `name`.

    Args:
        options: (code, label) pairs; where they are more than the buttons, the last button shows the next ones.
        page: which page of them, from 0; beyond the last one begins anew.
        also: buttons beside the numbered ones.
        kept: what the question must remember.
    """
    shown, more = _page(options, page)
    labels = [label for _code, label in shown] + ([say("More")] if more else [])
    codes = [code for code, _label in shown] + ([MORE] if more else [])
    question = here.asking(name, options=codes, page=page, **kept)
    return {"choices": answers.choices(labels) + also, "open_now": question}


def _page(options: Sequence[Option], page: int) -> tuple[Sequence[Option], bool]:
    if len(options) <= MOST:
        return options, False
    size = MOST - 1
    start = page % -(-len(options) // size) * size
    return options[start:start + size], True


def taken(here: Here, meaning: Meaning) -> tuple[str, str]:
    """Which question stands here, and the code that was chosen (MORE: the next page is wanted).

    Raises:
        Refused: no question stands here, or it has no such choice.
    """
    question, number = here.question, meaning.command.choice if meaning.command else None
    options = (question or {}).get("options", [])
    if question is None or number is None or number >= len(options):
        raise Refused(say("No such choice stands here. Scan the thing you have in your hand."))
    return question["name"], options[number]


def next_page(here: Here) -> int:
    """The page after the one that stands here."""
    return (here.question or {}).get("page", 0) + 1
