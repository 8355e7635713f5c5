"""Sends a file to the darkroom and brings the picture back, or the sentence why there is none."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow import installation
from workflow.errors import Busy, Refused
from workflow.sentences import Sentence, say

DARKROOM = Path(__file__).parent / "darkroom.py"
SECONDS = 20
# Of the threads of a web process, so many may be busy with photos; pages stay quick for everybody else. Of all
# processes one at a time develops (a lock on a file), so that the memory for one picture is enough.
_room = threading.BoundedSemaphore(3)
_tray = threading.Lock()
_SENTENCES: dict[str, Sentence] = {
    "empty": say("This file is empty. Choose the photo again."),
    "format": say("This is not a photo that we can take. Send a JPEG, PNG, WebP or HEIC picture."),
    "pixels": say("This picture has too many pixels. Send a smaller one."),
    "broken": say("This picture is damaged and cannot be opened. Take it again."),
}


def develop(content: bytes) -> tuple[bytes, int, int]:
    """A fresh JPEG with nothing in it but the picture, its width and its height.

    Raises:
        Refused: it is no picture that we take.
        Busy: too many photos at once.
    """
    if not content:
        raise Refused(_SENTENCES["empty"], field="photos")
    with _turn():
        status, output = _in_the_darkroom(content)
    if status != 0:
        raise Refused(_SENTENCES.get(output[:16].decode("ascii", "replace"), _SENTENCES["broken"]), field="photos")
    width, height = (int.from_bytes(output[at:at + 4], "big") for at in (0, 4))
    return output[8:], width, height


def _in_the_darkroom(content: bytes) -> tuple[int, bytes]:
    """No secrets go along: an empty environment, and nothing of ours is imported there."""
    try:
        done = subprocess.run([sys.executable, "-I", "-B", str(DARKROOM)], input=content, capture_output=True,
                              timeout=SECONDS, env={"LC_ALL": "C.UTF-8"}, check=False)
    except subprocess.TimeoutExpired:
        return 1, b"broken"
    return done.returncode, done.stdout


@contextmanager
def _turn() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        with _tray, (installation.settings().folder / "darkroom.lock").open("a") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield
    finally:
        _room.release()
