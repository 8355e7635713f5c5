"""Codes of others from a scanner that types wrong: what stands in our books is asked about, never taken silently."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.exceptions import ScanException
from models.lifecycle import ParcelState
from models.rma import Hold
from tests.scanning.test_any_code import announce
from tests.scanning.test_scanner_check import AZERTY, GERMAN, GarblingTablet
from tests.support import goods
from tests.support.tablets import everything
from workflow.scanning.commands import Command
from workflow.scanning.layouts import CALIBRATION, Setting
from workflow.transaction import reading

TRACKING = "1Z879E930346834440"


@pytest.fixture
def dock(app) -> GarblingTablet:
    goods.announced()
    return GarblingTablet("walt")


def checked(dock: GarblingTablet, setting: Setting) -> None:
    dock.setting = setting
    assert str(dock.scan(CALIBRATION).title) == "Set the scanner"


@pytest.mark.parametrize("setting", [Setting(before="~"), Setting(after="~"), Setting(before="~", after="$$"), GERMAN,
                                     AZERTY], ids=["prefix", "suffix", "both", "German", "French"])
def test_an_announced_number_is_asked_about_then_received(dock: GarblingTablet, statements: list[str],
                                                          setting: Setting) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, TRACKING)
    checked(dock, setting)
    before = everything()
    statements.clear()
    answer = dock.scan(TRACKING)
    assert len(statements) <= 10
    assert (str(answer.title), answer.thing, answer.result) == ("Is that right?", TRACKING, "ask")
    assert everything() == before
    assert str(dock.scan(Command.YES).title) == "Received"
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED


def test_no_leaves_everything(dock: GarblingTablet) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, TRACKING)
    checked(dock, Setting(before="~"))
    before = everything()
    assert str(dock.scan(TRACKING, Command.NO).title) == "Left as it is"
    assert everything() == before
    assert dock.scan(Command.YES).result == "refused"


def test_what_was_asked_before_is_answered_by_yes(dock: GarblingTablet) -> None:
    """The serial number that a card asks for, typed with a prefix."""
    rma = goods.announced(serials=True)
    checked(dock, Setting(before="~"))
    assert str(dock.scan(rma.parcel).title) == "Received"
    answers = [dock.scan(rma.skus[0]), dock.scan(Command.YES)]
    assert [str(answer.title) for answer in answers] == ["Is that right?", "Scan its serial"]
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Is that right?"
    assert str(dock.scan(Command.YES).title) == "Serial fits"
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(Hold.__table__)).scalar_one() == 0


@pytest.mark.parametrize("said", [Command.NO, Command.CANCEL])
def test_no_and_cancel_keep_what_was_asked_before(dock: GarblingTablet, said: Command) -> None:
    rma = goods.announced(serials=True)
    dock.scan(rma.parcel, rma.skus[0])
    dock.setting = Setting(before="~")
    dock.scan(CALIBRATION)
    dock.setting = Setting()
    dock.scan(Command.UNDO, rma.skus[0])
    dock.setting = Setting(before="~")
    dock.scan(f"SN{rma.skus[0]}", said)
    dock.setting = Setting()
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Serial fits"


def test_what_is_in_no_book_is_what_it_was_with_a_warning(dock: GarblingTablet) -> None:
    checked(dock, Setting(before="~"))
    answer = dock.scan("1Z999AA10123456784")
    assert (str(answer.title), answer.lines[-1][1]) == ("No parcel number", "1Z999AA10123456784")


def test_a_scanner_that_is_fine_is_never_asked(dock: GarblingTablet, statements: list[str]) -> None:
    dock.scan(CALIBRATION)
    statements.clear()
    dock.scan("1Z999AA10123456784")
    assert sum("UNION ALL" in text for text in statements) == 1


def test_kept_without_a_network_it_waits_for_a_lead(dock: GarblingTablet) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, TRACKING)
    checked(dock, Setting(before="~"))
    dock.deliver(*dock.keep(TRACKING))
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ScanException.__table__)).scalar_one() == 1
