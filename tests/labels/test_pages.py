"""Pages have the right size, our fonts and nothing clipped, in any number and in every language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PIL import Image, ImageOps

from labels import document, language, press, return_label, unit_tag
from labels.address import Address
from labels.errors import DoesNotFit
from models.numbers import Prefix, make
from tests.labels.reading import by_zxing, pictures, qr_corner, sizes, text
from tests.labels.samples import BUYER, PAPERS, RETURN, TAG

LONG = {
    "de": "Prof. Dr. Maximilian-Alexander Freiherr von Donaudampfschifffahrtsgesellschaft-Hohenstein zu Württemberg",
    "zh": "欧阳上官司马诸葛夏侯慕容皇甫尉迟公孙令狐长孙宇文南宫端木百里东方西门独孤" * 2,
    "ar": "عبد الرحمن بن محمد بن عبد العزيز بن عبد الله آل سعود الكبير الطويل الاسم جدا جدا جدا",
    "th": "นายสมชายศักดิ์สิทธิ์วงศ์สวัสดิ์พิพัฒน์ชัยมงคลรัตนโกสินทร์" * 2,
    "ja": "東京都渋谷区神宮前髙橋𠮷田ひらがなカタカナ株式会社" * 3, "ko": "대한민국서울특별시강남구테헤란로김민준" * 4,
    "he": "פרופסור יוסף בן־ציון כהן־לוי מירושלים הבירה" * 2,
    "one word": "W" * 100, "three hundred": "Maria del Carmen " * 18,
}


@pytest.mark.parametrize("name", PAPERS)
def test_size_and_fonts(name: str) -> None:
    paper = PAPERS[name]
    content = paper.render(paper.value, "en")
    assert sizes(content) == [pytest.approx(paper.page, abs=0.1)] * paper.pages
    assert document.font_names(content) == {"Noto-Sans", "Noto-Sans-Bold"}


@pytest.mark.parametrize(("script", "font"), [("zh", "Noto-Sans-SC-Bold"), ("ar", "Noto-Sans-Arabic-Bold"),
                                              ("th", "Noto-Sans-Thai-Bold"), ("ko", "Noto-Sans-KR-Bold"),
                                              ("he", "Noto-Sans-Hebrew-Bold")])
def test_each_script_is_set_in_its_own_font(script: str, font: str) -> None:
    assert font in document.font_names(return_label.render(_from(LONG[script]), "en", "4x6"))


@pytest.mark.parametrize(("country", "fonts"), [("CN", {"SC"}), ("JP", {"SC", "JP"}), ("TW", {"SC", "TC"})])
def test_a_character_is_drawn_as_the_country_draws_it(country: str, fonts: set[str]) -> None:
    """直 is one code point and three shapes; 李 looks the same everywhere and is in the SC font alone."""
    label = dataclasses.replace(RETURN, sender=Address("A", "直李", "B", "1", country))
    names = document.font_names(return_label.render(label, "en", "4x6"))
    assert {name.removeprefix("Noto-Sans-") for name in names} - {"Noto-Sans", "Bold"} == fonts


@pytest.mark.parametrize("size", ["a4", "4x6"])
@pytest.mark.parametrize("script", LONG)
@pytest.mark.parametrize("tongue", ["en", "ar"])
def test_long_names_are_whole_and_inside_the_page(script: str, tongue: str, size: return_label.Size) -> None:
    label = _from(LONG[script], to=True)
    content = return_label.render(label, tongue, size)
    assert len(by_zxing(pictures(content)[0])) == 2
    assert _ink(text(content)).count(_ink(LONG[script])) >= (2 if script in {"de", "one word"} else 0)
    assert _margin(pictures(content)[0]) > 20


def test_no_name_runs_into_the_code_below() -> None:
    """Ink at the height of the barcode is the barcode's alone: with a long name it looks as with a short one."""
    labels = RETURN, _from(LONG["de"], to=True)
    short, long = (pictures(return_label.render(label, "en", "4x6"))[0] for label in labels)
    below = (0, int(short.height * 0.6), short.width, short.height)
    assert short.crop(below).tobytes() == long.crop(below).tobytes()


def test_what_fits_nowhere_is_refused() -> None:
    with pytest.raises(DoesNotFit, match="too long"):
        return_label.render(_from("Maria del Carmen " * 300), "en", "4x6")


def test_a_page_too_many_is_an_error() -> None:
    with pytest.raises(DoesNotFit):
        document.pdf("<p lang=en>R</p><p style='break-before: page'>R</p>", pages=1)


def test_a_list_is_one_document_in_order() -> None:
    tags = [make(Prefix.TAG, 100_000_007 * (number % 9) + number) for number in range(press.CHUNK + 3)]
    pages = pictures(unit_tag.render([unit_tag.UnitTag(tag, "Kettle") for tag in tags], "en"))
    assert [set(by_zxing(page)) for page in pages] == [{tag} for tag in tags]


def test_a_long_slip_goes_on_on_the_next_page() -> None:
    paper = PAPERS["packing slip"]
    many = dataclasses.replace(paper.value, units=paper.value.units * 25)
    content = paper.render([many, paper.value], "en")
    assert len(sizes(content)) > 2
    assert text(content).count("Heating element replaced") == 26


def test_prices_stay_off_unless_asked_for() -> None:
    paper = PAPERS["packing slip"]
    hidden = dataclasses.replace(paper.value, show_prices=False)
    assert "49.90" in text(paper.render(paper.value, "en"))
    assert "49.90" not in text(paper.render(hidden, "en"))


def test_the_customers_language_with_english_for_the_carrier(catalogues: None) -> None:
    words = text(return_label.render(RETURN, "de-AT", "4x6"))
    assert "RÜCKSENDUNG" in words and "RETURN" in words
    assert "Karton 1 von 2" in words


def test_an_arabic_page_runs_from_right_to_left(catalogues: None) -> None:
    picture = pictures(return_label.render(RETURN, "en", "4x6"))[0]
    mirrored = pictures(return_label.render(RETURN, "ar", "4x6"))[0]
    assert qr_corner(picture) < picture.width / 4 and qr_corner(mirrored) > picture.width / 2


def test_a_strange_language_is_english() -> None:
    assert language.known("zh-Hant-TW") == "zh" and language.known("xx") == "en" and language.known("") == "en"


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small catalogues in place of the real ones."""
    for tongue, word, box in (("de", "RÜCKSENDUNG", "Karton %(box)s von %(boxes)s"),
                              ("ar", "مرتجع", "%(box)s / %(boxes)s")):
        catalog = Catalog(locale=tongue)
        catalog.add("RETURN", word)
        catalog.add("Box %(box)s of %(boxes)s", box)
        folder = tmp_path / tongue / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalog)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)


def _from(name: str, to: bool = False) -> return_label.ReturnLabel:
    long = dataclasses.replace(BUYER, name=name)
    warehouse: Address = dataclasses.replace(RETURN.to, company=name) if to else RETURN.to
    return dataclasses.replace(RETURN, sender=long, to=warehouse)


def _ink(words: str) -> str:
    """Letters and digits only: a PDF reader drops the hyphen at the end of a line."""
    return "".join(letter for letter in words if letter.isalnum())


def _margin(page: Image.Image) -> int:
    """White dots left of, right of and above everything in the upper half, which is all names: the least of them."""
    left, top, right, _bottom = ImageOps.invert(page.crop((0, 0, page.width, int(page.height * 0.5)))).getbbox()
    return min(left, top, page.width - right)


def test_the_tag_of_a_unit_without_rma_says_so() -> None:
    assert "no return number" in text(unit_tag.render(unit_tag.UnitTag(TAG, "Kettle"), "en"))
