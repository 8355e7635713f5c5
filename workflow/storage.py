"""Files by content: photos and papers, in a folder below DATA_DIR. The one place that knows where they lie.

A file is whole or absent: it is written beside its name, synced, and only then given the name.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from workflow import installation
from workflow.errors import Busy, NotFound
from workflow.sentences import say

KEY = re.compile(r"^[a-z]+(/[A-Za-z0-9_-]+)+\.[a-z]{2,4}$")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
PIECE = 1 << 16


def put(key: str, content: bytes) -> None:
    """Keep `content` under `key` ("photos/ab/abcdef.jpg"); the same key again is written over as a whole.

    Raises:
        Busy: there is no room left; nothing was kept.
    """
    _keep(key, (content,))


def join(key: str, keys: Iterable[str]) -> None:
    """Keep several files behind each other as one; no more than one of them is in memory. Raises as `put` and `get`."""
    _keep(key, (get(part) for part in keys))


def _keep(key: str, contents: Iterable[bytes]) -> None:
    path = _path(key)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(beside, contents)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise Busy from error
        raise
    except NotFound:
        beside.unlink(missing_ok=True)
        raise


def get(key: str) -> bytes:
    """The content under this key.

    Raises:
        NotFound: there is none.
    """
    try:
        return _path(key).read_bytes()
    except FileNotFoundError:
        raise NotFound(say("This file is not there any more.")) from None


def pieces(key: str) -> Iterator[bytes]:
    """The content under this key, for an answer that is longer than memory should be. Raises NotFound at once."""
    try:
        file = _path(key).open("rb")
    except FileNotFoundError:
        raise NotFound(say("This file is not there any more.")) from None
    return _read(file)


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def delete(key: str) -> None:
    """Remove it; nothing happens when it is gone already."""
    _path(key).unlink(missing_ok=True)


def older_than(folder: str, seconds: float) -> Iterator[str]:
    """The keys in a folder that were last written more than `seconds` ago."""
    limit, root = time.time() - seconds, _root()
    for path in (root / folder).rglob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            yield path.relative_to(root).as_posix()


def _root() -> Path:
    return installation.settings().folder / "files"


def _path(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise NotFound(say("This file is not there any more."))
    return _root() / key


def _write(path: Path, contents: Iterable[bytes]) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for content in contents:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
