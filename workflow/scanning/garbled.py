"""A code of others from a scanner that types wrong: what it probably says is asked about, never silently taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.scanning import answers, common, layouts, resolving
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import say

QUESTION = "garbled"


def asked(here: Here, meanings: list[Meaning], code: str, scanner: Mapping[str, Any] | None) -> Answer | None:
    """The question whether it says what stands in our books; None where nothing does, or nothing was garbled."""
    if scanner is None or meanings[0].kind is not Kind.UNKNOWN:
        return None
    meant = layouts.meant(code, scanner)
    found = resolving.resolve(here.connection, meant) if layouts.differs(meant, code) else []
    if len(found) != 1 or found[0].id is None:
        return None
    (one,) = found
    return answers.ask(say("Is that right?"), thing=one.code[:60], icon="keyboard", choices=answers.yes_no(),
                       lines=((say("It may be"), common.KIND_WORDS[one.kind]), (say("Read as"), code.strip()[:60])),
                       next=say("This scanner types wrong. Compare it with the label. Does it say this?"),
                       meaning=Kind.UNKNOWN.value,
                       open_now=here.asking(QUESTION, meant=[one.kind.value, one.id, one.code], before=here.question))


def taken(here: Here, meaning: Meaning) -> Meaning | None:
    """YES: it is as if that had been scanned, on the card that stood before."""
    if not _asks(here) or meaning.command is not Command.YES:
        return None
    kind, row_id, code = (here.question or {})["meant"]
    here.open_now = _before(here)
    return Meaning(Kind(kind), code, row_id)


def left(here: Here, meaning: Meaning) -> Answer | None:
    """NO or CANCEL: nothing happened, and what was asked before it still stands."""
    if not _asks(here) or meaning.command not in (Command.NO, Command.CANCEL):
        return None
    return replace(common.said_no(here, meaning), open_now=_before(here))


def _asks(here: Here) -> bool:
    return (here.question or {}).get("name") == QUESTION


def _before(here: Here) -> dict[str, Any]:
    open_now = {**here.open_now, "question": (here.question or {}).get("before")}
    return {name: value for name, value in open_now.items() if value is not None}
