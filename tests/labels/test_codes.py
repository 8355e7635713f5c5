"""Codes are 1-bit pictures in whole dots, and every one on every paper is read back by two decoders."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from labels import codes
from labels.errors import BadCode
from tests.labels.reading import by_zbar, by_zxing, pictures, text
from tests.labels.samples import BADGE, PAPERS, PARCEL, TAG, Paper

CAMERA = 1.5
"""Softness of a phone's lens, in pixels at 300 dpi: no camera sees single dots sharply."""
BOTH_KINDS = {"return label A4", "return label 4x6", "return label A6", "unit tag", "unit tag, endless roll",
              "unit tag 50x30", "part label", "shelf label",
              "warranty voucher"}


@lru_cache(maxsize=40)
def drawn(name: str, language: str = "en", dpi: int = 203) -> Image.Image:
    """The first page of a paper. Many tests look at the same one."""
    return pictures(_pdf(name, language), dpi)[0]


@lru_cache(maxsize=40)
def _pdf(name: str, language: str) -> bytes:
    return PAPERS[name].render(PAPERS[name].value, language)


def opened(uri: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(uri.split(",")[1])))


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_both_decoders_read_every_code_of_every_paper(name: str, dpi: int) -> None:
    paper = PAPERS[name]
    page = drawn(name, dpi=dpi)
    assert set(by_zxing(page)) == paper.codes
    assert set(by_zbar(page)) == paper.codes
    assert len(by_zxing(page)) == (2 if name in BOTH_KINDS else 1)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("language", ["zh", "ar"])
def test_codes_are_read_whatever_the_language(name: str, language: str) -> None:
    paper = PAPERS[name]
    page = drawn(name, language)
    assert set(by_zxing(page)) == set(by_zbar(page)) == paper.codes


def test_bars_are_whole_dots_with_a_quiet_zone() -> None:
    bars = codes.code128(TAG, module=2, height=12)
    picture = opened(bars.src)
    assert {value for _count, value in picture.getcolors()} == {0, 255}
    assert picture.width % 2 == 0 and picture.height == 1
    assert bars.width == pytest.approx(codes.millimetres(picture.width)) and 12 <= bars.height < 12.2
    row = [picture.getpixel((x, 0)) for x in range(picture.width)]
    assert row[0::2] == row[1::2]
    assert all(row[:20]) and all(row[-20:]) and not row[20]


def test_qr_is_whole_dots_with_a_quiet_zone() -> None:
    picture = opened(codes.qr("T20485716394", module=4))
    assert {value for _count, value in picture.getcolors()} == {0, 255}
    assert picture.width == picture.height == (21 + 8) * 4
    assert all(picture.getpixel((x, 15)) for x in range(picture.width)) and not picture.getpixel((16, 16))


@pytest.mark.parametrize("name", PAPERS)
def test_codes_keep_one_dot_a_pixel_and_no_grey_in_the_pdf(name: str) -> None:
    page = PdfReader(BytesIO(_pdf(name, "en"))).pages[0]
    assert len(page.images) == (2 if name in BOTH_KINDS else 1)
    for image in page.images:
        assert {value for _count, value in image.image.convert("L").getcolors()} == {0, 255}
    for picture, points in _placed(page):
        assert points == pytest.approx(picture["/Width"] * 72 / 203, abs=0.01)
        assert picture["/Interpolate"].value is False


def _placed(page: PageObject) -> Iterator[tuple[Any, float]]:
    """Every picture on a page with its width there in points."""
    scale, outer = 1.0, []
    for operands, operator in page.get_contents().operations:
        if operator == b"q":
            outer.append(scale)
        elif operator == b"Q":
            scale = outer.pop()
        elif operator == b"cm":
            scale *= float(operands[0])
        elif operator == b"Do":
            yield page["/Resources"]["/XObject"][operands[0]].get_object(), scale


def test_numbers_are_grouped_for_reading_aloud() -> None:
    assert codes.grouped("P12345678901") == "P\u00a0123\u00a0456\u00a0789\u00a001"


@pytest.mark.parametrize("wrong", ["", "P1234567890", "p12345678901", "P1234567890A", "P12345678901\n", "P١٢٣٤٥٦٧٨٩٠١"])
def test_what_is_not_a_number_of_ours_is_refused(wrong: str) -> None:
    with pytest.raises(BadCode):
        codes.checked(wrong, "P")
    with pytest.raises(BadCode):
        codes.grouped(wrong)


@pytest.mark.parametrize(("module", "height"), [(1, 12), (2, 11.9)])
def test_bars_too_small_to_scan_are_refused(module: int, height: float) -> None:
    with pytest.raises(BadCode):
        codes.code128(TAG, module, height)


def test_a_number_of_another_kind_is_refused() -> None:
    paper: Paper = PAPERS["unit tag"]
    wrong = type(paper.value)(tag=PARCEL, product="x")
    with pytest.raises(BadCode, match="begins with T"):
        paper.render(wrong, "en")


def test_the_badge_does_not_say_its_code() -> None:
    paper = PAPERS["badge"]
    words = text(paper.render(paper.value, "en"))
    assert "Walter Okonkwo" in words
    assert BADGE not in words.replace(" ", "") and BADGE[1:] not in words.replace(" ", "")
