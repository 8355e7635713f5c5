"""Badge and PIN at the scan box: taken and answered, and nothing of what they say is kept with the scans."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.exceptions import ScanException
from models.log import Scan
from models.numbers import Prefix, draw
from models.places import Tablet
from tests.support import goods
from tests.support.people import badge, pin
from tests.support.tablets import TabletAt
from workflow import stations
from workflow.scanning import layouts
from workflow.scanning.commands import DIGITS, Command
from workflow.scanning.layouts import CALIBRATION, Case, Setting
from workflow.transaction import in_transaction, reading


def keyed(login: str) -> list[Command]:
    """The PIN by the digits of the sheet."""
    return [next(command for command in DIGITS if command.digit == digit) for digit in pin(login)]


def kept() -> str:
    """All that the table of scans says of what was scanned; in its times and ids any digits stand by chance."""
    s = Scan.__table__.c
    with reading() as connection:
        return repr(connection.execute(sa.select(s.raw, s.meaning, s.result, s.answer, s.open_now)).all())


def raws() -> list[str]:
    with reading() as connection:
        return list(connection.execute(sa.select(Scan.__table__.c.raw).order_by(Scan.__table__.c.id)).scalars())


@pytest.mark.parametrize("given", ["sheet", "typed"])
def test_nothing_of_badge_and_pin_is_kept(dock: TabletAt, given: str) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    assert dock.scan(badge("lena")).opens == "shift"
    for code in [*keyed("lena"), Command.YES] if given == "sheet" else [pin("lena")]:
        answer = dock.scan(code)
        assert (answer.result, answer.opens, answer.act_id) == ("refused", "shift", None)
    assert set(raws()[1:]) == {""}
    assert badge("lena") not in kept() and repr(pin("lena")) not in kept()
    assert not any(command.code in kept() for command in keyed("lena"))


def test_work_goes_on_and_digits_are_choices_again(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(badge("walt"), Command.NO)
    assert dock.scan(rma.parcel).result == "ok"
    assert dock.scan(Command.YES).opens == ""
    assert raws()[2:] == [rma.parcel, Command.YES.code]


def test_who_has_signed_in_since_gives_answers(dock: TabletAt) -> None:
    dock.scan(badge("lena"))
    dock.moment += timedelta(seconds=5)
    dock.sign_in("lena")
    assert dock.scan(Command.YES).opens == "" and raws()[-1] == Command.YES.code


def test_what_the_earlier_sign_in_kept_is_still_a_pin(dock: TabletAt) -> None:
    dock.scan(badge("lena"))
    left = dock.keep(*keyed("lena"), Command.YES, ago=timedelta(seconds=2))
    dock.moment += timedelta(seconds=5)
    dock.sign_in("lena")
    assert {answer.meaning for answer in dock.deliver(*left)} == {"pin"}
    assert set(raws()) == {""}
    with reading() as connection:
        assert connection.execute(sa.select(ScanException.__table__)).all() == []


def test_a_badge_read_wrong_or_that_nobody_has_is_not_kept_either(dock: TabletAt) -> None:
    true = badge("lena")
    wrong, nobodys = true[:-1] + str((int(true[-1]) + 1) % 10), draw(Prefix.BADGE)
    assert str(dock.scan(wrong).title) == "Read wrong"
    assert str(dock.scan(nobodys).title) == "Badge not known"
    assert wrong not in kept() and wrong[1:4] not in kept() and nobodys not in kept() and set(raws()) == {""}


@pytest.mark.parametrize("layout", ["fr", "cz", "de", "tr"])
@pytest.mark.parametrize("checked", [True, False])
def test_nor_is_one_that_the_scanner_garbles(dock: TabletAt, layout: str, checked: bool) -> None:
    """Without the scanner check nothing is put right, but that it was a badge can be told."""
    if checked:
        dock.scan(layouts.typed(CALIBRATION, layout))
    before = len(raws())
    for code in (badge("lena"), *(command.code for command in keyed("lena"))):
        dock.scan(layouts.typed(code, layout))
    assert set(raws()[before:]) == {""}


def test_a_code_of_others_is_kept_as_it_came(dock: TabletAt) -> None:
    dock.scan(badge("lena"), "1Z999AA10123456784", "12")
    assert raws() == ["", "1Z999AA10123456784", "12"]


def test_it_costs_no_statement_more(dock: TabletAt, statements: list[str]) -> None:
    dock.scan(badge("lena"))
    statements.clear()
    dock.scan(Command.CHOICE_1)
    assert len(statements) <= 4


@pytest.mark.parametrize("setting", [Setting(), Setting("fr"), Setting("cz", Case.CAPS), Setting("de", before="#"),
                                     Setting("ru"), Setting("tr", Case.UPPER, after="%")])
def test_the_page_knows_a_badge_in_every_way_it_arrives(dock: TabletAt, setting: Setting) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(Tablet.__table__).values(scanner=setting.as_data())))
    pattern = re.compile(stations.badge_pattern(dock.token), re.IGNORECASE)
    for _ in range(20):
        number = draw(Prefix.BADGE)
        assert all(pattern.match(way) for way in layouts.arrivals(number, setting.as_data()))
    assert not any(pattern.match(code) for code in (draw(Prefix.PARCEL), Command.YES.code, "1Z999AA10123456784"))


def test_over_http_the_page_opens_and_takes_no_digit_for_a_badge(client_as) -> None:
    walt = client_as("walt", station="dock-1")

    def scan(number: int, code: str) -> str:
        return walt.send("/stations/dock-1/scans", code=code, scan_id=f"{number:032d}").get_data(as_text=True)

    assert "data-takes-code" in scan(1, badge("lena"))
    answer = scan(2, Command.CHOICE_1.code)
    assert "data-opens" in answer and "data-takes-code" not in answer
