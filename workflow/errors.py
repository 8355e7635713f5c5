"""What workflow refuses, each kind with the sentence that a person will read. Translated once, at the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from models.together import Stale as Stale
from workflow.sentences import Sentence, say

T = TypeVar("T")


class Refused(Exception):
    """A decision that the rules do not allow. Nothing was changed."""

    def __init__(self, sentence: Sentence, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


class Several(Refused):
    """More than one thing is wrong. By itself it is the first of `refusals`, none of which is one of these."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        super().__init__(refusals[0].sentence, field=refusals[0].field)
        self.refusals = tuple(refusals)


def all_of(checks: Iterable[Callable[[], T]]) -> list[T]:
    """What each check of something that was typed gives.

    Raises:
        Refused: one of them failed.
        Several: more than one did; all are looked at first, so that a person need not find out one by one.
    """
    found, wrong = [], []
    for check in checks:
        try:
            found.append(check())
        except Several as refusal:
            wrong += refusal.refusals
        except Refused as refusal:
            wrong.append(refusal)
    if wrong:
        raise Several(wrong) if len(wrong) > 1 else wrong[0]
    return found


class DoneSince(Refused):
    """What should be undone is no more as it was left."""

    def __init__(self) -> None:
        super().__init__(say("Something was done after it. Undo that first."))


class NotFound(Refused):
    """There is no such thing, or not for this person."""


class Gone(Refused):
    """It was there once: a link that has run out or was withdrawn. Says so without any data."""


class NotAllowed(Refused):
    """The person has no role for this."""


class NotSignedIn(Refused):
    """Nobody is signed in, or the sign-in has ended."""

    def __init__(self) -> None:
        super().__init__(say("You are not signed in any more. Sign in again, nothing is lost."))


class AlreadyDone(Refused):
    """The same thing was done before; kindly says who did it and when."""

    def __init__(self, sentence: Sentence, *, by: str | None = None, at: object = None) -> None:
        super().__init__(sentence)
        self.by, self.at = by, at


class Conflict(Refused):
    """A key was used again with other content."""


class TooOften(Refused):
    """A limit was reached; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(say("That was tried too often. Wait %(seconds)s seconds and try again.", seconds=retry_after))
        self.retry_after = retry_after


class Busy(Exception):
    """The database could not be had in time. Nothing was changed; try again."""

    retry_after = 2
