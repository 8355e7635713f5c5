"""The only door to WeasyPrint: HTML in, PDF out, and nothing fetched, missing or replaced without an error."""

from __future__ import annotations

import gc
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from threading import Lock, get_ident
from typing import Any

from pypdf import PdfReader, PdfWriter

from labels.errors import BrokenPaper, DoesNotFit, _l
from labels.fonts_check import FOLDER

OUR_FONTS = "Noto-Sans"
"""How the name of each of our fonts begins inside a PDF, after the six letters of its subset."""
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
"""Style sheets of a page; a text that a person typed is escaped and never looks so."""
_PRESS = Lock()
"""Pango's font map belongs to one thread at a time."""


def pdf(html: str, pages: int | None = None) -> bytes:
    """Set one document.

    :param pages: how many pages it must come to; None when it may run on
    :raises DoesNotFit: it came to another number of pages
    :raises BrokenPaper: a picture or a style failed to load, or a font is not ours
    """
    with _PRESS, _own_fonts(), _no_complaints(), _fewer_sweeps():
        document = _set(html)
        if pages is not None and len(document.pages) != pages:
            raise DoesNotFit(_l("Not printed: %(labels)s labels came to %(pages)s pages; a text is too long."),
                             labels=pages, pages=len(document.pages))
        content = document.write_pdf()
    check_fonts(content)
    return content


def merged(parts: Sequence[bytes]) -> bytes:
    """Several PDFs behind each other as one."""
    if len(parts) == 1:
        return parts[0]
    writer, buffer = PdfWriter(), BytesIO()
    for part in parts:
        writer.append(BytesIO(part))
    writer.write(buffer)
    return buffer.getvalue()


def attached(content: bytes, name: str, file: bytes) -> bytes:
    """The PDF with a file inside it that readers offer to save."""
    writer, buffer = PdfWriter(clone_from=BytesIO(content)), BytesIO()
    writer.add_attachment(name, file)
    writer.write(buffer)
    return buffer.getvalue()


def warm() -> None:
    """Load WeasyPrint and the fonts, which takes a second, before the first sheet is wanted."""
    pdf("<p lang=en>R")


def font_names(content: bytes) -> set[str]:
    """Names of all fonts in a PDF without the subset's letters; raises BrokenPaper for one that is not embedded."""
    fonts: dict[str, Any] = {}
    for page in PdfReader(BytesIO(content)).pages:
        fonts.update(page["/Resources"].get_object().get("/Font", {}).get_object())
    return {_embedded(font.get_object()) for font in fonts.values()}


def check_fonts(content: bytes) -> None:
    """Every font in the PDF is embedded and ours; raises BrokenPaper."""
    strange = sorted(name for name in font_names(content) if not name.startswith(OUR_FONTS))
    if strange:
        raise BrokenPaper(f"fonts that are not ours: {', '.join(strange)}")


def _set(html: str) -> Any:
    from weasyprint import HTML

    styles = [_style(css) for css in STYLE.findall(html)]
    return HTML(string=STYLE.sub("", html), url_fetcher=_fetcher()).render(
        font_config=_font_configuration(), stylesheets=styles)


@lru_cache(maxsize=64)
def _style(css: str) -> Any:
    """A style sheet, parsed once: that takes as long as half a label."""
    from weasyprint import CSS

    return CSS(string=css, url_fetcher=_fetcher(), font_config=_font_configuration())


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Nothing is fetched: pictures stand in the page itself."""
    from weasyprint import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@lru_cache(maxsize=1)
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@contextmanager
def _own_fonts() -> Iterator[None]:
    """Point fontconfig at our folder, and back: programs that this process starts keep the system's fonts."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE")
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _fewer_sweeps() -> Iterator[None]:
    """A page is many thousands of objects that live until it is done: to look for garbage among them after every 700
    new ones, as Python does, costs time; after many more than 3,000, 500 labels need 20 MB more.
    """
    before = gc.get_threshold()
    gc.set_threshold(3_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Ear(logging.Handler):
    """Hears what WeasyPrint only logs: a page without its picture is no page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record.getMessage()[:200])


@contextmanager
def _no_complaints() -> Iterator[None]:
    ear, log = _Ear(), logging.getLogger("weasyprint")
    log.addHandler(ear)
    try:
        yield
    finally:
        log.removeHandler(ear)
    if ear.heard:
        _style.cache_clear()  # a broken style complains only while it is parsed
        raise BrokenPaper("; ".join(ear.heard))


def _embedded(font: Any) -> str:
    """Name of a PDF font without the subset's letters; raises BrokenPaper when its outlines are not in the file."""
    name = str(font["/BaseFont"]).lstrip("/").split("+")[-1]
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in inner else {}
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        raise BrokenPaper(f"the font {name} is not embedded")
    return name
