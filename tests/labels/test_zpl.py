"""ZPL is read back as paper is: drawn by a renderer that is none of ours, then read by two decoders."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import cache
from itertools import groupby

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdfium2 import raw

from labels import codes, part_label_zpl, shelf_label_zpl, unit_tag_zpl, zpl, zpl_text
from labels.errors import BadCode
from labels.shelf_label import ShelfLabel
from labels.unit_tag import UnitTag
from tests.labels.reading import by_zbar, by_zxing, pictures, sizes
from tests.labels.samples import PAPERS, SHELF, TAG
from tests.support.zpl_printer import Sent, drawn
from workflow import printers

DIRECT: dict[str, Callable[..., bytes | None]] = {
    "unit tag": unit_tag_zpl.render, "part label": part_label_zpl.render, "shelf label": shelf_label_zpl.render}
SCRIPTS = {"en": "Espresso machine", "zh": "意式咖啡机 雙鍋爐", "ar": "آلة قهوة 12"}
BREAKING_OUT = ("^XZ^XA^FO0,0^GB812,812,812^FS", "~JA~JR", "_5EXZ_7EJA", "^FS^PQ999", "\x02^XZ\x03\r\n^XA", "^FH\\^FD",
                "a\\&b", "^CC+^CT-^CD;", "^CI0", "é^é~é_é", "^", "~", "_", "_5", "}}{{%s", "^DFE:X.ZPL^FS", "^IDE:*.*")


def every_sheet() -> dict[tuple[str, str, str, int], Sent]:
    """Kind, language, way, dpi: what the printer gets."""
    found = {}
    for name, language, way, dpi in SHEETS:
        paper = PAPERS[name]
        content = (b"".join(zpl.pages(page(name, language), dpi)) if way == "picture"
                   else DIRECT[name]([paper.value], language, dpi))
        found[name, language, way, dpi] = Sent(content or b"", paper.page, dpi)
    return found


@cache
def page(name: str, language: str) -> bytes:
    """The PDF that a picture is drawn from."""
    value = PAPERS[name].value
    return PAPERS[name].render(replace(value, product=SCRIPTS[language]) if name == "unit tag" else value, language)


# The renderer needs half a second for a large label: each kind is drawn once, the unit tag in every script.
SHEETS = [*((name, language, way, dpi) for dpi in zpl.DPIS for name, language, way in (
    ("unit tag", "ar", "picture"), ("return label 4x6", "ar", "picture"), *((name, "en", "text") for name in DIRECT))),
    ("unit tag", "en", "picture", 203), ("unit tag", "zh", "picture", 300), ("shelf label", "zh", "picture", 203),
    ("badge", "ar", "picture", 203), ("holding label", "zh", "picture", 203)]


@pytest.fixture(scope="module")
def printed() -> dict[tuple[str, str, str, int], list[Image.Image]]:
    sheets = every_sheet()
    return dict(zip(sheets, drawn(list(sheets.values())), strict=True))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: " ".join(map(str, sheet)))
def test_both_decoders_read_every_code(printed: dict, sheet: tuple[str, str, str, int]) -> None:
    (label,) = printed[sheet]
    codes = PAPERS[sheet[0]].codes
    assert set(by_zxing(label)) == set(by_zbar(label)) == codes


def code_boxes(content: bytes, dpi: int) -> list[tuple[int, int, int, int]]:
    """Where the codes of the first page lie, with a dot around each."""
    with closing(pypdfium2.PdfDocument(content)) as document, closing(document[0]) as first:
        found = []
        for thing in first.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = thing.get_bounds()
            edges = (left, first.get_height() - top, right, first.get_height() - bottom)
            found.append(tuple(max(round(points * dpi / 72) + more, 0)
                               for points, more in zip(edges, (-1, -1, 2, 2), strict=True)))
        return found


@pytest.mark.parametrize("dpi", zpl.DPIS)
@pytest.mark.parametrize("name", ["unit tag", "return label 4x6"])
def test_a_picture_is_the_page_dot_for_dot(printed: dict, name: str, dpi: int) -> None:
    """All but the codes, which are moved to whole dots: below."""
    content = page(name, "ar")
    drawing = pictures(content, dpi * (1 - zpl.A_HAIR))[0].point(lambda grey: 0 if grey < zpl.INK else 255)
    label = printed[name, "ar", "picture", dpi][0]
    both = (0, 0, min(drawing.width, label.width), min(drawing.height, label.height))
    assert both[2] > drawing.width - 2 and both[3] > drawing.height - 2
    for picture in drawing, label:
        for box in code_boxes(content, dpi):
            picture.paste(255, box)
    drawing, label = drawing.crop(both), label.crop(both)
    assert drawing.getbbox() and ImageChops.difference(drawing, label).getbbox() is None


@pytest.mark.parametrize("dpi", zpl.DPIS)
@pytest.mark.parametrize(("name", "modules"), [
    ("unit tag", (3, 4)), ("part label", (3, 4)), ("return label 4x6", (4, 5)), ("shelf label", (4, 6))])
def test_codes_have_whole_dots_wherever_they_lie(monkeypatch: pytest.MonkeyPatch, name: str, modules: tuple[int, int],
                                                 dpi: int) -> None:
    """Their place is not a whole dot: smoothed or stretched, they had a bar or a module one dot too wide."""
    drawings: list[Image.Image] = []
    monkeypatch.setattr(zpl, "label", drawings.append)
    content = PAPERS[name].render(PAPERS[name].value, "en", dpi=dpi)
    list(zpl.pages(content, dpi))
    boxes = sorted(code_boxes(content, dpi), key=lambda box: (box[3] - box[1]) / (box[2] - box[0]))
    for box, module in zip(boxes, modules, strict=True):
        code = drawings[0].crop(box)
        dark = [len(list(run)) for y in range(0, code.height, 3)
                for grey, run in groupby(code.crop((0, y, code.width, y + 1)).tobytes()) if grey < zpl.INK]
        assert len(dark) > 100 and {count % codes.whole(module, dpi) for count in dark} == {0}


def test_every_run_and_row_is_unpacked_as_it_was() -> None:
    """Noise, runs longer than one letter can count, rows like the one before, rows that end in ink."""
    chance = random.Random(7)
    picture = Image.new("L", (3400, 40), 255)
    for y in range(8):
        for x in range(3400):
            picture.putpixel((x, y), chance.choice((0, 255)))
    for y, (first, last) in enumerate([(0, 3400), (0, 3400), (3, 1700), (1, 3399), (0, 8), (3392, 3400), (0, 3260)]):
        picture.paste(0, (first, 10 + 3 * y, last, 12 + 3 * y))
    (label,), = drawn([Sent(zpl.label(picture), (3400 * 25.4 / 203, 40 * 25.4 / 203), 203)])
    assert ImageChops.difference(picture, label.crop((0, 0, 3400, 40))).getbbox() is None


def commands(label: bytes) -> list[bytes]:
    """Every command that a printer would see, without what it is given."""
    return re.findall(rb"[\^~][A-Z@][A-Z0-9@]?", label)


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_what_is_typed_is_never_a_command(text: str) -> None:
    tag = UnitTag(TAG, text, PAPERS["unit tag"].value.rma, text[:20], text[:20])
    shelf = ShelfLabel(SHELF, text[:20], text[:20], text[:20])
    for render, hostile, plain in (
            (unit_tag_zpl.render, tag, UnitTag(TAG, "plain", tag.rma, "a", "b")),
            (shelf_label_zpl.render, shelf, ShelfLabel(SHELF, "plain", "a", "b"))):
        label = render([hostile], "en", 203)
        assert label is None or commands(label) == commands(render([plain], "en", 203) or b"")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_is_a_command(text: str) -> None:
    data = zpl_text.escaped(text).encode("ascii")
    assert not re.search(rb"[\^~\\\x00-\x1f\x7f-\xff]|_(?![0-9A-F]{2})", data)
    assert re.sub(rb"_(..)", lambda found: bytes([int(found[1], 16)]), data).decode("utf-8") == text


def test_hostile_tags_are_drawn_as_one_label_each_with_their_code() -> None:
    tags = [UnitTag(TAG, text) for text in BREAKING_OUT[:4]]
    assert zpl_text.is_latin(*BREAKING_OUT[:4])
    (labels,) = drawn([Sent(unit_tag_zpl.render(tags, "en", 203) or b"", (62, 29), 203)])
    assert [set(by_zxing(label)) for label in labels] == [{TAG}] * len(tags)


def test_letters_that_a_printer_has_not_are_left_to_the_picture() -> None:
    for text in ("咖啡机", "آلة", "Кофе", "Žižkov", "a\\&b", "tab\t", "…", "\u00ad"):
        assert unit_tag_zpl.render([UnitTag(TAG, "plain"), UnitTag(TAG, text)], "en", 203) is None, text
    assert unit_tag_zpl.render([UnitTag(TAG, "plain")], "zh", 203) is None  # “no return number” in Chinese
    assert unit_tag_zpl.render([UnitTag(TAG, "Café Müller Ñandú ß")], "de", 203)


def test_the_sizes_by_which_a_printer_is_chosen_are_those_of_the_pages() -> None:
    of_kind = {"unit_tag": "unit tag", "part_label": "part label", "unit_tag_50x30": "unit tag 50x30",
               "parcel_tags": "unit tag", "shelf_label": "shelf label", "badge": "badge",
               "return_label_4x6": "return label 4x6", "holding_label": "holding label",
               "unit_holding_label": "holding label of a thing: serial"}
    assert of_kind.keys() == printers.SIZES.keys()
    for kind, name in of_kind.items():
        assert sizes(PAPERS[name].render(PAPERS[name].value, "en"))[0] == pytest.approx(printers.SIZES[kind], abs=0.1)


def test_a_number_that_is_none_of_ours_is_not_printed() -> None:
    for number in ("T2048571634", "T20485716345^XZ", "P73920184624", ""):
        with pytest.raises(BadCode):
            unit_tag_zpl.render([UnitTag(number, "plain")], "en", 203)
