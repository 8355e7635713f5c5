"""From values to pages: every paper goes through `printed`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from labels import codes, document, fonts_check
from labels.errors import Unprintable
from labels.fitting import fit
from labels.icons import icon
from labels.language import Speaker
from labels.lines import paragraphs, way
from labels.look import PLAIN

T = TypeVar("T")

CHUNK = 25
"""Labels a document: WeasyPrint keeps a whole document in memory, about 90 MB at this size."""
TEMPLATES = Path(__file__).parent / "templates"

_pages = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)


def printed(
    template: str, values: T | Sequence[T], language: str, prepare: Callable[[T], dict[str, Any]], fixed: bool = True,
    dpi: int = codes.DPI,
) -> bytes:
    """One PDF for one value or a list of them.

    :param prepare: turns a value into what the template names, and raises PaperError when it cannot be printed
    :param fixed: each value is exactly one page
    :param dpi: dots per inch of the printer that the codes are made for
    """
    sheets = list(values) if isinstance(values, (list, tuple)) else [values]
    if not sheets:
        raise ValueError("nothing to print")
    fonts_check.check(sheets if len(sheets) > 1 else sheets[0])
    return document.merged([_chunk(template, part, language, prepare, fixed, dpi) for part in _parts(sheets)])


def _chunk(
    template: str, sheets: Sequence[T], language: str, prepare: Callable[[T], dict[str, Any]], fixed: bool, dpi: int
) -> bytes:
    html = page(template, language, dpi, sheets=[
        {"look": getattr(sheet, "look", PLAIN), **prepare(sheet)} for sheet in sheets])
    if absent := fonts_check.missing(html):
        raise Unprintable(absent)
    return document.pdf(html, pages=len(sheets) if fixed else None)


def page(template: str, language: str, dpi: int = codes.DPI, **values: Any) -> str:
    """The HTML of a template, in a language, with codes for a printer of so many dots per inch."""
    speaker = Speaker(language)
    return _pages.get_template(template).render(
        _=speaker.say, ngettext=speaker.count, speaker=speaker, dpi=dpi,
        bars=partial(codes.code128, dpi=dpi), qr=partial(codes.qr, dpi=dpi), **values
    )


_pages.globals.update(grouped=codes.grouped, way=way, paragraphs=paragraphs, fit=fit, icon=icon)


def _parts(sheets: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(sheets), CHUNK):
        yield sheets[start:start + CHUNK]
