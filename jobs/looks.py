"""What the company changed on a paper, out of plain values: the logo comes from the storage."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2

from labels import fonts_check
from labels.errors import LogoGone
from labels.look import Look, OwnText
from workflow import storage
from workflow.errors import NotFound

Sheets = list[dict[str, Any]]
PICTURE_WIDTH = 1000
"""Pixels of the picture of a page on the screen."""


def dressed(make: Callable[..., bytes]) -> Callable[..., bytes]:
    """The maker of a paper for values as workflow/print_templates.py dresses them."""
    return lambda sheets, language, **how: make(worn(sheets), language, **how)


def worn(sheets: Sheets) -> Sheets:
    """The sheets with their look as labels/ takes it; those inside of a repair report too.

    Raises:
        LogoGone: its logo is gone.
        Unprintable: a text of the company has characters that no font has; it is named by its place.
    """
    return [{**sheet, **({"look": look(sheet["look"])} if "look" in sheet else {}),
             **({"voucher": worn(sheet["voucher"])} if sheet.get("voucher") else {})} for sheet in sheets]


def look(given: dict[str, Any]) -> Look:
    """One look out of plain values. Raises as `worn`."""
    texts = tuple(OwnText(place, words) for place, words in given.get("texts", {}).items())
    for text in texts:
        fonts_check.check(text.words, text.place)
    return Look(given.get("accent"), _logo(given["logo"]) if "logo" in given else None, texts,
                tuple(given.get("hidden", ())))


def _logo(key: str) -> bytes:
    try:
        return storage.get(key)
    except NotFound:
        raise LogoGone from None


def picture(content: bytes) -> bytes:
    """The first page of a PDF as PNG, for a screen that cannot show PDF in a page."""
    page, file = pypdfium2.PdfDocument(content)[0], BytesIO()
    page.render(scale=PICTURE_WIDTH / page.get_width()).to_pil().save(file, "PNG")
    return file.getvalue()
