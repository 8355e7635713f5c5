"""Coded reasons that an agent must give, each with the sentence that the customer will read."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reference.tables import Text, csv_rows, text_of


@dataclass(frozen=True)
class Phrase:
    """A coded reason: `label` for the agent's list (English, Chinese), `text` for the customer (six languages).

    `wants` is what an information request waits for (photo, video, file, text, choice), else empty.
    `ground` is the ground of a resolution that the reason supports (kept, missing, lost, ...), else empty.
    """

    code: str
    label: Text
    text: Text
    wants: str = ""
    ground: str = ""


@cache
def _phrases(name: str) -> Mapping[str, Phrase]:
    return {row["code"]: Phrase(code=row["code"], label=text_of(row, "label_"), text=text_of(row),
                                wants=row.get("wants", ""), ground=row.get("ground", ""))
            for row in csv_rows(name)}


def decline_reasons() -> Mapping[str, Phrase]:
    """Why a line is declined or a claim refused, by code."""
    return _phrases("decline_reasons.csv")


def info_request_reasons() -> Mapping[str, Phrase]:
    """What we ask the customer for before we decide, by code."""
    return _phrases("info_request_reasons.csv")


def override_reasons() -> Mapping[str, Phrase]:
    """Why a person went against a rule, a grade or an earlier decision, by code."""
    return _phrases("override_reasons.csv")


def ground_reasons(ground: str = "") -> Mapping[str, Phrase]:
    """Why a resolution is given without an inspection, by code; with `ground` only those of that ground."""
    rows = _phrases("ground_reasons.csv")
    return {code: row for code, row in rows.items() if ground in ("", row.ground)}
