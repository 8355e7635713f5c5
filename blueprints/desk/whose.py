"""What the pages share on which somebody says to which RMA a thing or a parcel belongs."""

from __future__ import annotations

from flask import request

from blueprints.languages import text
from workflow import searching
from workflow.errors import NotAllowed, Refused
from workflow.searching import Found


def looked_for() -> tuple[str, Found | None]:
    """What was typed into the search of the page, and what it found."""
    query = request.args.get("q", "")
    return query, searching.search(query) if query else None


def said_here(refusal: Refused) -> str:
    """The sentence for the page itself, also that there is no such RMA. Who may not do it has no business there."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    return text(refusal.sentence)
