"""The people of the demo at work: they scan at stations and decide at the desk, through the same doors as anybody."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.lifecycle import Role, StationKind
from models.people import Staff, StaffSession
from models.places import Tablet
from workflow import clock, signing_in, stations
from workflow.actors import Actor
from workflow.scanning import protocol, tickets
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

_scans = itertools.count(1)
SECONDS_BETWEEN_SCANS = 4


class Unforeseen(Exception):
    """A scan was answered in a way the story did not foresee: the demo would tell something untrue."""


@dataclass
class Hand:
    """One person with one tablet at one station."""

    actor: Actor
    session: str
    tablet: str
    station: str
    moment: datetime | None = None

    def scan(self, code: str | Command, *, wants: tuple[str, ...] = ("ok", "ask")) -> Answer:
        """Scan one code; time goes on by some seconds.

        Raises:
            Unforeseen: the answer is none of `wants`.
        """
        text = code.code if isinstance(code, Command) else code
        self.moment = max(clock.now(), self.moment or clock.now()) + timedelta(seconds=SECONDS_BETWEEN_SCANS)
        with clock.at(self.moment):
            taken = protocol.take(protocol.Request(self.session, self.tablet, self.station, text,
                                                   f"demo-{next(_scans):020d}", re=None))
        if taken.answer.result not in wants:
            raise Unforeseen(f"{self.station} {text}: {taken.answer.result} {taken.answer.title} {taken.answer.next}")
        return taken.answer


    def deliver(self, code: str, *, kept_for: timedelta) -> None:
        """A scan that waited on this tablet for a network so long is sent now."""
        sent = clock.now()
        with clock.at(sent - kept_for):
            ticket = tickets.issue(session_token=self.session, tablet_token=self.tablet, station=self.station)
        protocol.take(protocol.Request(self.session, self.tablet, self.station, code, f"demo-{next(_scans):020d}",
                                       scanned_at=sent - kept_for, ticket=ticket, sent_at=sent))


class Crew:
    """Everybody of the demo by trade."""

    def __init__(self) -> None:
        with reading() as connection:
            rows = connection.execute(sa.select(Staff.__table__).where(Staff.__table__.c.active)
                                      .order_by(Staff.__table__.c.id)).all()
        self._people = [signing_in.actor_of(row, site_id=1) for row in rows]
        self._hands = {station.name: self._hand(station) for station in stations.everywhere()}

    def person(self, role: Role, number: int = 0) -> Actor:
        """Somebody of this trade; different numbers may be different people."""
        fitting = [actor for actor in self._people if role in actor.roles]
        return fitting[number % len(fitting)]

    def at(self, kind: StationKind, number: int = 0) -> Hand:
        """The hand at a station of this kind."""
        names = [station.name for station in stations.everywhere() if station.kind is kind]
        return self._hands[names[number % len(names)]]

    def _hand(self, station: sa.Row) -> Hand:
        roles = stations.WORKERS[station.kind]
        with reading() as connection:
            taken = set(connection.execute(sa.select(StaffSession.__table__.c.staff_id)).scalars())
        fitting = [actor for actor in self._people if actor.has(*roles)]
        actor = next((person for person in fitting if person.staff_id not in taken), fitting[0])
        token = secrets.token_urlsafe(32)
        in_transaction(lambda connection: _sign_in(connection, actor, station, token))
        return Hand(actor, token, token, station.name)

    def go_home(self) -> None:
        """End the sessions and tablets that only the demo used, so that nobody can use them again."""
        in_transaction(lambda connection: connection.execute(
            sa.update(StaffSession.__table__).where(StaffSession.__table__.c.ended_at.is_(None))
            .values(ended_at=clock.now())))


def _sign_in(connection: sa.Connection, actor: Actor, station: sa.Row, token: str) -> None:
    now = clock.now()
    connection.execute(sa.insert(StaffSession.__table__).values(
        staff_id=actor.staff_id, token_hash=signing_in.token_hash(token), started_at=now - timedelta(days=100),
        expires_at=now + timedelta(hours=1)))
    connection.execute(sa.insert(Tablet.__table__).values(
        token_hash=signing_in.token_hash(token), station_id=station.id, created_at=now))
