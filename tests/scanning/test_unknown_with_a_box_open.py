"""With a box open a code that nobody knows is a question, unless it is certainly a carrier's (docs/decisions/0011)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.exceptions import ScanException
from models.parcels import Parcel
from tests.support import goods
from tests.support.goods import Announced
from tests.support.tablets import TabletAt, check_undo, everything
from workflow.scanning.commands import Command
from workflow.transaction import reading

P = Parcel.__table__
CERTAIN = ["1Z999AA10123456784", "420221539400111201080805483016", "RB123456785GB", "00340434161094015902",
           "]C100106141411234567897", "YT2229521272164446"]
NOT_CERTAIN = ["SN123456789", "ABC12345", "ANYTHING-70412", "3318810025", "986578788855"]
# Carriers' check digits and those of goods both fit.
GOODS_OR_CARRIER = ["067624441084", "069194573400"]


@pytest.fixture
def rma(dock: TabletAt) -> Announced:
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    return rma


def newest() -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(P).order_by(P.c.id.desc()).limit(1)).one()


@pytest.mark.parametrize("code", NOT_CERTAIN + GOODS_OR_CARRIER)
def test_it_is_asked_about_and_the_box_stays_in_hand(dock: TabletAt, rma: Announced, statements: list[str],
                                                     code: str) -> None:
    before = everything()
    statements.clear()
    answer = dock.scan(code)
    assert len(statements) <= 10
    assert (str(answer.title), answer.result, answer.act_id) == ("Next parcel?", "ask", None)
    assert len(answer.choices) == 2 and everything() == before
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"
    assert str(dock.scan(Command.BOX_DONE).title) == "Box done"


@pytest.mark.parametrize("code", CERTAIN)
def test_what_is_certainly_a_carriers_is_the_next_parcel_at_once(dock: TabletAt, rma: Announced, code: str) -> None:
    assert str(dock.scan(code).title) == "Put aside"
    assert newest().unidentified


def test_the_next_parcel_is_put_aside_and_undone_without_a_trace(dock: TabletAt, rma: Announced) -> None:
    assert str(check_undo(dock, "3318810025", Command.CHOICE_1).title) == "Put aside"
    assert (newest().tracking, newest().unidentified) == ("3318810025", True)
    assert dock.scan("3318810025").result == "repeat"


def test_a_thing_from_this_box_is_chosen_from_what_is_expected(dock: TabletAt, rma: Announced) -> None:
    count = newest().id
    assert str(dock.scan("SN123456789", Command.CHOICE_2).title) == "What is it?"
    assert str(dock.scan(Command.CHOICE_1).title) == "Arrived"
    assert newest().id == count and goods.unit(rma.unit_ids[1]).tag


def test_no_code_says_the_same_and_no_leaves_it(dock: TabletAt, rma: Announced) -> None:
    assert str(dock.scan("SN123456789", Command.NO_CODE).title) == "What is it?"
    before = everything()
    assert str(dock.scan("SN123456789", Command.NO).title) == "Left as it is"
    assert everything() == before
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"


def test_a_third_choice_is_none(dock: TabletAt, rma: Announced) -> None:
    assert dock.scan("SN123456789", Command.CHOICE_3).result == "refused"


@pytest.mark.parametrize("code", GOODS_OR_CARRIER)
def test_without_a_box_goods_or_a_carriers_number_is_a_question_too(dock: TabletAt, code: str) -> None:
    before = everything()
    assert (str((answer := dock.scan(code)).title), answer.result) == ("A parcel's number?", "ask")
    assert everything() == before
    assert str(dock.scan(Command.YES).title) == "Put aside"
    assert newest().tracking == code


@pytest.mark.parametrize("code", NOT_CERTAIN)
def test_without_a_box_whatever_may_be_a_carriers_is_put_aside_at_once(dock: TabletAt, code: str) -> None:
    assert str(dock.scan(code).title) == "Put aside"


def test_kept_without_a_network_it_waits_for_a_lead(dock: TabletAt, rma: Announced) -> None:
    count = newest().id
    dock.deliver(*dock.keep("SN123456789"))
    assert newest().id == count
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ScanException.__table__)).scalar_one() == 1
