"""Photos kept without a network: of the thing that their scan found, taken once, in the name of who took them."""

from __future__ import annotations

import io
import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.log import Act
from models.rma import Photo
from tests.requesting import hostile, shop
from tests.scanning.test_delivering import ana, staff_id  # noqa: F401 (a fixture)
from tests.support import goods
from tests.support.tablets import Kept, TabletAt
from workflow import clock, photos, storage
from workflow.errors import NotAllowed, NotSignedIn, Refused
from workflow.scanning import kept_photos, tickets
from workflow.scanning.commands import Command
from workflow.scanning.protocol import Request
from workflow.transaction import reading

A, PH = Act.__table__, Photo.__table__


def send(tablet: TabletAt, of: Kept | str, *, photo_id: str = "", content: bytes = b"", ticket: str | None = None,
         minutes: int = 10) -> str:
    """Send a photo that was taken on the card of this scan. Its own id."""
    scan_id = of if isinstance(of, str) else of.scan_id
    photo_id = photo_id or secrets.token_hex(16)
    taken_at = tablet.moment - timedelta(minutes=minutes)
    with clock.at(tablet.moment):
        kept_photos.take(io.BytesIO(content or shop.picture()), photo_id, Request(
            tablet.session, tablet.token, tablet.station, "", scan_id, scanned_at=taken_at, sent_at=tablet.moment,
            ticket=tablet.ticket if ticket is None else ticket))
    return photo_id


def acts_of_photos() -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(A).where(A.c.kind == "photo.taken").order_by(A.c.id)))


def test_a_photo_hangs_on_what_its_scan_found(either_app) -> None:
    dock, rma, other = TabletAt("walt"), goods.announced(units=2), goods.announced()
    box, unit, damaged = kept = dock.keep(rma.parcel, rma.skus[0], Command.DAMAGED)
    dock.deliver(*kept)
    ids = [send(dock, scan) for scan in (box, unit, damaged)]
    (of_unit,) = photos.of("unit", rma.unit_ids[0])
    assert [row.kept_id for row in photos.of("parcel", rma.parcel_id)] == [ids[0], ids[2]]
    assert (of_unit.kept_id, of_unit.rma_id) == (ids[1], rma.rma_id)
    assert dock.moment - of_unit.at == timedelta(minutes=10)
    assert photos.of("parcel", other.parcel_id) == [] and photos.of("unit", rma.unit_ids[1]) == []


def test_ana_delivers_a_photo_that_walt_took(app, ana) -> None:  # noqa: F811
    dock, rma = TabletAt("walt"), goods.announced()
    (kept,) = dock.keep(rma.parcel)
    walts = dock.ticket
    dock.sign_in(ana())
    dock.deliver(kept)
    send(dock, kept, ticket=walts)
    (act,) = acts_of_photos()
    assert (act.staff_id, act.delivered_by_id) == (staff_id("walt"), staff_id("ana"))
    assert (act.station_id, act.tablet_id) != (None, None)


def test_sent_twice_it_is_taken_once(either_app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    dock.scan(rma.parcel)
    photo_id = send(dock, dock.last_scan)
    assert send(dock, dock.last_scan, photo_id=photo_id, content=shop.picture(size=(90, 60))) == photo_id
    (photo,) = photos.of("parcel", rma.parcel_id)
    assert photo.width != 90 and len(list(storage.older_than("photos", -9))) == 1
    assert len(acts_of_photos()) == 1


def test_sent_twice_at_once_the_second_finds_the_first(app, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either was there: the file of the second goes, that of the first stays."""
    dock, rma = TabletAt("walt"), goods.announced()
    dock.scan(rma.parcel)
    photo_id = send(dock, dock.last_scan)
    looked = iter([False, True])
    monkeypatch.setattr(kept_photos, "_is_here", lambda _connection, _photo_id: next(looked))
    send(dock, dock.last_scan, photo_id=photo_id)
    (photo,) = photos.of("parcel", rma.parcel_id)
    assert photos.content(photo.id) and len(list(storage.older_than("photos", -9))) == 1


def test_a_photo_without_its_scan_or_without_a_thing_is_refused(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    with pytest.raises(Refused, match="do not have the scan"):
        send(dock, "a-scan-nobody-sent-1")
    dock.scan(rma.parcel)
    misread = rma.parcel[:-1] + str((int(rma.parcel[-1]) + 1) % 10)
    for code in (misread, Command.YES):
        dock.scan(code)
        with pytest.raises(Refused, match="found no parcel or unit"):
            send(dock, dock.last_scan)
    assert shop.rows(Photo) == []


def test_what_is_no_picture_is_refused_and_leaves_nothing(app) -> None:
    dock = TabletAt("walt")
    dock.scan(goods.announced().parcel)
    with pytest.raises(Refused):
        send(dock, dock.last_scan, content=hostile.EICAR)
    assert shop.rows(Photo) == [] and not list(storage.older_than("photos", -9))


def test_who_may_not_scan_here_delivers_no_photo(app) -> None:
    dock, elsewhere, rma = TabletAt("walt"), TabletAt("walt"), goods.announced()
    dock.scan(rma.parcel)
    forged = dock.ticket[:-1] + ("0" if dock.ticket[-1] != "0" else "1")
    for ticket in (forged, elsewhere.ticket):
        with pytest.raises(tickets.BadTicket):
            send(dock, dock.last_scan, ticket=ticket)
    dock.sign_in("alice")
    with pytest.raises(NotAllowed):
        send(dock, dock.last_scan)
    dock.session = "nobody"
    with pytest.raises(NotSignedIn):
        send(dock, dock.last_scan, ticket="")
    assert shop.rows(Photo) == []


def test_over_http(client_as) -> None:
    """The answer names the photo's own id; what is no photo is refused in words."""
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    ticket = walt.page("/stations/dock-1").split('data-ticket="')[1].split('"')[0]
    scan_id, photo_id = secrets.token_hex(16), secrets.token_hex(16)
    walt.send("/stations/dock-1/scans", code=rma.parcel, scan_id=scan_id, ticket=ticket)

    def post(content: bytes, **other: str):
        fields = {"photo_id": photo_id, "of": scan_id, "ticket": ticket, **other}
        return walt.send("/stations/dock-1/photos", photo=(io.BytesIO(content), "photo.jpg"), **fields)

    refused = post(hostile.EICAR)
    assert refused.status_code == 422 and "not a photo" in refused.get_data(as_text=True)
    bad_ticket = post(shop.picture(), ticket=ticket[:-1] + "x")
    assert (bad_ticket.status_code, bad_ticket.headers["X-Scan-Id"]) == (403, photo_id)
    assert post(shop.picture(), photo_id="short").status_code == 422
    for _ in range(2):
        answer = post(shop.picture())
        assert (answer.status_code, answer.headers["X-Scan-Id"]) == (200, photo_id)
    assert [row.kept_id for row in photos.of("parcel", rma.parcel_id)] == [photo_id]
    nobody = client_as()
    nobody.page("/sign-in")
    assert nobody.send("/stations/dock-1/photos", photo=(io.BytesIO(shop.picture()), "p.jpg"), photo_id=photo_id,
                       of=scan_id).status_code == 401
