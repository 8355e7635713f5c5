"""A claim: what a code may be, and how much speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from reference.tracking_formats import STRENGTHS


@dataclass(frozen=True)
class Claim:
    """One thing that a code may be. `strength` is a word of reference/tracking_formats.py; `cut` was taken off."""

    kind: str
    value: str
    strength: str
    format: str
    carrier: str = ""
    cut: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        return STRENGTHS.index(self.strength)

    @property
    def candidate(self) -> str:
        """How it is named among several: the carrier's code, or the kind."""
        return self.carrier or self.kind
