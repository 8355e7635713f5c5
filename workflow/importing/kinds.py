"""Which kinds of file can be read. The channels offer them; workflow knows no shop and no format."""

from __future__ import annotations

from workflow.importing.values import FileKind

ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030", "cp1252": "Latin-1 (Windows-1252)", "utf-16": "UTF-16"}
OFFERED: dict[str, FileKind] = {}


def offer(kinds: dict[str, FileKind]) -> None:
    """Make these kinds of file known to this process."""
    OFFERED.update(kinds)
