"""Every command by its key, and no key by a scanner."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from models.lifecycle import Stage
from tests.support import goods
from tests.support.browser_people import PHONE, AtStation
from tests.support.server import Server
from workflow.scanning.commands import Command

SIZES = ({"width": 1024, "height": 768}, {"width": 768, "height": 1024}, PHONE)


@pytest.fixture
def dock(house: Server, browser: Browser):
    walt = AtStation(browser, house.url, "walt", "dock-1")
    with closing(walt.context):
        yield walt
        assert walt.complaints == []


def press(walt: AtStation, command: Command, title: str) -> None:
    walt.page.keyboard.press(command.key)
    expect(walt.page.locator("#card .st-title")).to_have_text(title)


def test_a_box_by_keys_with_a_question_that_is_dropped(dock: AtStation) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, "Received")
    press(dock, Command.WEIGHT, "Weight?")
    press(dock, Command.CANCEL, "Question dropped")
    dock.scan(rma.skus[0], "Arrived")
    press(dock, Command.UNDO, "Undone")
    dock.scan(rma.skus[0], "Arrived")
    press(dock, Command.BOX_DONE, "Box done")
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED


def test_a_key_in_the_middle_of_a_code_and_a_sign_typed_with_alt_press_nothing(dock: AtStation) -> None:
    """Some scanners type a sign as Alt with its number on the number pad; AltGr and other keys with it make signs."""
    rma = goods.announced()
    dock.scan(rma.parcel, "Received")
    scans: list[str] = []
    dock.page.on("request", lambda request: scans.append(request.url) if request.method == "POST" else None)
    for keys in ("Alt+Numpad1", "Control+Alt+b", "Alt+Shift+B", "Meta+b"):
        dock.page.keyboard.press(keys)
    dock.page.keyboard.type("123")
    dock.page.keyboard.press("Alt+b")
    expect(dock.page.locator("#scan")).to_have_value("123")
    dock.page.keyboard.press("Enter")
    expect(dock.page.locator("#card")).not_to_contain_text("Received")
    assert len(scans) == 1


def test_all_commands_are_big_buttons_on_every_size(dock: AtStation) -> None:
    dock.page.locator("#all-commands summary").click()
    buttons = dock.page.locator("#all-commands [data-code]")
    assert buttons.count() == len({Command.YES, Command.NO, Command.CANCEL}) + 7 + 10
    for size in SIZES:
        dock.page.set_viewport_size(size)
        assert dock.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        for box in [button.bounding_box() for button in buttons.all()]:
            assert min(box["width"], box["height"]) >= 60, (size, box)
    buttons.filter(has_text="Weight").click()
    expect(dock.page.locator("#card .st-title")).to_have_text("Stop")
