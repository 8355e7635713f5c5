"""Every code of every paper, printed at 203 and at 300 dpi and then worn, is read by both decoders."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache

import numpy
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from pypdfium2 import raw

from labels import codes
from models.numbers import is_valid
from tests.labels.reading import by_zbar, by_zxing
from tests.labels.samples import PAPERS, TAG, URL
from tests.labels.test_codes import opened

LENS = 0.127
"""Softness of a phone's lens out of focus, in millimetres (a standard deviation): half of our thinnest bar."""
LOOKS = (300, 400, 600)
"""Pixels an inch at which a code is looked at: who holds a scanner moves it until it reads."""
EDGE = 2.0
"""Millimetres around a code that are seen with it."""
LOST = 0.08


@cache
def printed_codes(name: str, dpi: int) -> list[Image.Image]:
    """The codes on the first page of a paper as a printer of this resolution prints them, one pixel to one dot."""
    page = first_page(name, dpi)
    picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return [picture.crop(box) for box in _places(page, dpi, picture.size)]


def first_page(name: str, dpi: int) -> pypdfium2.PdfPage:
    paper = PAPERS[name]
    resolution = {"dpi": dpi} if takes_resolution(name) else {}
    return pypdfium2.PdfDocument(paper.render(paper.value, "en", **resolution))[0]


def takes_resolution(name: str) -> bool:
    """Labels are made for a label printer; A4 sheets are for office printers, which have dots enough for anything."""
    return "dpi" in inspect.signature(PAPERS[name].render).parameters


def _places(page: pypdfium2.PdfPage, dpi: int, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    for code in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = (point * dpi / 72 for point in code.get_bounds())
        height, edge = page.get_height() * dpi / 72, EDGE * dpi / 25.4
        yield (max(0, int(left - edge)), max(0, int(height - top - edge)),
               min(size[0], int(right + edge)), min(size[1], int(height - bottom + edge)))


def _seen(code: Image.Image, dpi: int, look: float, softness: float = 0.0) -> Image.Image:
    size = round(code.width * look / dpi), round(code.height * look / dpi)
    return code.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(softness * look / 25.4))


def _with_lost_dots(code: Image.Image) -> Image.Image:
    """Dots of the print head that stayed white."""
    dots = numpy.asarray(code).copy()
    dots[numpy.random.default_rng(49).random(dots.shape) < LOST] = 255
    return Image.fromarray(dots)


WEAR: dict[str, Callable[[Image.Image, int, int], Image.Image]] = {
    "scaled": lambda code, dpi, look: _seen(code, dpi, look * 0.7),
    "blurred": lambda code, dpi, look: _seen(code, dpi, look, LENS),
    "lost dots": lambda code, dpi, look: _seen(_with_lost_dots(code), dpi, look, LENS),
    "turned": lambda code, dpi, look: _seen(code, dpi, look).rotate(5, Image.Resampling.BICUBIC, expand=True,
                                                                     fillcolor=255),
}


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", PAPERS)
def test_worn_codes_are_read(name: str, dpi: int) -> None:
    printed = printed_codes(name, dpi)
    assert len(printed) >= len(PAPERS[name].codes)
    for how, worn in WEAR.items():
        for number, code in enumerate(printed):
            for decoder in (by_zxing, by_zbar):
                read = next((found for look in LOOKS if (found := _taken(decoder(worn(code, dpi, look))))), set())
                assert len(read) == 1 and read <= PAPERS[name].codes, f"{decoder.__name__}, {how}, code {number}"


def _taken(read: list[str]) -> set[str]:
    """What a station would take: bars with holes are read wrongly now and then, and our check digits say so."""
    return {text for text in read if is_valid(text) or text.startswith(URL)}


def test_too_much_wear_is_not_read() -> None:
    """Blurred by two millimetres nothing is left: the test above can fail."""
    for code in printed_codes("unit tag", 203):
        assert not by_zxing(_seen(code, 203, 300, 2.0)) and not by_zbar(_seen(code, 203, 300, 2.0))


@pytest.mark.parametrize("name", PAPERS)
def test_codes_are_whole_dots_of_the_printer(name: str) -> None:
    for dpi in (203, 300) if takes_resolution(name) else (203,):
        for code in first_page(name, dpi).get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
            left, _bottom, right, _top = code.get_bounds()
            assert (right - left) * dpi / 72 == pytest.approx(code.get_px_size()[0], abs=0.05)


@pytest.mark.parametrize(("module", "dots"), [(2, 3), (3, 4), (4, 6), (5, 7), (6, 9)])
def test_a_module_has_whole_dots_at_300_dpi(module: int, dots: int) -> None:
    picture = opened(codes.code128(TAG, module, dpi=300).src)
    assert picture.width == opened(codes.code128(TAG, 2).src).width // 2 * dots
    assert opened(codes.qr(TAG, module, dpi=300)).width == (21 + 8) * dots
