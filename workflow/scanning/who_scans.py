"""Who scans, where, and what the tablet scanned last: the one statement with which every scan begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from models import straight
from models.lifecycle import Role
from models.log import Scan
from models.numbers import Prefix
from models.people import Staff, StaffSession
from models.places import Site, Station, Tablet
from models.printers import Printer
from workflow import clock, stations
from workflow.actors import Actor
from workflow.errors import NotAllowed, NotFound, NotSignedIn
from workflow.scanning import resolving, tickets
from workflow.sentences import say
from workflow.signing_in import actor_of, token_hash

if TYPE_CHECKING:
    from workflow.scanning.protocol import Request

S, X, T, N, SITE, PR = (m.__table__ for m in (Staff, StaffSession, Tablet, Station, Site, Printer))
LAST, KNOWN = (Scan.__table__.alias(name) for name in ("last", "known"))
# The tablet is looked up on its own: hung on the join, PostgreSQL may read the whole table of scans instead.
HERE = sa.select(T.c.id).where(T.c.token_hash == sa.bindparam("tablet")).correlate(None).scalar_subquery()


def who_and_where(connection: sa.Connection, request: Request, ticket: tickets.Ticket | None) -> sa.Row:
    """The one SELECT that knows the person, the tablet, its last scan, whether this scan came before, and what the
    code stands for in our tables. `id` is who scanned, `signed_in_id` who sends it.
    """
    number, forms = resolving.own_number(request.code), resolving.looked_for(request.code)
    shift = {"maker": ticket.staff_id if ticket else None, "shift": ticket.session_id if ticket else None,
             "re": request.re} if request.ticket else {}
    row = straight.first(connection, _who, (number and Prefix(number[0]), bool(shift), len(forms)), {
        "token": token_hash(request.session_token), "tablet": token_hash(request.tablet_token),
        "scan_id": request.scan_id, "station": request.station, "number": number, **shift, **resolving.values(forms)})
    if row is None or row.expires_at < clock.now():
        raise NotSignedIn
    if row.station_id is None or row.tablet_id is None:
        raise NotFound(say("This tablet does not stand at this station. Open the station's page again."))
    if not {Role(word) for word in row.signed_in_roles.split()} & {*stations.WORKERS[row.station_kind], Role.LEAD}:
        raise NotAllowed(say("Your roles do not work at this station. Change the person, or ask your lead."))
    if request.ticket:
        tickets.check_is_of_here(ticket, row)
    return row


def _who(variant: tuple[Prefix | None, bool, int]) -> sa.Select:
    """`variant`: which of our numbers the code is, if any; whether the scan brings a shift ticket; how many forms the
    code has that may stand in our tables.
    """
    own, with_ticket, forms = variant
    who = S.alias("who") if with_ticket else S
    return sa.select(
        *_people(who, with_ticket=with_ticket), *_scans(),
        (resolving.id_of(own) if own else sa.null()).label("own_id"),
        (resolving.stored(forms) if forms else sa.null()).label("stored"),
    ).select_from(_joined(who, with_ticket=with_ticket)).where(
        X.c.token_hash == sa.bindparam("token"), X.c.ended_at.is_(None), S.c.active)


def _people(who: sa.FromClause, *, with_ticket: bool) -> list[sa.ColumnElement]:
    """Who scanned, who sends it, in which shift, at which tablet and station."""
    card, shift = Scan.__table__.alias("card"), X.alias("shift")
    given = sa.exists().where(card.c.scan_id == sa.bindparam("re"), card.c.tablet_id == HERE)
    shift_ended = sa.select(shift.c.ended_at).where(shift.c.id == sa.bindparam("shift")).scalar_subquery()
    return [
        who.c.id, who.c.name, who.c.roles, S.c.language, X.c.expires_at, X.c.started_at,
        X.c.id.label("session_id"), S.c.id.label("signed_in_id"), S.c.roles.label("signed_in_roles"),
        (given if with_ticket else sa.null()).label("re_known"),
        (shift_ended if with_ticket else sa.null()).label("shift_ended_at"),
        T.c.id.label("tablet_id"), T.c.scanner, N.c.id.label("station_id"), N.c.name.label("station"),
        N.c.kind.label("station_kind"), N.c.site_id, SITE.c.time_zone, PR.c.id.label("printer_id"),
        PR.c.name.label("printer"), PR.c.width_mm, PR.c.height_mm]


def _scans() -> list[sa.ColumnElement]:
    """The tablet's last scan, and this very scan if it came before."""
    return [
        LAST.c.scan_id.label("last_scan"), LAST.c.tablet_no, LAST.c.raw.label("last_raw"), LAST.c.open_now,
        LAST.c.received_at.label("last_at"), LAST.c.scanned_at.label("last_scanned_at"), LAST.c.day_no,
        LAST.c.answer.label("last_answer"), LAST.c.staff_id.label("last_staff"),
        LAST.c.station_id.label("last_station"), KNOWN.c.scan_id.label("known_scan"), KNOWN.c.raw.label("known_raw"),
        KNOWN.c.staff_id.label("known_staff"), KNOWN.c.station_id.label("known_station"),
        KNOWN.c.answer.label("known_answer"), KNOWN.c.day_no.label("known_day_no")]


def _joined(who: sa.FromClause, *, with_ticket: bool) -> sa.FromClause:
    before = Scan.__table__.alias("before")
    newest = sa.select(before.c.tablet_no).where(before.c.tablet_id == HERE).order_by(
        before.c.tablet_no.desc()).limit(1).scalar_subquery()
    people = X.join(S, S.c.id == X.c.staff_id)
    return ((people.outerjoin(who, who.c.id == sa.bindparam("maker")) if with_ticket else people)
            .outerjoin(T, T.c.token_hash == sa.bindparam("tablet"))
            .outerjoin(N, sa.and_(N.c.id == T.c.station_id, N.c.name == sa.bindparam("station")))
            .outerjoin(SITE, SITE.c.id == N.c.site_id)
            .outerjoin(PR, sa.and_(PR.c.id == N.c.printer_id, PR.c.active))
            .outerjoin(LAST, sa.and_(LAST.c.tablet_id == HERE, LAST.c.tablet_no == newest))
            .outerjoin(KNOWN, KNOWN.c.scan_id == sa.bindparam("scan_id")))


def actor_at(row: sa.Row, scan_id: str) -> Actor:
    """Who made a scan, at which station and tablet, and who sent it. `row` is of `who_and_where`."""
    return actor_of(row, site_id=row.site_id, station_id=row.station_id, station=row.station,
                    tablet_id=row.tablet_id, scan_id=scan_id, delivered_by_id=delivered_by(row))


def delivered_by(row: sa.Row) -> int | None:
    """Who sends a scan that another person made."""
    return row.signed_in_id if row.signed_in_id != row.id else None
