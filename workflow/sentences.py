"""A sentence for a person, kept in English with its values until somebody's language is known.

Workflow knows no request and so no language. It says `say("Scan the box first.")`; the edge translates.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """`msgid` is the English source text, `values` fill its %(name)s places."""

    msgid: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid

    def __hash__(self) -> int:
        return hash(self.msgid)  # what fills it may be of any kind; equality looks at it too

    def __bool__(self) -> bool:
        return bool(self.msgid)

    def as_data(self) -> list:
        return [self.msgid, {name: value.as_data() if isinstance(value, Sentence) else value
                             for name, value in self.values.items()}]


def say(msgid: str, **values: object) -> Sentence:
    """Mark a sentence for translation and keep what fills it."""
    return Sentence(msgid, values)


NOTHING = Sentence("")
