"""The commands: each station's stand on its sheet, come as a button when they apply, and are never taken for things."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from flask import Flask

from models.lifecycle import StationKind
from models.numbers import PATTERN, Prefix, draw, is_valid, make
from tests.scanning.test_layouts import FOREIGN
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow.recognising.recognising import recognise
from workflow.scanning import common, sheets
from workflow.scanning.commands import BY_CODE, DIGITS, Command, by_code
from workflow.scanning.common import ON_ANY_CARD
from workflow.scanning.steps import STATIONS

C = Command
# What a worker must be able to say without touching the screen, by station.
COMMON = {C.UNDO, C.PARK, C.PRINT, C.PHOTO, C.CANCEL, C.AGAIN, C.HELP, C.LEAD, C.LOCK, C.FIND, C.YES, C.NO}
OWN = {
    StationKind.DOCK: {C.BOX_DONE, C.ALL, C.NO_CODE, C.NOT_OURS, C.DAMAGED, C.DANGER, C.WEIGHT},
    StationKind.INSPECTION: {C.GRADE_A, C.GRADE_B, C.GRADE_C, C.GRADE_D, C.SIGN},
    StationKind.BENCH: {C.CANNOT, C.WAIT_PART, C.QUOTE, C.PART_IN, C.PART_OUT, C.PART_SAVED, C.DONE},
    StationKind.CHECK: {C.PASS, C.FAIL},
    StationKind.PACKING: {C.CLOSE_BOX, C.HANDOVER, C.WEIGHT},
    StationKind.SHELVING: {C.COUNT},
}
LOGINS = {StationKind.DOCK: ("walt", "dock-1"), StationKind.INSPECTION: ("ina", "inspection-1"),
          StationKind.BENCH: ("tom", "bench-1"), StationKind.CHECK: ("carla", "check-1"),
          StationKind.PACKING: ("paul", "packing-1"), StationKind.SHELVING: ("walt", "shelf-1")}
BUTTON = re.compile(r'<button[^>]* data-code="(C\d{11})" data-key="([^"]+)" aria-keyshortcuts="([^"]+)"')


@pytest.mark.parametrize("kind", StationKind)
def test_the_sheet_has_all_that_a_worker_there_needs(kind: StationKind) -> None:
    assert set(sheets.COMMON) >= COMMON
    assert set(sheets.own(kind)) >= OWN[kind]
    for command in (*sheets.COMMON, *sheets.own(kind), *DIGITS):
        assert command in STATIONS[kind] or command in common.STEPS


@pytest.mark.parametrize("kind", StationKind)
def test_all_of_the_sheet_is_a_button_with_a_key_on_the_page(client_as, kind: StationKind) -> None:
    login, station = LOGINS[kind]
    html = client_as(login).page(f"/stations/{station}")
    buttons = {by_code(code): key for code, key, shown in BUTTON.findall(html) if key == shown}
    assert set(buttons) == {*sheets.COMMON, *sheets.own(kind), *DIGITS}
    assert buttons == {command: command.key for command in buttons}
    assert len(set(buttons.values())) == len(buttons) == html.count("data-key=")


def test_a_key_is_one_that_no_scanner_types() -> None:
    """Function keys that the browser leaves alone, and Alt with a letter or digit."""
    for command in Command:
        assert re.fullmatch(r"F(?:[1-46-9]|10)|Alt\+[A-Z0-9]", command.key), command


def test_a_card_shows_the_same_keys(client_as) -> None:
    walt = client_as("walt", station="dock-1")
    answer = walt.send("/stations/dock-1/scans", code=goods.announced().parcel, scan_id="1" * 32)
    keys = {by_code(code): key for code, key, _shown in BUTTON.findall(answer.get_data(as_text=True))}
    assert keys == {command: command.key for command in OWN[StationKind.DOCK]}


def test_every_command_has_a_code_a_word_and_an_icon_of_its_own() -> None:
    assert len(BY_CODE) == len(Command) == len({command.label.msgid for command in Command})
    for command in Command:
        assert is_valid(command.code) and command.code[0] == Prefix.COMMAND and command.icon


def test_no_slip_of_the_scanner_turns_one_command_into_another() -> None:
    """One sign read wrong, or two neighbours exchanged, is never another valid code."""
    for one, other in combinations(BY_CODE, 2):
        differing = [place for place in range(len(one)) if one[place] != other[place]]
        assert len(differing) > 2, (one, other)


def test_no_command_is_a_thing_and_no_thing_a_command(app: Flask) -> None:
    """By its letter, and in every wrapping; a carrier's or a shop's number never has the form of one."""
    for command in Command:
        assert recognise(command.code).kind == "unknown"
        for prefix in set(Prefix) - {Prefix.COMMAND}:
            assert by_code(make(prefix, command.value[0])) is None
    things = [draw(prefix) for prefix in Prefix if prefix is not Prefix.COMMAND for _ in range(200)]
    assert [code for code in things if by_code(code)] == []
    assert [code for code in FOREIGN if by_code(code)] == []
    assert set(Prefix) == {"R", "P", "T", "S", "K", "B", "C"} and PATTERN.match(C.UNDO.code)


def test_a_command_code_that_is_none_does_nothing_and_is_no_parcel(app: Flask) -> None:
    dock = TabletAt("walt")
    stray = draw(Prefix.COMMAND)
    while stray in BY_CODE:
        stray = draw(Prefix.COMMAND)
    answer = dock.scan(stray)
    assert (answer.result, answer.act_id, str(answer.title)) == ("unknown", None, "No such command")
    assert dock.scan(C.YES).result == "refused"
    wrong = C.UNDO.code[:-1] + str((int(C.UNDO.code[-1]) + 1) % 10)
    assert str(dock.scan(wrong).title) == "Read wrong"


def test_commands_of_other_stations_are_refused_in_words(app: Flask) -> None:
    dock = TabletAt("walt")
    for command in set().union(*OWN.values()) - OWN[StationKind.DOCK]:
        if command not in STATIONS[StationKind.DOCK]:
            answer = dock.scan(command)
            assert answer.result == "refused" and "means nothing at this station" in str(answer.next)
    assert set(common.STEPS) >= ON_ANY_CARD
