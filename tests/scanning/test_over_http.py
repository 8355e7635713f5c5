"""The scan as a tablet's browser sends it: status, headers, language, and what is not taken."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from models.log import Scan
from models.people import Staff
from tests.support import goods
from workflow.transaction import in_transaction, reading


def scan(client, code: str, scan_id: str | None = None):
    return client.send("/stations/dock-1/scans", code=code, scan_id=scan_id or secrets.token_hex(16))


def test_a_scan_answers_with_its_own_id_and_one_card(client_as) -> None:
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    answer = scan(walt, rma.parcel, "f" * 32)
    assert answer.status_code == 200
    assert (answer.headers["X-Scan-Id"], answer.headers["X-Scan-Result"]) == ("f" * 32, "ok")
    html = answer.get_data(as_text=True)
    assert html.count('id="card"') == 1 and len(html) < 5000


def test_the_card_speaks_the_persons_language(client_as) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(Staff.__table__).where(Staff.__table__.c.login == "walt").values(language="zh")))
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    html = scan(walt, rma.parcel).get_data(as_text=True)
    assert "已收到" in html and "Received" not in html


def test_not_signed_in_not_allowed_not_complete(client_as) -> None:
    rma = goods.announced()
    stranger = client_as()
    stranger.page("/sign-in")
    assert scan(stranger, rma.parcel).status_code == 401
    alice = client_as("alice", station="dock-1")
    assert scan(alice, rma.parcel).status_code == 403
    walt = client_as("walt", station="dock-1")
    assert scan(walt, rma.parcel, "too short").status_code == 422
    assert walt.post("/stations/dock-1/scans", data={"code": rma.parcel, "scan_id": "a" * 32}).status_code == 400
    assert goods.parcel(rma.parcel_id).state.value == "announced"


@pytest.mark.parametrize("length", [400, 401, 3000])
def test_of_a_longer_text_than_the_log_keeps_its_beginning_is_taken(client_as, length: int) -> None:
    """A code of a document, read by mistake: it is a scan like any other, once only, and none is missing in the log."""
    walt, text = client_as("walt", station="dock-1"), "A1" + "7" * (length - 2)
    first, again = (scan(walt, text, "b" * 32) for _ in range(2))
    assert (first.status_code, first.headers["X-Scan-Result"]) == (200, "ask")
    assert again.get_data() == first.get_data()
    with reading() as connection:
        assert connection.execute(sa.select(Scan.__table__.c.raw)).scalars().all() == [text[:400]]


def test_what_no_barcode_can_hold_is_refused(client_as) -> None:
    walt = client_as("walt", station="dock-1")
    assert scan(walt, "7" * 20_001).status_code == 422
    assert scan(walt, "").status_code == 422


def test_every_no_names_the_scan_that_it_is_about(client_as) -> None:
    """Without its id the tablet takes it for a portal's, and asks nobody to sign in."""
    rma, own = goods.announced(), "d" * 32
    stranger, alice, walt = client_as(), client_as("alice", station="dock-1"), client_as("walt", station="dock-1")
    stranger.page("/sign-in")
    whole = {"code": rma.parcel, "scan_id": own}
    for client, fields, expected in (
            (stranger, whole, (401, own, None)), (alice, whole, (403, own, None)), (walt, {}, (422, own, None)),
            (walt, {**whole, "ticket": "1.2.3.4.5.forged"}, (403, own, "refused"))):
        answer = client.post("/stations/dock-1/scans", data=fields, headers={
            "X-CSRFToken": client.token, "X-Scan-Id": own})
        assert (answer.status_code, answer.headers["X-Scan-Id"], answer.headers.get("X-Scan-Result")) == expected
    answer = walt.post("/stations/dock-1/scans", data=whole, headers={"X-Scan-Id": own})
    assert (answer.status_code, answer.headers["X-Scan-Id"]) == (400, own)
    assert goods.parcel(rma.parcel_id).state.value == "announced"


def test_a_no_to_a_photo_names_it_too_and_nothing_else_is_repeated(client_as) -> None:
    walt, stranger, own = client_as("walt", station="dock-1"), client_as(), "e" * 32
    stranger.page("/sign-in")
    for client, status in ((walt, 422), (stranger, 401)):
        answer = client.post("/stations/dock-1/photos", data={"photo_id": own}, headers={
            "X-CSRFToken": client.token, "X-Scan-Id": own})
        assert (answer.status_code, answer.headers["X-Scan-Id"]) == (status, own)
    answer = walt.post("/stations/dock-1/photos", data={}, headers={"X-CSRFToken": walt.token, "X-Scan-Id": "<script>"})
    assert "X-Scan-Id" not in answer.headers


def test_a_scan_from_another_site_is_refused(client_as) -> None:
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    answer = walt.post("/stations/dock-1/scans",
                       data={"csrf_token": walt.token, "code": rma.parcel, "scan_id": "b" * 32},
                       headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_without_scripts_the_page_comes_back(client_as) -> None:
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    answer = walt.send("/stations/dock-1/scans", code=rma.parcel, scan_id="c" * 32, without_scripts="1")
    assert answer.status_code == 303
    assert "Received" in walt.page("/stations/dock-1")
