"""The scanner check at a station: what the card says, what the tablet remembers, what is put right from then on."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from models.log import Scan
from models.people import Staff
from models.places import Tablet
from tests.support import goods
from tests.support.people import pin
from tests.support.tablets import TabletAt
from workflow.scanning import layouts
from workflow.scanning.commands import Command
from workflow.scanning.layouts import CALIBRATION, NO_ENTER, TWO_ENTERS, Case, Setting
from workflow.transaction import in_transaction, reading

AZERTY, CZECH, GERMAN = Setting("fr"), Setting("cz"), Setting("de")


class GarblingTablet(TabletAt):
    """A tablet whose scanner types for another country."""

    setting = Setting()

    def take(self, code: str | Command, **more: str | None):
        text = code.code if isinstance(code, Command) else code
        typed = text if self.setting == Setting() else layouts.typed(text, self.setting.layout, self.setting.case)
        return super().take(self.setting.before + typed + self.setting.after, **more)


@pytest.fixture
def dock(app) -> GarblingTablet:
    return GarblingTablet("walt")


def stored() -> list:
    with reading() as connection:
        return list(connection.execute(sa.select(Tablet.__table__.c.scanner)).scalars())


def said(answer) -> str:
    return " ".join(str(words) for words in (answer.title, answer.next, *(value for _label, value in answer.lines)))


def test_a_scanner_that_is_fine(dock: GarblingTablet) -> None:
    answer = dock.scan(CALIBRATION)
    assert (answer.result, str(answer.title)) == ("ok", "Scanner is fine")
    assert stored() == [Setting().as_data()]


def test_without_the_check_nothing_is_put_right(dock: GarblingTablet) -> None:
    dock.setting, rma = AZERTY, goods.announced()
    dock.scan(rma.parcel)
    assert goods.parcel(rma.parcel_id).state.value == "announced"


@pytest.mark.parametrize("setting", [
    AZERTY, CZECH, GERMAN, Setting("be", Case.CAPS), Setting("hu"), Setting("sk", Case.SHIFT),
    Setting("tr", Case.UPPER), Setting("it", before="]C0"), Setting("es", after="#"), Setting("se"),
    Setting("gb", Case.LOWER), Setting("ru"), Setting("de", Case.SHIFT, "%", "!"), Setting("set-to-fr"),
    Setting("wide")])
def test_after_the_check_our_labels_work(dock: GarblingTablet, setting: Setting) -> None:
    dock.setting, rma = setting, goods.announced()
    answer = dock.scan(CALIBRATION)
    assert answer.result == "ask" and answer.lines
    assert stored() == [setting.as_data()]
    assert dock.scan(rma.parcel).result == "ok"
    assert goods.parcel(rma.parcel_id).state.value == "received"
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.parcel(rma.parcel_id).state.value == "announced"


def test_the_card_names_what_is_wrong_in_plain_words(dock: GarblingTablet) -> None:
    dock.setting = Setting("de", Case.CAPS, "%", "!")
    words = said(dock.scan(CALIBRATION))
    for part in ("expects another: German", "Caps Lock is on", "“%” in front", "“!” behind", "put right from now on"):
        assert part in words
    assert "Enter" not in words and "lost" not in words


def test_the_card_tells_of_enter_and_of_lost_signs(dock: GarblingTablet) -> None:
    assert "does not press Enter" in said(dock.scan(CALIBRATION + NO_ENTER))
    assert "presses Enter twice" in said(dock.scan(CALIBRATION + TWO_ENTERS))
    assert "3 signs were lost" in said(dock.scan(CALIBRATION[:4] + CALIBRATION[7:]))


@pytest.mark.parametrize("arrives", ["Az-01234x6789_qY/Wm;:?@#(&", "Az-012344556789_qY/Wm;:?@#(&",
                                     "Az-0123456789_qqY/Wm;:?@#(&", "Az-0123456789zz_qY/Wm;:?@#(&"])
def test_a_scanner_that_types_a_sign_wrong_or_twice_is_not_fine(dock: GarblingTablet, arrives: str) -> None:
    answer = dock.scan(arrives)
    assert (answer.result, str(answer.title)) == ("ask", "Set the scanner")
    assert "wrong or twice" in said(answer) and stored() == [Setting().as_data()]
    assert dock.scan(CALIBRATION).result == "ok"


def test_what_no_keyboard_explains_keeps_what_was_known(dock: GarblingTablet) -> None:
    dock.setting = AZERTY
    dock.scan(CALIBRATION)
    dock.setting = Setting()
    assert dock.scan(CALIBRATION.translate(str.maketrans("zqYWm", "ŵŷŝĝĵ"))).result == "unknown"
    assert stored() == [AZERTY.as_data()]


def test_a_mended_scanner_is_checked_again(dock: GarblingTablet) -> None:
    dock.setting = AZERTY
    dock.scan(CALIBRATION)
    dock.setting, rma = Setting(), goods.announced()
    assert dock.scan(rma.parcel).result == "ok"
    assert dock.scan(CALIBRATION).result == "ok"
    assert stored() == [Setting().as_data()]


def test_a_code_of_others_is_taken_as_it_came_and_the_card_warns(dock: GarblingTablet) -> None:
    dock.setting = GERMAN
    dock.scan(CALIBRATION)
    answer = dock.scan("ZY-100")
    assert "This scanner types wrong" in str(answer.lines[-1][0]) and answer.lines[-1][1] == "ZY-100"
    with reading() as connection:
        assert "YZß100" in connection.execute(sa.select(Scan.__table__.c.raw)).scalars().all()
    assert not any("types wrong" in str(label) for label, _value in dock.scan("004911223344").lines)


def test_what_is_open_stays_open(dock: GarblingTablet) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, CALIBRATION)
    assert dock.scan(rma.skus[0]).result == "ok"


def test_it_costs_no_statement_more(dock: GarblingTablet, statements: list[str]) -> None:
    """A number that is read right costs what it cost; one that is put right costs the look for its row."""
    one, two = goods.announced(), goods.announced()
    statements.clear()
    dock.scan(one.parcel)
    before = len(statements)
    dock.setting = AZERTY
    dock.scan(CALIBRATION)
    statements.clear()
    dock.scan(two.parcel)
    assert len(statements) == before + 1 <= 10


def test_on_either_engine(either_app) -> None:
    dock = GarblingTablet("walt")
    dock.setting, rma = CZECH, goods.announced()
    assert dock.scan(CALIBRATION, rma.parcel).result == "ok"
    dock.setting = Setting()
    assert "does not press Enter" in said(dock.scan(CALIBRATION + NO_ENTER))


def test_a_badge_is_read_at_the_change_of_person(client_as) -> None:
    walt = client_as("walt", station="dock-1")
    assert _check(walt, AZERTY).status_code == 200
    with reading() as connection:
        badge = connection.execute(sa.select(Staff.__table__.c.badge).where(Staff.__table__.c.login == "walt")).scalar()
    answer = walt.send("/stations/dock-1/shift", badge=layouts.typed(badge, "fr"), pin=pin("walt"))
    assert answer.status_code == 303


def test_the_card_in_chinese_and_the_sheet_to_print(client_as) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(Staff.__table__).where(Staff.__table__.c.login == "walt").values(language="zh")))
    walt = client_as("walt", station="dock-1")
    assert "没有按回车" in _check(walt, Setting(), NO_ENTER).get_data(as_text=True)
    assert "按了两次回车" in _check(walt, Setting(), TWO_ENTERS).get_data(as_text=True)
    html = _check(walt, GERMAN).get_data(as_text=True)
    assert "德语" in html and "keyboard" not in html.replace("#keyboard", "")
    assert "/papers/scanner_check/0" in walt.page("/stations/dock-1")


def _check(client, setting: Setting, ending: str = ""):
    return client.send("/stations/dock-1/scans", code=layouts.typed(CALIBRATION, setting.layout) + ending,
                       scan_id=secrets.token_hex(16))
