"""Badges and PINs open a shift. They are no things of work: what they say is never kept with the scans."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from models.numbers import Prefix
from workflow.scanning import answers, cleaning, commands, forgetting, layouts
from workflow.scanning.answers import Answer
from workflow.scanning.commands import DIGITS, Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

if TYPE_CHECKING:
    from workflow.scanning.tickets import Ticket

PIN = "pin"
PIN_KEYS = frozenset({*DIGITS, Command.YES, Command.NO})
_TYPED = re.compile(r"[0-9]{3,8}\Z")
_BADGE = re.compile(rf"{Prefix.BADGE}[0-9]{{11}}\Z")


def is_awaited(row: sa.Row, ticket: Ticket | None) -> bool:
    """Whether the card that stands on this tablet asked for a badge and a PIN, and nobody has signed in since.

    `row` is of `who_scans.who_and_where`. What an earlier sign-in has kept belongs to that one.
    """
    last = row.last_answer or {}
    if last.get("opens") not in ("shift", "decision") and last.get("meaning") not in (Kind.BADGE, PIN):
        return False
    of_now = ticket is None or ticket.session_id == row.session_id
    return not (of_now and row.started_at > row.last_at)


def may_be_pin(code: str, number: str | None) -> bool:
    """Digits of the sheet, its YES and NO, or a few bare digits. `number` is what a garbled code was put right to."""
    plain = number or cleaning.compact(cleaning.clean(code))
    read = {plain, *layouts.readings(code)}
    return bool(_TYPED.match(plain)) or any(commands.by_code(one) in PIN_KEYS for one in read)


def not_here(here: Here) -> Answer:
    """What may be a PIN came to the scan box: the page that takes it opens."""
    return answers.Answer("refused", say("Not here"), icon="id-badge", opens="shift", open_now=here.keep(), meaning=PIN,
                          next=say("After a badge, digits may be a PIN: they are not kept. Give badge and PIN on the "
                                   "page “Change person”."))


def unknown_badge(here: Here, code: str, meaning: Meaning) -> Answer | None:
    """The card, where a code that nobody knows is a badge: one that nobody has any more, or a garbled one."""
    if meaning.kind is not Kind.UNKNOWN:
        return None
    if _BADGE.match(meaning.code):
        return answers.unknown(say("Badge not known"), icon="id-badge", open_now=here.keep(), meaning=Kind.BADGE.value,
                               next=say("Nobody has this badge any more. Ask your lead for a new one."))
    if any(number[0] == Prefix.BADGE for number in layouts.readings(code)):
        return answers.unknown(say("Scanner types wrong"), icon="keyboard", open_now=here.keep(),
                               meaning=Kind.BADGE.value, next=say("Scan the scanner check first, then your badge."))
    return None


def unsaid(answer: Answer, code: str) -> tuple[str, Answer]:
    """The text and the answer as they are kept with the scan: of a badge and of a PIN nothing is said."""
    misread = answer.meaning == Kind.MISREAD and _BADGE.match(cleaning.compact(cleaning.clean(code)))
    if answer.meaning in (Kind.BADGE, PIN) or misread:
        return forgetting.EMPTIED, replace(answer, thing="")
    return code, answer
