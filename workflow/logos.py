"""The logo on a company's papers: a PNG or JPEG, drawn anew in the darkroom as photos are, kept by what it shows."""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO

from workflow import developing, storage
from workflow.errors import NotFound, Refused
from workflow.sentences import say

MOST_BYTES = 5_000_000
SMALLEST_SIDE = 32
"""Pixels: less is no more than a spot on paper."""
KEY = re.compile(r"logos/[0-9a-f]{64}\.jpg")
TAKEN = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
DRAWING = re.compile(rb"\s*<(\?xml|!doctype svg|svg|!--)", re.I)


def take(file: BinaryIO) -> str:
    """Keep a logo; returns its key in the storage. The same picture has the same key.

    Raises:
        Refused: it is no PNG or JPEG, or no picture that can be opened.
        Busy: too many pictures are being developed.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _refused(say("This file is larger than 5 MB. Send a smaller picture."))
    if DRAWING.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise _refused(say("SVG drawings are not taken: they can hold more than a picture. Save the logo as PNG."))
    if not content.startswith(TAKEN):
        raise _refused(say("This is no PNG or JPEG. Save the logo as one of these, then choose it again."))
    try:
        jpeg, width, height = developing.develop(content)
    except Refused:
        raise _refused(say("This picture is damaged or has too many pixels. Choose another PNG or JPEG.")) from None
    if min(width, height) < SMALLEST_SIDE:
        raise _refused(say("This picture is only %(width)s × %(height)s pixels. Choose a larger one.", width=width,
                           height=height))
    key = f"logos/{hashlib.sha256(jpeg).hexdigest()}.jpg"
    storage.put(key, jpeg)
    return key


def known(key: str) -> str | None:
    """A key that came back with a form, if there is such a logo."""
    if not KEY.fullmatch(key):
        return None
    try:
        storage.get(key)
    except NotFound:
        return None
    return key


def content(name: str) -> bytes:
    """The JPEG by its name without the folder. Raises NotFound."""
    if known(f"logos/{name}") is None:
        raise NotFound(say("There is no such logo."))
    return storage.get(f"logos/{name}")


def _refused(sentence: object) -> Refused:
    return Refused(sentence, field="logo")
