"""A name in any script, and a long one, on every size of the return label: whole, in our fonts, on a sound page."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import ImageOps

from labels import document, return_label
from labels.address import Address
from labels.errors import Unprintable
from tests.labels.reading import by_zbar, by_zxing, pictures, sizes, text
from tests.labels.samples import PAPERS, PARCEL, RETURN

NAMES = {
    "Arabic": ("عبد الرحمن بن محمد آل سعود", "Arabic"), "Chinese": ("欧阳上官司马诸葛", "SC"),
    "Thai": ("สมชายศักดิ์สิทธิ์ วงศ์สวัสดิ์", "Thai"), "Japanese": ("𠮷田 髙橋 ひらがな", "JP"),
    "Korean": ("김민준 남궁하늘", "KR"), "Hebrew": ("יוסף בן־ציון כהן", "Hebrew"),
    "Vietnamese": ("Nguyễn Thị Hồng Đặng", ""), "Ukrainian": ("Їжакевич Ґалаґан", ""),
    "300 characters": ("Maria del Carmen y Borbón " * 12, ""),
}
COUNTRIES = {"Japanese": "JP", "Korean": "KR", "Chinese": "CN", "Arabic": "SA", "Hebrew": "IL", "Thai": "TH",
             "Vietnamese": "VN", "Ukrainian": "UA"}
SIZES: dict[return_label.Size, str] = {"a4": "return label A4", "4x6": "return label 4x6", "a6": "return label A6"}
MARGIN = 20


@pytest.mark.parametrize("size", SIZES)
def test_any_name(size: return_label.Size, tmp_path: Path) -> None:
    labels = [_named(name, COUNTRIES.get(script, "FR")) for script, (name, _font) in NAMES.items()]
    content = return_label.render(labels, "en", size)
    assert sizes(content) == [pytest.approx(PAPERS[SIZES[size]].page, abs=0.1)] * len(NAMES)
    fonts = document.font_names(content)  # raises when one is not embedded
    assert {f"Noto-Sans-{font}-Bold" for _name, font in NAMES.values() if font} <= fonts
    for page in pictures(content):
        picture = page.crop((0, 0, page.width, page.height // 2)) if size == "a4" else page  # above the cutting line
        assert PARCEL in by_zxing(picture) and PARCEL in by_zbar(picture)
        left, top, right, _bottom = ImageOps.invert(picture).getbbox()
        assert min(left, top, picture.width - right) > MARGIN
    assert _letters(text(content)).count("Borbón") >= 12
    _sound(content, tmp_path)


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_sound(name: str, tmp_path: Path) -> None:
    _sound(PAPERS[name].render(PAPERS[name].value, "ar"), tmp_path)


def test_a_broken_paper_is_found(tmp_path: Path) -> None:
    content = return_label.render(RETURN, "en", "4x6")
    with pytest.raises(AssertionError):
        _sound(content.replace(b"endobj", b"", 3), tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_an_emoji_is_named_before_anything_is_printed(size: return_label.Size) -> None:
    with pytest.raises(Unprintable, match=r"sender.name.*U\+1F600 GRINNING FACE"):
        return_label.render(_named("Ada 😀", "GB"), "en", size)


def _named(name: str, country: str) -> return_label.ReturnLabel:
    return dataclasses.replace(RETURN, sender=Address(name, "1", "Paris", "75008", country))


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _sound(content: bytes, folder: Path) -> None:
    """What qpdf says of the file: its structure, cross references and streams."""
    program = shutil.which("qpdf")
    assert program, "qpdf is missing. `make doctor-test` brings it."
    file = folder / "paper.pdf"
    file.write_bytes(content)
    found = subprocess.run([program, "--check", str(file)], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
