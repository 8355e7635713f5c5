"""F4: the real server behind a bad network. None of the scans is lost, none is taken twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from models.exceptions import ScanException
from tests.faults.test_power_cuts import CONNECTIONS, _nothing_lost_nothing_doubled, first_on, house  # noqa: F401
from tests.support import goods
from tests.support.bad_wifi import SHARES, BadWifi, deck
from tests.support.http_tablet import Answered, HttpTablet
from tests.support.server import Server
from workflow import clock
from workflow.transaction import reading


@first_on("postgresql")
def test_f4_bad_wifi(house: Server) -> None:  # noqa: F811
    """In small. All of it is the next test."""
    _f4(house, scans=120)


@pytest.mark.faults
def test_f4_a_thousand_scans_with_356_faults(house: Server) -> None:  # noqa: F811
    met = _f4(house, scans=1000)
    assert met == SHARES and sum(met.values()) == 356


def _f4(house: Server, *, scans: int) -> dict[str, int]:  # noqa: F811
    """Returns how often each fault was met."""
    codes = [goods.announced().parcel for _ in range(scans)]
    tablets = [HttpTablet(house.port) for _ in range(CONNECTIONS)]
    answered: list[Answered] = []
    with BadWifi(house.port, deck(scans, seed=4)) as wifi:
        threads = [threading.Thread(target=_receive, args=(tablet, wifi.port, codes[number::CONNECTIONS], answered))
                   for number, tablet in enumerate(tablets)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wifi.drawn == [], "it was over before every fault was met: this run proves less than it should"
    assert len(answered) == scans and {answer.result for answer in answered} == {"ok"}
    assert sum(answer.tries for answer in answered) == scans + sum(
        count for kind, count in wifi.met.items() if kind not in ("fine", "doubled"))
    _nothing_lost_nothing_doubled(answered)
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ScanException.__table__)).scalar_one() == 0
    return {kind: wifi.met[kind] for kind in SHARES}


def _receive(tablet: HttpTablet, port: int, codes: Sequence[str], answered: list[Answered]) -> None:
    tablet.port = port
    for code in codes:
        tablet.also = {"ticket": tablet.ticket, "scanned_at": clock.now().isoformat()}
        answered.append(tablet.scan(code))
