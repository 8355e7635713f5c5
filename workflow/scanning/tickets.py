"""The shift ticket: which person worked at which tablet and station, under which sign-in, and since when.

The station's page carries one, and the tablet keeps it with each scan. Whoever is signed in when the network is back
delivers the scan; done it was by the person on the ticket. It opens nothing: delivering needs a sign-in of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.lifecycle import Role
from models.people import Staff, StaffSession
from models.places import Station, Tablet
from workflow import clock, installation, stations
from workflow.errors import NotAllowed
from workflow.sentences import say
from workflow.signing_in import token_hash
from workflow.transaction import reading

# A long weekend with a broken network. Counted from the end of the longest shift: the page with the ticket may be as
# old as the sign-in, and a backup that was put back may no longer know when that ended.
GOOD_AFTER_SHIFT = timedelta(days=7)
LONGEST = 200


class BadTicket(NotAllowed):
    """A ticket that proves nothing here: the scan is not taken, the tablet keeps it."""


@dataclass(frozen=True)
class Ticket:
    """What a ticket says. Ids only; `issued` in seconds since 1970."""

    session_id: int
    staff_id: int
    station_id: int
    tablet_id: int
    issued: int


def write(ticket: Ticket) -> str:
    """The ticket as the page carries it: its numbers and our signature."""
    numbers = ".".join(map(str, astuple(ticket)))
    return f"{numbers}.{_signature(numbers)}"


def read(text: str) -> Ticket | None:
    """The ticket, or None when it is not one of ours."""
    numbers, _, signature = text.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(numbers).encode()):
        return None
    return Ticket(*map(int, numbers.split(".")))


def _signature(numbers: str) -> str:
    secret = installation.settings().secret_key.encode()
    return hmac.new(secret, b"shift-ticket:" + numbers.encode(), hashlib.sha256).hexdigest()[:32]


def issue(*, session_token: str, tablet_token: str, station: str) -> str:
    """A ticket for who is signed in at this tablet; empty for a person who does not work at this kind of station."""
    s, x, t, n = (m.__table__ for m in (Staff, StaffSession, Tablet, Station))
    with reading() as connection:
        row = connection.execute(
            sa.select(x.c.id.label("session_id"), s.c.id, s.c.roles, n.c.id.label("station_id"), n.c.kind,
                      t.c.id.label("tablet_id"))
            .select_from(x.join(s, s.c.id == x.c.staff_id).join(t, t.c.token_hash == token_hash(tablet_token))
                         .join(n, n.c.id == t.c.station_id))
            .where(x.c.token_hash == token_hash(session_token), n.c.name == station)).first()
    if row is None or not {Role(word) for word in row.roles.split()} & {*stations.WORKERS[row.kind], Role.LEAD}:
        return ""
    return write(Ticket(row.session_id, row.id, row.station_id, row.tablet_id, int(clock.now().timestamp())))


def check_is_of_here(ticket: Ticket | None, row: sa.Row) -> None:
    """The ticket is ours, and of this tablet at this station.

    Raises:
        BadTicket: it is forged or of another place.
    """
    if ticket is None or row.id is None or (ticket.station_id, ticket.tablet_id) != (row.station_id, row.tablet_id):
        raise BadTicket(say("This scan is not of a shift at this tablet. Take the thing and scan it again."))


def check_in_time(ticket: Ticket) -> None:
    """Raises BadTicket when the shift ended too long ago."""
    longest_shift = timedelta(hours=installation.settings().session_hours)
    issued = datetime.fromtimestamp(ticket.issued, tz=clock.now().tzinfo)
    if clock.now() > issued + longest_shift + GOOD_AFTER_SHIFT:
        raise BadTicket(say("This scan was kept for more than %(days)s days. Take the thing and scan it again.",
                            days=GOOD_AFTER_SHIFT.days))
