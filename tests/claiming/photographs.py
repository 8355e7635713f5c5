"""Photos of a damaged box, taken through the same door as a person's."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tests.support import goods
from tests.support.people import actor
from workflow import photo_set, photos


def jpeg(colour: str = "olive") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (320, 240), colour).save(file, "JPEG")
    file.seek(0)
    return file


def take(about: goods.Announced, *shows: str) -> list[int]:
    """One photo of the box for each."""
    return [photos.take(jpeg(), by=actor("walt"), parcel_id=about.parcel_id, shows=what or None) for what in shows]


def take_all(about: goods.Announced) -> None:
    """All that a carrier wants to see."""
    take(about, *(shot.code for shot in photo_set.SHOTS.values() for _ in range(shot.needed)))
