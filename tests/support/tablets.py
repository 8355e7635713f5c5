"""A tablet at a station, scanning as a person would."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.all_tables import TABLES
from tests.support.people import PEOPLE, STATION_OF, password
from workflow import clock, signing_in, stations
from workflow.scanning import protocol, tickets
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import reading

_scans = itertools.count(1)
# The log itself is never equal to before; chain_* are its columns on other tables.
LOG = {"act", "movement", "scan", "delivery", "rate_window", "print_job"}
LOG_COLUMNS = {"chain_head", "chain_count"}
# What the jobs of a running server write whenever they come to it: the words searched for, how far a paper is.
WORKERS_OWN = {"search_mark", "search_word"}
WORKERS_COLUMNS = {"document": {"state", "storage_key", "error", "tries", "leased_until"}}


@dataclass(frozen=True)
class Kept:
    """A scan as the tablet keeps it while there is no network."""

    code: str
    scan_id: str
    ticket: str
    scanned_at: datetime
    re: str | None = None


class TabletAt:
    """One tablet with one person. Time moves on a second with each scan, so that no scan is the scanner's double."""

    def __init__(self, login: str, station: str | None = None) -> None:
        kind = STATION_OF[PEOPLE[login][1][0]] if station is None else None
        self.station = station or next(row.name for row in stations.everywhere() if row.kind == kind)
        self.session = signing_in.sign_in(login=login, password=password(login), address=login).token
        self.token = stations.stand_at(stations.by_name(self.station), None)
        self.last_scan: str | None = None
        self.moment = clock.now()

    def take(self, code: str | Command, *, scan_id: str | None = None, re: str | None = None,
             **kept: object) -> protocol.Taken:
        """`kept`: what else a scan that was kept carries."""
        text = code.code if isinstance(code, Command) else code
        self.moment += timedelta(seconds=1)
        with clock.at(self.moment):
            taken = protocol.take(protocol.Request(self.session, self.token, self.station, text,
                                                   scan_id or f"scan-{next(_scans):020d}", re=re, **kept))
        self.last_scan = taken.scan_id
        return taken

    @property
    def ticket(self) -> str:
        """The shift ticket that the station's page would carry now."""
        with clock.at(self.moment):
            return tickets.issue(session_token=self.session, tablet_token=self.token, station=self.station)

    def deliver(self, *kept: Kept) -> list[Answer]:
        """Send what was kept on this tablet, as who is signed in now."""
        return [self.take(scan.code, scan_id=scan.scan_id, re=scan.re, scanned_at=scan.scanned_at, ticket=scan.ticket,
                          sent_at=self.moment + timedelta(seconds=1)).answer for scan in kept]

    def keep(self, *codes: str | Command, ticket: str | None = None, ago: timedelta = timedelta(minutes=10),
             re: str | None = None) -> list[Kept]:
        """Scan without a network: what the tablet holds afterwards, one second between two scans."""
        ticket = ticket or self.ticket
        return [Kept(code.code if isinstance(code, Command) else code, f"kept-{next(_scans):020d}", ticket,
                     self.moment - ago + timedelta(seconds=number), re) for number, code in enumerate(codes)]

    def sign_in(self, login: str) -> None:
        """Another person takes over this tablet; the one before is signed out."""
        with clock.at(self.moment):
            signing_in.sign_out(self.session)
            self.session = signing_in.sign_in(login=login, password=password(login), address=login).token

    def scan(self, *codes: str | Command) -> Answer:
        """Scan these one after the other; the answer to the last."""
        for code in codes:
            answer = self.take(code).answer
        return answer


def everything() -> dict[str, list[str]]:
    """All tables but the log and what a worker writes beside, as sorted text: what undo must bring back."""
    found = {}
    with reading() as connection:
        for table in TABLES.values():
            if table.name not in LOG | WORKERS_OWN:
                left_out = LOG_COLUMNS | WORKERS_COLUMNS.get(table.name, set())
                columns = [column for column in table.columns if column.name not in left_out]
                found[table.name] = sorted(map(repr, connection.execute(sa.select(*columns)).all()))
    return found


def check_undo(tablet: TabletAt, *codes: str | Command) -> Answer:
    """Scan `codes`, undo the last of them, see that all is as before it, then do it again. Its answer."""
    for code in codes[:-1]:
        tablet.scan(code)
    before = everything()
    answer = tablet.scan(codes[-1])
    assert answer.act_id, f"{codes[-1]} did nothing: {answer.title}"
    undone = tablet.scan(Command.UNDO)
    assert undone.result == "ok", undone.next
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    return tablet.scan(codes[-1])
