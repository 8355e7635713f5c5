"""A box that came in by our label: its carrier and number are noted with the claim, and what is claimed is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ClaimState
from models.log import Act, Movement
from tests.claiming.test_carrier_claims import claim_of, damaged_box
from tests.desk.roads import read_all
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, everything
from workflow import carrier_claims, undoing
from workflow.errors import Refused
from workflow.scanning.commands import Command

UPS = "1Z999AA10123456784"


@pytest.fixture
def rma(app) -> goods.Announced:
    """A damaged box that came in by our label; beside it one whose carrier is known."""
    damaged_box(TabletAt("walt"))
    found = goods.announced(units=2, price_minor=2550)
    TabletAt("walt").scan(found.parcel, Command.DAMAGED)
    return found


def note(about: goods.Announced, carrier: str = "", tracking: str = "") -> None:
    carrier_claims.note_carrier(claim_id=claim_of(about).id, carrier=carrier, tracking=tracking, by=actor("alice"))


def due_after(about: goods.Announced) -> timedelta:
    return claim_of(about).due_at - goods.parcel(about.parcel_id).received_at


def test_carrier_and_number_are_noted_and_the_day_follows(rma: goods.Announced) -> None:
    assert due_after(rma) == timedelta(days=7)
    note(rma, "ups", " 1z 999 aa1 01 2345 6784 ")
    parcel = goods.parcel(rma.parcel_id)
    assert (parcel.carrier, parcel.tracking, due_after(rma)) == ("ups", UPS, timedelta(days=14))
    m = Movement.__table__
    what = read_all(sa.select(m.c.what).where(m.c.parcel_id == rma.parcel_id).order_by(m.c.id.desc()))[0].what
    assert what == "parcel.tracking_set"


def test_it_is_taken_back_without_a_trace(rma: goods.Announced) -> None:
    before = everything()
    note(rma, "ups", UPS)
    newest = read_all(sa.select(sa.func.max(Act.__table__.c.id).label("id")))[0].id
    undoing.undo(act_id=newest, by=actor("alice"))
    assert everything() == before


def test_one_after_the_other_and_never_over_what_is_known(rma: goods.Announced) -> None:
    note(rma, tracking=UPS)
    note(rma, "fedex", "OTHER-4711")
    parcel = goods.parcel(rma.parcel_id)
    assert (parcel.carrier, parcel.tracking, due_after(rma)) == ("fedex", UPS, timedelta(days=21))
    with pytest.raises(Refused, match="are known"):
        note(rma, "ups", UPS)
    assert goods.parcel(rma.parcel_id).carrier == "fedex"


@pytest.mark.parametrize(("carrier", "tracking", "field"), [
    ("", "", "tracking"), ("", "  ", "tracking"), ("", "12", "tracking"), ("", "9" * 90, "tracking"),
    ("nobody", UPS, "carrier")])
def test_what_is_none_is_refused_and_nothing_noted(rma: goods.Announced, carrier: str, tracking: str,
                                                   field: str) -> None:
    before = everything()
    with pytest.raises(Refused) as refusal:
        note(rma, carrier, tracking)
    assert refusal.value.field == field and everything() == before


def test_the_day_of_a_filed_claim_stays(rma: goods.Announced) -> None:
    carrier_claims.file(claim_id=claim_of(rma).id, amount="5", currency="EUR", reference="", without_photos="box_gone",
                        by=actor("alice"))
    before = claim_of(rma).due_at
    note(rma, "ups")
    assert claim_of(rma).due_at == before


def test_the_worth_is_stored_and_may_be_changed_before_it_is_filed(rma: goods.Announced) -> None:
    claim = claim_of(rma)
    assert (claim.amount_minor, claim.currency) == (5100, "EUR")
    carrier_claims.note(claim_id=claim.id, amount="60", currency="eur", reference="C-1", by=actor("alice"))
    assert (claim_of(rma).amount_minor, claim_of(rma).reference, claim_of(rma).state) == (6000, "C-1", ClaimState.OPEN)
    with pytest.raises(Refused):
        carrier_claims.note(claim_id=claim.id, amount="-1", currency="EUR", reference="", by=actor("alice"))
    carrier_claims.file(claim_id=claim.id, amount="60", currency="EUR", reference="C-1", without_photos="box_gone",
                        by=actor("alice"))
    with pytest.raises(Refused, match="filed already"):
        carrier_claims.note(claim_id=claim.id, amount="1", currency="EUR", reference="", by=actor("alice"))
    assert claim_of(rma).amount_minor == 6000


def test_a_box_of_nobody_has_no_amount_yet(app) -> None:
    dock = TabletAt("walt")
    parcel_id = dock.scan("1Z999AA10123456784").photo_of[1]
    dock.scan(Command.DAMAGED)
    claim = next(claim for claim in carrier_claims.listed() if claim.claim.parcel_id == parcel_id).claim
    assert (claim.amount_minor, claim.currency) == (None, None)


def test_the_page_asks_for_what_is_not_known_and_keeps_what_was_typed(rma: goods.Announced, client_as) -> None:
    alice, url = client_as("alice"), f"/desk/carrier-claims/{claim_of(rma).id}"
    assert 'value="51.00"' in alice.page(url) and 'name="tracking"' in alice.page(url)
    answer = alice.send(f"{url}/carrier", carrier="ups", tracking="12")
    assert answer.status_code == 422 and 'value="12"' in answer.text and "4 to 64" in answer.text
    assert '<option value="ups" selected>' in answer.text
    assert alice.send(f"{url}/carrier", carrier="ups", tracking=UPS).status_code == 303
    html = alice.page(url)
    assert UPS in html and 'name="tracking"' not in html and "14 days after arrival" in html
    assert alice.send(f"{url}/notes", amount="x", currency="EUR", reference="R-1").status_code == 422
    assert alice.send(f"{url}/notes", amount="44", currency="EUR", reference="R-1").status_code == 303
    assert 'value="44.00"' in alice.page(url) and claim_of(rma).state is ClaimState.OPEN
    assert "Carrier of the box noted" in alice.page(f"/desk/rmas/{rma.rma}")
