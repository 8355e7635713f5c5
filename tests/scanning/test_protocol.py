"""Exactly once: F2 and F3 on both engines, with threads that really run at the same time."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from models.log import Act, Movement, Scan
from tests.support import goods
from tests.support.people import password
from workflow import signing_in, stations, verifying
from workflow.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from workflow.scanning import protocol
from workflow.scanning.protocol import Request, take
from workflow.transaction import reading

_ids = itertools.count(1)


def tablets(count: int, login: str = "walt") -> list[tuple[str, str]]:
    """(session token, tablet token) of so many tablets at dock-1."""
    session = signing_in.sign_in(login=login, password=password(login), address=login).token
    return [(session, stations.stand_at(stations.by_name("dock-1"), None)) for _ in range(count)]


def request(tablet: tuple[str, str], code: str, scan_id: str | None = None, station: str = "dock-1") -> Request:
    return Request(tablet[0], tablet[1], station, code, scan_id or f"scan{next(_ids):020d}")


def counts() -> tuple[int, int, int]:
    with reading() as connection:
        return tuple(connection.execute(sa.select(sa.func.count()).select_from(m.__table__)).scalar()
                     for m in (Act, Movement, Scan))


def together(app: Flask, work: list) -> list:
    """Run all at the same time, each in a thread with an app context of its own."""
    def run(one):
        with app.app_context():
            return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_f2_four_stations_scan_the_same_parcel_at_once(either_app: Flask) -> None:
    four = tablets(4)
    for rma in [goods.announced() for _ in range(25)]:
        before = counts()
        results = together(either_app, [lambda t=t, r=rma: take(request(t, r.parcel)).answer for t in four])
        assert sorted(answer.result for answer in results) == ["ok", "repeat", "repeat", "repeat"]
        kind = [answer for answer in results if answer.result == "repeat"]
        assert all({str(label) for label, _ in answer.lines} == {"by", "when"} for answer in kind)
        assert counts()[0] == before[0] + 1
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_f3_the_same_scan_four_times_at_once_and_once_later(either_app: Flask) -> None:
    (tablet,) = tablets(1)
    for number, rma in enumerate([goods.announced() for _ in range(25)]):
        before, scan_id = counts(), f"same-scan-{number:010d}"
        work = [lambda r=rma, s=scan_id: take(request(tablet, r.parcel, s)) for _ in range(4)]
        answers = together(either_app, work)
        answers.append(take(request(tablet, rma.parcel, scan_id)))
        assert len({repr((taken.answer.result, taken.answer.title, taken.answer.thing)) for taken in answers}) == 1
        after = counts()
        assert (after[0] - before[0], after[2] - before[2]) == (1, 1)


def test_f3_a_key_used_again_for_something_else(app: Flask) -> None:
    mine, theirs = tablets(1)[0], tablets(1, "lena")[0]
    first, second = goods.announced(), goods.announced()
    take(request(mine, first.parcel, "one-key-for-two-things"))
    before = counts()
    with pytest.raises(Conflict):
        take(request(mine, second.parcel, "one-key-for-two-things"))
    with pytest.raises(Conflict):
        take(request(theirs, first.parcel, "one-key-for-two-things"))
    assert counts() == before


def test_the_scanners_double_is_the_same_answer(app: Flask) -> None:
    (tablet,) = tablets(1)
    rma = goods.announced()
    first = take(request(tablet, rma.parcel)).answer
    again = take(request(tablet, rma.parcel)).answer
    assert (first.result, again.result) == ("ok", "repeat")
    assert again.title == first.title and again.act_id is None


def test_who_may_not_scan_writes_nothing(app: Flask) -> None:
    (walt,), (alice,) = tablets(1), tablets(1, "alice")
    rma = goods.announced()
    before = counts()
    with pytest.raises(NotSignedIn):
        take(request(("forged", walt[1]), rma.parcel))
    with pytest.raises(NotAllowed):
        take(request(alice, rma.parcel))
    with pytest.raises(NotFound):
        take(request(walt, rma.parcel, station="bench-1"))
    with pytest.raises(NotFound):
        take(request((walt[0], "no-such-tablet"), rma.parcel))
    assert counts() == before


def test_an_answer_to_an_older_card_is_refused(app: Flask) -> None:
    (tablet,) = tablets(1)
    rma, other = goods.announced(), goods.announced()
    take(request(tablet, rma.parcel))
    asked = take(request(tablet, other.skus[0]))
    take(request(tablet, rma.skus[0]))
    late = take(Request(*tablet, "dock-1", protocol.steps.common.Command.YES.code, "answer-to-an-old-card",
                        re=asked.scan_id))
    assert late.answer.result == "refused"


def test_signing_out_counts_at_the_next_scan(app: Flask) -> None:
    (tablet,) = tablets(1)
    rma = goods.announced()
    signing_in.sign_out(tablet[0])
    with pytest.raises(NotSignedIn):
        take(request(tablet, rma.parcel))


def test_two_questions_answered_alike_in_a_moment_are_no_double(app: Flask) -> None:
    """The same command twice within the scanner's moment counts twice when it answers the newest card."""
    (tablet,) = tablets(1)
    rma, other = goods.announced(), goods.announced()
    take(request(tablet, rma.parcel))
    no = protocol.commands.Command.NO.code
    for number in range(2):
        asked = take(request(tablet, other.skus[0] if number == 0 else other.skus[0].lower()))
        answered = take(Request(*tablet, "dock-1", no, f"no-to-question-{number:04d}", re=asked.scan_id))
        assert (answered.answer.result, str(answered.answer.title)) == ("ok", "Left as it is")
