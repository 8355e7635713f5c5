"""Looking at paper as a printer and a scanner do: pages as pictures, pictures through two decoders."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pyzbar import pyzbar

ZBAR_KINDS = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
ZXING_KINDS = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode]


def pictures(content: bytes, dpi: int = 203) -> list[Image.Image]:
    """Every page in grey, as the printer would draw it."""
    document = pypdfium2.PdfDocument(content)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def by_zxing(picture: Image.Image) -> list[str]:
    return sorted(found.text for found in zxingcpp.read_barcodes(picture, formats=ZXING_KINDS))


def qr_corner(picture: Image.Image) -> int:
    """Dots from the left edge of the page to the QR code."""
    found = zxingcpp.read_barcodes(picture, formats=[zxingcpp.BarcodeFormat.QRCode])
    return found[0].position.top_left.x


def by_zbar(picture: Image.Image) -> list[str]:
    return sorted(found.data.decode() for found in pyzbar.decode(picture, symbols=ZBAR_KINDS))


def text(content: bytes) -> str:
    """The words of all pages, runs of white space as one space."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return " ".join(" ".join(pages).split())


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(content)).pages]
    return [(float(box.width) * 25.4 / 72, float(box.height) * 25.4 / 72) for box in boxes]


def with_every_text(value: Any, new: str, keep: frozenset[str]) -> Any:
    """The value with every text in it replaced, but for those that must be a code, a link or a country."""
    if isinstance(value, str):
        return value if value in keep else new
    if isinstance(value, tuple):
        return tuple(with_every_text(part, new, keep) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [part.name for part in dataclasses.fields(value) if part.name not in ("rma", "tag")]
        return dataclasses.replace(value, **{name: with_every_text(getattr(value, name), new, keep) for name in names})
    return value
