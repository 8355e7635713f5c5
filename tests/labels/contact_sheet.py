"""Every kind of paper on one picture, each in three scripts with names and addresses that are hard to set.

    make contact-sheet

What stands in `samples.PAPERS` and below is drawn; a kind of paper without a sample fails in test_contact_sheet.py.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from labels import battery_mark, command_sheet, custody, scanner_check
from labels.address import Address
from labels.fonts_check import FOLDER
from reference.romanising import romanised
from tests.labels.samples import BUYER, PAPERS, PARCEL, RMA, TAG, Paper

CELL = (380, 530)
GAP, CAPTION, IN_A_ROW = 24, 30, 2
GREYS = 16


@dataclasses.dataclass(frozen=True)
class Script:
    """What a customer of this script brings: an address, and words for the fields of papers by their names."""

    language: str
    buyer: Address
    person: str
    words: dict[str, str]


def _buyer(**fields: str) -> Address:
    """An address as an order brings it, with its Latin form where there is one."""
    texts = {name: fields[name] for name in ("name", "street", "city", "region") if name in fields}
    latin = romanised(texts, fields["country"])
    return Address(**fields, latin=Address(**{**fields, **latin}) if latin else None)


SCRIPTS = {
    "Latin": Script("de", _buyer(
        name="Prof. Dr. Maximilian-Alexander Freiherr von Hohenstein-Donauwörth", city="Schmedeswurtherwesterdeich",
        street="Rindfleischetikettierungsstraße 114 b\nHinterhaus, 3. Obergeschoss links", postcode="25724",
        country="AT"), "Ana María Łukaszewicz-Ñuñez",
        {"product": "Siebträger-Espressomaschine mit Mahlwerk und Milchschaumdüse, 230 V", "note": "Läuft aus – viel"}),
    "Chinese": Script("zh", _buyer(
        name="欧阳上官司马诸葛", street="南京西路1788号静安嘉里中心二期32层3205室", city="静安区", region="上海市",
        postcode="200040", country="CN"), "欧阳诸葛慕容",
        {"product": "半自动意式浓缩咖啡机（带磨豆器和奶泡器）", "note": "加热不了，漏水。"}),
    "Arabic": Script("ar", _buyer(
        name="عبد الرحمن بن محمد بن عبد العزيز آل سعود", street="شارع الملك فهد، مبنى 12، الطابق 3", city="الرياض",
        postcode="11564", country="SA"), "عبد العزيز بن محمد",
        {"product": "ماكينة إسبريسو مع مطحنة (230 V)", "note": "لا تسخن، والماء يتسرب."}),
}
SAME_WORDS = {"item": "product", "missing": "product", "customer": "person"}
NAMES = {"Badge": "person", "PartLabel": "product"}
"""Whose name the field `name` is; of all others it is a place or a command."""


def _command(number: str, word: str, icon: str) -> command_sheet.PrintedCommand:
    return command_sheet.PrintedCommand(number, word, icon)


MORE: dict[str, Paper] = {
    "battery mark": Paper(battery_mark.render, battery_mark.BatteryMark(PARCEL, ("UN3091", "UN3481")), (210, 297),
                          frozenset()),
    "command sheet": Paper(command_sheet.render, command_sheet.CommandSheet(
        "Dock", (_command("C00000000194", "Undo", "arrow-back-up"), _command("C00000000291", "Done", "check")),
        (_command("C00000000388", "Came damaged", "alert-triangle"),),
        tuple(_command(f"C00000001{digit}94", str(digit), "") for digit in range(10))), (210, 297), frozenset()),
    "chain of custody": Paper(custody.render, custody.CustodySheet(
        "Espresso machine", (custody.CustodyRow(1, "2026-11-22 14:05:10", "Received", "unit", "", "parcel", "dock-1",
                                                "S-14", "dock-1", "4711", "a3" * 32, "00" * 32),),
        (custody.CustodyChain("unit", 1, "a3" * 32),), date(2026, 11, 22), "Every hash is right.", True, (), TAG,
        "AB-300", "SN-4829", RMA), (210, 297), frozenset()),
    "scanner check": Paper(scanner_check.render, scanner_check.ScannerCheck("Az-0123456789_qY/Wm"), (152.4, 101.6),
                           frozenset()),
}


def samples() -> dict[str, Paper]:
    """A sample of every kind of paper by its name."""
    return {**PAPERS, **MORE}


def dressed(value: Any, script: Script) -> Any:
    """The sample with the customer's address, names and words of a script."""
    if value == BUYER:
        return script.buyer
    if isinstance(value, tuple):
        return tuple(dressed(part, script) for part in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, (type, Address)):
        return value
    changed = {part.name: _word(value, part.name, script) for part in dataclasses.fields(value)}
    return dataclasses.replace(value, **changed)


def _word(value: Any, field: str, script: Script) -> Any:
    old = getattr(value, field)
    if field == "missing" and isinstance(old, tuple):
        return tuple(script.words["product"] for _name in old)
    if not isinstance(old, str):
        return dressed(old, script)
    key = NAMES.get(type(value).__name__, "") if field == "name" else SAME_WORDS.get(field, field)
    return {**script.words, "person": script.person}.get(key, old) if old else old


def pictures(paper: Paper) -> Iterator[Image.Image]:
    """The first page in each script, no larger than a cell."""
    for script in SCRIPTS.values():
        page = pypdfium2.PdfDocument(paper.render(dressed(paper.value, script), script.language))[0]
        scale = min(CELL[0] / page.get_width(), CELL[1] / page.get_height(), 1.9)
        yield page.render(scale=scale, grayscale=True).to_pil().convert("L")


def draw() -> Image.Image:
    """The whole sheet: papers of like height beside each other."""
    drawn = {name: list(pictures(paper)) for name, paper in samples().items()}
    names = sorted(drawn, key=lambda name: (-drawn[name][0].height, -drawn[name][0].width))
    rows = [names[start:start + IN_A_ROW] for start in range(0, len(names), IN_A_ROW)]
    heights = [max(drawn[name][0].height for name in row) + CAPTION + 2 * GAP for row in rows]
    width = IN_A_ROW * (len(SCRIPTS) * (CELL[0] + GAP) + GAP)
    sheet, top = Image.new("L", (width, sum(heights)), 205), 0
    font = ImageFont.truetype(str(FOLDER / "NotoSans-Bold.ttf"), 20)
    for row, height in zip(rows, heights, strict=True):
        for place, name in enumerate(row):
            left = GAP + place * width // IN_A_ROW
            ImageDraw.Draw(sheet).text((left, top + GAP // 2), name, font=font, fill=0)
            for number, picture in enumerate(drawn[name]):
                sheet.paste(picture, (left + number * (CELL[0] + GAP), top + CAPTION + GAP // 2))
        top += height
    return sheet.quantize(GREYS)


if __name__ == "__main__":
    draw().save(Path(sys.argv[1]), optimize=True)
