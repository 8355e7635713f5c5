"""What a company changed on a paper: its logo, its colour, its own texts, and which fields are not shown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TypeVar

from PIL import Image, ImageOps

from labels.pictures import scaled
from reference import placeholders

T = TypeVar("T")
COLOUR = re.compile(r"#[0-9a-f]{6}")
MM_OF_INCH = 25.4


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of the company's own at a place of the paper, with placeholders as they were typed."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Look:
    """What differs from the paper as delivered. `logo` is the bytes of a picture, `hidden` names fields.

    Raises:
        ValueError: `accent` is no colour: it stands in the style sheet, where nothing else may stand.
    """

    accent: str | None = None
    logo: bytes | None = None
    texts: tuple[OwnText, ...] = ()
    hidden: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.accent is not None and not COLOUR.fullmatch(self.accent):
            raise ValueError(f"{self.accent} is no colour")

    def own(self, place: str, values: Mapping[str, str]) -> list[placeholders.Piece]:
        """The company's text at a place, its placeholders filled in; empty where it has none of its own."""
        found = next((text.words for text in self.texts if text.place == place), "")
        return placeholders.pieces(found, values)

    def shows(self, field: str) -> bool:
        """Whether an optional field stands on the paper."""
        return field not in self.hidden

    def kept(self, field: str, value: T) -> T | None:
        """The value of an optional field, None where it is not shown."""
        return value if self.shows(field) else None

    def picture(self, room: tuple[float, float], dpi: int | None = None) -> str | None:
        """The logo as the address of an image inside the page; None where there is none.

        :param room: millimetres that it may be wide and high
        :param dpi: dots an inch of a printer that knows only black and white; None for colours
        """
        if self.logo is None:
            return None
        return scaled(self.logo) if dpi is None else in_dots(self.logo, room, dpi)


PLAIN = Look()


@lru_cache(maxsize=16)
def in_dots(content: bytes, room: tuple[float, float], dpi: int) -> str:
    """A picture in black and white dots of a printer, as large as fits into so many millimetres."""
    dots = tuple(max(1, int(side * dpi / MM_OF_INCH)) for side in room)
    file = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        grey = ImageOps.contain(ImageOps.autocontrast(picture.convert("L")), dots)
        grey.convert("1").save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode('ascii')}"
