"""F7: two tablets come back with what contradicts, at the same moment, over HTTP against the real server."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.exceptions import ScanException
from models.lifecycle import Role
from models.log import Act, Scan
from tests.faults.test_power_cuts import house  # noqa: F401
from tests.support import goods
from tests.support.http_tablet import Answered, HttpTablet
from tests.support.people import password
from tests.support.server import Server
from workflow import clock, exceptions, staffing, verifying
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command
from workflow.transaction import reading

A, SC, E = Act.__table__, Scan.__table__, ScanException.__table__
PARCELS = 15
LONG_AGO = {"kept": "", "ago": "600"}  # old enough to be known as kept
MOMENTS_AGO = {"kept": "1", "ago": "30"}  # the tablets say so


class Away:
    """A tablet that was away: what it kept of each parcel, and what it was answered."""

    def __init__(self, house: Server, login: str, kept: list[list[str]], how: dict[str, str]) -> None:  # noqa: F811
        self.tablet, self.kept = HttpTablet(house.port, login), kept
        sent = clock.now()
        made = sent - timedelta(seconds=int(how["ago"]))
        self.tablet.also = {"ticket": self.tablet.ticket, "kept": how["kept"], "scanned_at": made.isoformat(),
                            "sent_at": sent.isoformat()}
        self.answered: list[Answered] = []

    def deliver(self, together: threading.Barrier) -> None:
        """In order, and each parcel at the moment when the other tablet sends it too."""
        for of_parcel in self.kept:
            together.wait(30)
            self.answered += [self.tablet.scan(code) for code in of_parcel]


@pytest.mark.parametrize("how", [LONG_AGO, MOMENTS_AGO], ids=["minutes", "moments"])
def test_f7_two_tablets_with_contradicting_scans_at_once(house: Server, how: dict[str, str]) -> None:  # noqa: F811
    """The first to arrive wins; what the other says is a person's to settle; none vanishes, nothing happens twice."""
    staffing.add(login="ana", name="Ana", roles=(Role.DOCK,), password=password("ana"), pin="4711", by=SYSTEM)
    rmas = [goods.announced(units=2) for _ in range(PARCELS)]
    walt = Away(house, "walt", [[rma.parcel, rma.skus[0]] for rma in rmas], how)
    ana = Away(house, "ana", [[rma.parcel, rma.skus[0], Command.NOT_OURS.code] for rma in rmas], how)
    _at_once(walt, ana)
    answered = walt.answered + ana.answered
    _each_stored_once(answered)
    _one_wins([rma.parcel for rma in rmas], answered, "parcel.received")
    _one_wins([rma.skus[0] for rma in rmas], answered, "unit.arrived")
    for rma in rmas:
        assert [goods.unit(unit_id).stage.value for unit_id in rma.unit_ids] == ["arrived", "expected"]
    _the_rest_waits_for_a_person(answered)
    _sent_again_nothing_changes(walt, ana)


def _at_once(*tablets: Away) -> None:
    together = threading.Barrier(len(tablets))
    threads = [threading.Thread(target=tablet.deliver, args=(together,)) for tablet in tablets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(tablet.answered) == sum(map(len, tablet.kept)) for tablet in tablets)


def _each_stored_once(answered: Sequence[Answered]) -> None:
    with reading() as connection:
        assert sorted(connection.execute(sa.select(SC.c.scan_id)).scalars()) == sorted(
            answer.scan_id for answer in answered)
        assert list(verifying.faults(connection)) == []


def _one_wins(codes: Sequence[str], answered: Sequence[Answered], kind: str) -> None:
    """Of the two scans of each code one did it, in the name of who scanned; the other did nothing."""
    results = defaultdict(list)
    for answer in answered:
        results[answer.code].append(answer.result)
    assert all(len(results[code]) == 2 and results[code].count("ok") == 1 for code in codes)
    with reading() as connection:
        done = connection.execute(
            sa.select(SC.c.raw, SC.c.staff_id, A.c.staff_id.label("by")).join(A, A.c.id == SC.c.act_id)
            .where(SC.c.raw.in_(codes), A.c.kind == kind)).all()
        total = connection.execute(sa.select(sa.func.count()).select_from(A).where(A.c.kind == kind)).scalar_one()
    assert sorted(row.raw for row in done) == sorted(codes) and total == len(codes)
    assert all(row.staff_id == row.by for row in done)


def _the_rest_waits_for_a_person(answered: Sequence[Answered]) -> None:
    """Each scan did something, or stands among the exceptions; what only repeats its own tablet's is neither."""
    waiting = {row.scan_id for row in exceptions.waiting()}
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(E)).scalar_one() == len(waiting)
    did_nothing = {answer.scan_id for answer in answered if answer.result != "ok"}
    assert did_nothing == waiting and len(waiting) == 3 * PARCELS


def _sent_again_nothing_changes(*tablets: Away) -> None:
    """The network had lost every answer."""
    def rows() -> list[int]:
        with reading() as connection:
            return [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                    for table in (SC, A, E)]

    before = rows()
    for away in tablets:
        for answer in away.answered:
            assert away.tablet.scan(answer.code, answer.scan_id).result == answer.result
    assert rows() == before
