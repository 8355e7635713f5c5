"""The revision of the schema that this code was written for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"


@cache
def newest_revision() -> str:
    """The head of migrations/versions: the one revision that no other one follows."""
    texts = [path.read_text() for path in VERSIONS.glob("*.py")]
    revisions = {_field("revision", text) for text in texts}
    return (revisions - {_field("down_revision", text) for text in texts}).pop()


def _field(name: str, text: str) -> str:
    found = re.search(rf"^{name}[^=\n]*=\s*(['\"])(.*?)\1", text, re.M)
    return found.group(2) if found else ""
