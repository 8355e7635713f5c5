"""The command sheet of every station: every command that means something there, every code read, nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from jobs.paper import MAKERS, make_next
from labels.command_sheet import CommandSheet, PrintedCommand, render
from labels.errors import BadCode, BrokenPaper, DoesNotFit
from models.lifecycle import StationKind
from models.numbers import Prefix, make
from tests.labels.reading import by_zbar, by_zxing, pictures, sizes, text
from workflow import printing, stations
from workflow.errors import NotFound
from workflow.scanning import common, sheets
from workflow.scanning.commands import DIGITS, Command, by_code
from workflow.scanning.steps import STATIONS

KINDS = sorted(StationKind)


def sheet_of(kind: StationKind) -> dict:
    station = next(row for row in stations.everywhere() if row.kind is kind)
    asked = printing.ask_for("command_sheet", station.id)
    leased = printing.lease_next()
    assert leased.id == asked.id
    return leased.values["sheets"][0]


def codes_on(sheet: dict) -> list[str]:
    return [entry["code"] for half in ("common", "own", "digits") for entry in sheet[half]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_that_means_something_there_and_no_other(app, kind: StationKind) -> None:
    known = {entry for entry in {*STATIONS[kind], *common.STEPS} if isinstance(entry, Command)}
    printed = [by_code(code) for code in codes_on(sheet_of(kind))]
    assert len(printed) == len(set(printed))
    assert set(printed) == known
    assert [command.digit for command in printed[-10:]] == list("0123456789")


@pytest.mark.parametrize("kind", KINDS)
def test_two_decoders_read_every_code(app, kind: StationKind) -> None:
    sheet = sheet_of(kind)
    for language in ("en", "zh", "ar") if kind is StationKind.INSPECTION else ("en",):
        content = MAKERS["command_sheet"]([sheet], language)
        assert sizes(content) == [pytest.approx((210, 297), abs=0.1)]
        page = pictures(content)[0]
        assert by_zxing(page) == sorted(codes_on(sheet))
        assert by_zbar(page) == sorted(codes_on(sheet))
        assert _margin(page) > 40  # 5 mm: no printer reaches the edge


def _margin(page: Image.Image) -> int:
    left, top, right, bottom = ImageOps.invert(page).getbbox()
    return min(left, top, page.width - right, page.height - bottom)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("At every station", "Undo", "Box done")), ("zh", ("各工位通用", "撤销", "收货")),
    ("de", ("Rückgängig", "Annahme", "Nicht für uns"))])
def test_it_speaks_the_readers_language(app, language: str, words: tuple[str, ...]) -> None:
    printed = text(MAKERS["command_sheet"]([sheet_of(StationKind.DOCK)], language))
    assert [word for word in words if word not in printed] == []


def test_in_arabic_the_halves_change_places(app) -> None:
    sheet = sheet_of(StationKind.BENCH)
    undo_is_left = {}
    for language in ("en", "ar"):
        page = pictures(MAKERS["command_sheet"]([sheet], language))[0]
        left = by_zxing(page.crop((0, 0, page.width // 2, int(page.height * 0.8))))
        undo_is_left[language] = Command.UNDO.code in left
    assert undo_is_left == {"en": True, "ar": False}


def test_no_badge_and_no_thing_stands_on_a_sheet() -> None:
    entry = PrintedCommand(make(Prefix.BADGE, 5), "Badge", "check")
    with pytest.raises(BadCode):
        render(CommandSheet("Dock", (entry,), (), ()), "en")


def test_what_has_no_room_or_no_icon_is_refused() -> None:
    entry = PrintedCommand(Command.UNDO.code, "Undo", "check")
    with pytest.raises(DoesNotFit):
        render(CommandSheet("Dock", (entry,) * 13, (), ()), "en")
    with pytest.raises(BrokenPaper):
        render(CommandSheet("Dock", (PrintedCommand(Command.UNDO.code, "Undo", "no-such"),), (), ()), "en")


def test_icons_are_lines_and_codes_are_pictures_in_whole_dots(app) -> None:
    sheet = sheet_of(StationKind.DOCK)
    page = PdfReader(BytesIO(MAKERS["command_sheet"]([sheet], "en"))).pages[0]
    assert len(page.images) == len(codes_on(sheet))
    assert all({value for _count, value in image.image.convert("L").getcolors()} == {0, 255} for image in page.images)


def test_the_station_page_leads_to_it(client_as) -> None:
    walt = client_as("walt", station="dock-1")
    station = stations.by_name("dock-1")
    assert f"/papers/command_sheet/{station.id}" in walt.page("/stations/dock-1")
    printing.ask_for("command_sheet", station.id)
    assert make_next()
    paper = walt.get(f"/papers/command_sheet/{station.id}")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert Command.BOX_DONE.code in by_zxing(pictures(paper.data)[0])


def test_no_station_no_sheet(app) -> None:
    with pytest.raises(NotFound):
        printing.ask_for("command_sheet", 999)


def test_the_common_half_is_the_same_everywhere() -> None:
    assert {Command.UNDO, Command.PARK, Command.CANCEL, Command.YES, Command.NO} <= set(sheets.COMMON)
    assert not set(sheets.COMMON) & set(DIGITS)
