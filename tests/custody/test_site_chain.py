"""A unit of no RMA stands in the chain of its site, between the rows of other things."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs import custody_words
from labels import custody as sheet
from models.catalogue import Device, DeviceSerial
from models.rma import Unit
from tests.custody.test_custody import broken, check, newest, sheets
from tests.labels.reading import text
from tests.packing import roads
from tests.shelving.stock import shelf
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt
from workflow import custody
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command


def stray(dock: TabletAt) -> int:
    """Something that was sold, and that nobody has announced: of no RMA."""
    _order, (line,) = goods.order(serials=True, by=SYSTEM)
    (device,) = roads.rows_of(Device, order_line_id=line)
    dock.scan(roads.rows_of(DeviceSerial, device_id=device.id)[0].serial, Command.YES)
    unit = roads.rows_of(Unit, declared=False)[-1]
    assert unit.rma_id is None
    return unit.id


@pytest.fixture
def strays(app) -> list[int]:
    """Three of them, put away by turns: the rows of each stand between those of the others."""
    dock, tablet = TabletAt("walt"), TabletAt("walt", "shelf-1")
    found = [stray(dock) for _ in range(3)]
    for name in ("A-01", "A-02", "B-01"):
        for unit_id in found:
            tablet.scan(goods.unit(unit_id).tag, shelf(name).code)
    return found


def shell_of(page: str) -> str:
    return html.unescape(page.split('dir="ltr"><code>')[1].split("</code>")[0])


def test_an_honest_file_with_gaps_is_called_honest(strays: list[int], client_as: Callable[..., PageClient],
                                                   tmp_path: Path) -> None:
    for unit_id in strays:
        found = custody.of_unit(unit_id, "en")
        assert [(link.kind, link.is_partial) for link in found.links] == [("site", True)] and found.faults == []
        page = client_as("alice").page(f"/desk/units/{unit_id}/custody")
        assert check(shell_of(page), custody.evidence(found), tmp_path) == ""
        assert "as far as it was read" in page and "The chain is whole: no row" not in page


def test_after_chains_of_other_kinds_too(app, client_as: Callable[..., PageClient], tmp_path: Path) -> None:
    """A thing taken out of a box that nobody knows: the parcel's chain comes first, then the site's with its gaps."""
    dock, tablet = TabletAt("walt"), TabletAt("walt", "shelf-1")
    dock.scan("1Z999AA10123456784")
    boxed = stray(dock)
    dock.scan(Command.PARK)
    other = stray(dock)
    for name in ("A-01", "A-02", "B-01", "B-02"):
        tablet.scan(goods.unit(boxed).tag, shelf(name).code, goods.unit(other).tag, shelf(name).code)
    found = custody.of_unit(boxed, "en")
    assert {link.kind for link in found.links} >= {"parcel", "site"}
    page = client_as("alice").page(f"/desk/units/{boxed}/custody")
    assert check(shell_of(page), custody.evidence(found), tmp_path) == ""


def test_what_was_done_to_it_is_still_found(strays: list[int], client_as: Callable[..., PageClient],
                                            tmp_path: Path) -> None:
    page = client_as("alice").page(f"/desk/units/{strays[0]}/custody")
    lines = custody.evidence(custody.of_unit(strays[0], "en"))
    changed = lines.replace('"what":"unit.put_away"', '"what":"unit.packed"', 1)
    assert check(shell_of(page), changed, tmp_path).startswith("changed: ")
    row = newest(strays[0], 2)
    broken(f"UPDATE movement SET prev = 'x' WHERE id = {row}")
    moved = custody.of_unit(strays[0], "en")
    assert [step.row.id for step in moved.steps if step.fault] == [row]
    assert "does not follow: " in check(shell_of(page), custody.evidence(moved), tmp_path)


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Of this chain only the rows of this path"), ("de", "Von dieser Kette")])
def test_the_paper_says_that_the_chain_is_partial(strays: list[int], language: str, words: str) -> None:
    found = sheets(strays[0], language)[0]
    printed = text(sheet.render(custody_words.sheet(found, language), language))
    assert "".join(words.split()) in "".join(printed.split())
    whole = sheets(goods.announced().unit_ids[0], language)[0]
    assert not any(chain["partial"] for chain in whole["chains"])
