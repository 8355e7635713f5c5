"""The chain of custody in the language of its paper: sentences that were kept as data become words."""

from __future__ import annotations

from datetime import date
from typing import Any

from labels.custody import CustodyChain, CustodyRow, CustodySheet
from labels.language import Speaker


def sheet(data: dict[str, Any], language: str) -> CustodySheet:
    """The sheet as it is printed."""
    speaker = Speaker(language)
    return CustodySheet(**{
        **data, "checked_on": date.fromisoformat(data["checked_on"]), "verdict": said(speaker, data["verdict"]),
        "faults": tuple(said(speaker, fault) for fault in data["faults"]),
        "chains": tuple(CustodyChain(**chain) for chain in data["chains"]),
        "rows": tuple(_row(speaker, row) for row in data["rows"])})


def _row(speaker: Speaker, row: dict[str, Any]) -> CustodyRow:
    return CustodyRow(**{
        **row, "what": said(speaker, row["what"]), "fault": said(speaker, row["fault"]),
        "detail": said(speaker, row["detail"]), "by": speaker.person(said(speaker, row["by"])),
        **{side: " · ".join(said(speaker, words) for words in row[side]) for side in ("source", "target")}})


def said(speaker: Speaker, words: Any) -> str:
    """A sentence as `Sentence.as_data` keeps it, its values translated too; a plain text stays as it is."""
    if isinstance(words, str):
        return words
    msgid, values = words
    return str(speaker.say(msgid, **{name: said(speaker, value) if isinstance(value, list) else value
                                     for name, value in values.items()}))
