"""Photos on paper: no larger than they are printed, so that a sheet with many of them can still be sent by mail."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image

LONGEST_SIDE = 900
"""Pixels of a photo on a sheet, 265 an inch where two stand beside each other."""
QUALITY = 68


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as a file's bytes; `of` is the number of the unit or box it shows; `shows` what it is for, `what`
    says in words what it shows.
    """

    content: bytes
    at: datetime
    of: str = ""
    shows: str = ""
    what: str = ""


def scaled(content: bytes, longest: int = LONGEST_SIDE) -> str:
    """The photo with at most `longest` pixels on a side, as the address of an image inside the page."""
    file = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        small = picture.convert("RGB")
        small.thumbnail((longest, longest))
        small.save(file, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(file.getvalue()).decode('ascii')}"


def prepared(photos: tuple[Photo, ...], longest: int = LONGEST_SIDE) -> list[dict[str, object]]:
    """The photos as templates show them."""
    return [{"src": scaled(photo.content, longest), "at": photo.at, "of": photo.of, "shows": photo.shows,
             "what": photo.what}
            for photo in photos]
