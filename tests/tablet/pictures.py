"""A film for Chromium's fake camera: codes held before it one after the other, with nothing between them."""

from __future__ import annotations

import io
from pathlib import Path

import zxingcpp
from PIL import Image

SIZE = (640, 480)
FRAMES_PER_SECOND = 30  # what Chromium plays a film of JPEG pictures with
SHOWN_SECONDS = 3
AWAY_SECONDS = 2


def film(path: Path, *codes: tuple[str, str]) -> Path:
    """Write the film of `codes`, each a name of zxingcpp.BarcodeFormat and its text. It starts again at its end."""
    blank = _jpeg(Image.new("RGB", SIZE, "white"))
    with path.open("wb") as file:
        for kind, text in codes:
            file.write(_jpeg(_picture(kind, text)) * (SHOWN_SECONDS * FRAMES_PER_SECOND))
            file.write(blank * (AWAY_SECONDS * FRAMES_PER_SECOND))
    return path


def _picture(kind: str, text: str) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(barcode, scale=2 if kind == "Code128" else 6))
    picture = Image.new("RGB", SIZE, "white")
    if kind == "Code128":
        drawn = drawn.resize((drawn.width, 140))
    picture.paste(drawn, ((SIZE[0] - drawn.width) // 2, (SIZE[1] - drawn.height) // 2))
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=92)
    return file.getvalue()
