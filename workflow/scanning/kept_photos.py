"""Photos that were taken without a network: each belongs to a scan, comes after it, and is taken once.

The tablet keeps them with the shift ticket, as it keeps scans (late.py): done it was by the person on the ticket.
"""

from __future__ import annotations

from typing import BinaryIO

import sqlalchemy as sa

from models.log import Scan
from models.rma import Photo
from workflow import clock, photos
from workflow.errors import NotFound, Refused
from workflow.scanning import answers, late, tickets, who_scans
from workflow.scanning.protocol import Request
from workflow.sentences import say
from workflow.transaction import reading

PH, SC = Photo.__table__, Scan.__table__
OWNER = {"unit": "unit_id", "parcel": "parcel_id"}
NOT_PLACED = {"refused", "unknown"}


def check_may_send(request: Request) -> None:
    """Who sends it may work here, and its ticket is of here. Before what comes with it is looked at.

    Raises:
        NotSignedIn, NotAllowed, NotFound, BadTicket: as for a scan.
    """
    with reading() as connection:
        who_scans.who_and_where(connection, request, tickets.read(request.ticket) if request.ticket else None)


def take(file: BinaryIO, photo_id: str, request: Request) -> str:
    """Take a photo that a tablet kept. A photo whose id we have is dropped: it was taken before.

    Args:
        file: the picture.
        photo_id: its own id, made on the tablet.
        request: as of a scan; `scan_id` is that of the scan whose card the photo was taken on.

    Returns the language of who reads the answer.

    Raises:
        NotSignedIn, NotAllowed, NotFound, BadTicket: as for a scan; nothing written.
        Refused: no picture that we take, or its scan is unknown here or found no thing.
        Busy: too many are being developed, or there is no room.
    """
    ticket = tickets.read(request.ticket) if request.ticket else None
    with reading() as connection:
        row = who_scans.who_and_where(connection, request, ticket)
        if _is_here(connection, photo_id):
            return row.language
        kind, thing_id = _thing(connection, row, request.scan_id)
    if ticket:
        tickets.check_in_time(ticket)
    kept = photos.Kept(photo_id, clock.now() - min(late.age(request), tickets.GOOD_AFTER_SHIFT))
    try:
        photos.take(file, by=who_scans.actor_at(row, request.scan_id), kept=kept, **{OWNER[kind]: thing_id})
    except sa.exc.IntegrityError:  # it was sent twice at once: the other one was taken
        with reading() as connection:
            if not _is_here(connection, photo_id):
                raise
    except NotFound as gone:
        raise Refused(gone.sentence) from gone
    return row.language


def _is_here(connection: sa.Connection, photo_id: str) -> bool:
    return connection.execute(sa.select(PH.c.id).where(PH.c.kept_id == photo_id)).first() is not None


def _thing(connection: sa.Connection, row: sa.Row, scan_id: str) -> tuple[str, int]:
    """What the card was about, or what lay open after its scan: after a thing out of a box, that thing."""
    if row.known_scan is None or row.known_station != row.station_id:
        raise Refused(say("We do not have the scan that this photo belongs to. Save the photo, scan the thing and add "
                          "it there."))
    card = answers.from_data(row.known_answer)
    open_now = connection.execute(sa.select(SC.c.open_now).where(SC.c.scan_id == scan_id)).scalar_one()
    left_open = next(((kind, open_now[kind]) for kind in OWNER if open_now.get(kind)), None)
    of_a_thing = card.meaning in late.OUT_OF_THE_BOX
    found = (left_open or card.photo_of) if of_a_thing else (card.photo_of or left_open)
    if found is None or found[0] not in OWNER or card.result in NOT_PLACED:
        raise Refused(say("The scan that this photo belongs to found no parcel or unit. Save the photo, scan the thing "
                          "and add it there."))
    return found
