"""Printing fails loudly: a character, a picture or a font that is missing is an error, never a box or a gap."""

from __future__ import annotations

import dataclasses
import os

import pytest

from labels import document
from labels.errors import BrokenPaper, Unprintable
from labels.fonts_check import missing, without_missing
from tests.labels.samples import PAPERS


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("wrong", ["Ada 😀", "ꦗꦮ", "a\u202eb", "a\x00b"])
def test_what_no_font_can_draw_is_refused_by_name(name: str, wrong: str) -> None:
    paper = PAPERS[name]
    field = next(part.name for part in dataclasses.fields(paper.value)
                 if part.name in {"customer", "name", "product", "carrier", "note", "phone", "order"})
    with pytest.raises(Unprintable, match=field) as refused:
        paper.render(dataclasses.replace(paper.value, **{field: wrong}), "en")
    assert f"U+{ord(refused.value.characters[0]):04X}" in str(refused.value)


def test_the_font_check_knows_our_scripts() -> None:
    assert missing("Łódź Ελλάδα Київ 北京 かな 𠮷 한국 갛 嘅𨋢 العربية עברית ไทย Việt €£¥ – “x” …") == ()
    assert missing("😀a😀ꦗ") == ("😀", "ꦗ")
    assert without_missing("Ada 😀 Lovelace") == "Ada Lovelace"


@pytest.mark.parametrize("page", ['<img src="data:image/png;base64,AAAA">', '<img src="file:///etc/hostname">'])
def test_a_missing_picture_is_an_error(page: str) -> None:
    with pytest.raises(BrokenPaper):
        document.pdf(page)


def test_a_strange_font_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "OUR_FONTS", "Helvetica")
    with pytest.raises(BrokenPaper, match="Noto-Sans"):
        document.pdf("<p>R</p>")


def test_other_programs_keep_the_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere")
    document.pdf("<p>R</p>")
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere"
