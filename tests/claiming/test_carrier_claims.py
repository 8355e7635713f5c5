"""Claims against carriers: opened by DAMAGED, filed, paid, refused, given up, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ClaimState
from models.parcels import CarrierClaim, Parcel
from tests.desk.roads import read_all
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import carrier_claims, clock, inbox, installation
from workflow.errors import Refused
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction


@pytest.fixture
def dock(app) -> TabletAt:
    damaged_box(TabletAt("walt"))  # one that must not be touched
    return TabletAt("walt")


def damaged_box(dock: TabletAt, *, carrier: str = "ups", **about: object) -> goods.Announced:
    rma = goods.announced(**about)
    table = Parcel.__table__
    in_transaction(lambda connection: connection.execute(
        sa.update(table).where(table.c.id == rma.parcel_id).values(carrier=carrier, tracking="1Z999AA10123456784")))
    dock.scan(rma.parcel, Command.DAMAGED)
    return rma


def claim_of(rma: goods.Announced) -> sa.Row:
    return read_all(sa.select(CarrierClaim.__table__).where(CarrierClaim.__table__.c.parcel_id == rma.parcel_id))[0]


def test_damaged_opens_a_claim_due_by_the_carriers_period(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced(units=2, price_minor=2550)
    dock.scan(rma.parcel)
    statements.clear()
    dock.scan(Command.DAMAGED)
    assert len(statements) <= 10, "\n".join(text[:100] for text in statements)
    shown = carrier_claims.one(claim_of(rma).id)
    assert (shown.worth_minor, shown.currency, shown.claim.state) == (5100, "EUR", ClaimState.OPEN)
    assert (shown.claim.amount_minor, shown.claim.currency) == (5100, "EUR")
    assert shown.claim.due_at - shown.parcel.received_at == timedelta(days=7)


@pytest.mark.parametrize(("carrier", "days"), [("ups", 14), ("fedex", 21), ("dhl", 7), ("royal_mail", 60), (None, 7)])
def test_each_carrier_has_its_period(app, carrier: str | None, days: int) -> None:
    assert carrier_claims.period(carrier).days == days


def test_the_installation_may_say_otherwise(app, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = replace(installation.settings(), claim_periods="ups=5, *=9 dhl=never fedex=0")
    monkeypatch.setattr(installation, "settings", lambda: chosen)
    assert [carrier_claims.period(code).days for code in ("ups", "dhl", "fedex", "evri")] == [5, 7, 21, 9]


def test_undo_of_damaged_takes_the_claim_back(dock: TabletAt) -> None:
    rma = goods.announced()
    check_undo(dock, rma.parcel, Command.DAMAGED)
    assert claim_of(rma).state is ClaimState.OPEN


def test_what_was_filed_is_no_longer_taken_back_by_the_dock(dock: TabletAt) -> None:
    rma = damaged_box(dock)
    carrier_claims.file(claim_id=claim_of(rma).id, amount="10", currency="eur", reference="C-1",
                        without_photos="box_gone", by=actor("alice"))
    assert dock.scan(Command.UNDO).result == "refused"
    assert goods.parcel(rma.parcel_id).damaged and claim_of(rma).state is ClaimState.FILED


def test_damaged_twice_is_one_claim(dock: TabletAt) -> None:
    rma = damaged_box(dock)
    assert dock.scan(rma.parcel, Command.DAMAGED).result == "repeat"
    assert claim_of(rma).state is ClaimState.OPEN


def test_filed_and_paid_in_part(dock: TabletAt) -> None:
    rma = damaged_box(dock)
    claim_id = claim_of(rma).id
    carrier_claims.file(claim_id=claim_id, amount="12,50", currency="EUR", reference=" C-77 ",
                        without_photos="asks_for_less", by=actor("alice"))
    filed = claim_of(rma)
    assert (filed.state, filed.amount_minor, filed.reference) == (ClaimState.FILED, 1250, "C-77")
    assert filed.due_at - filed.filed_at == timedelta(days=carrier_claims.ANSWER_DAYS)
    with pytest.raises(Refused):
        carrier_claims.pay(claim_id=claim_id, amount="12.51", by=actor("alice"))
    carrier_claims.pay(claim_id=claim_id, amount="7", by=actor("alice"))
    assert (claim_of(rma).state, claim_of(rma).received_minor) == (ClaimState.PAID, 700)
    assert claim_id not in [claim.claim.id for claim in carrier_claims.listed()]
    assert claim_id in [claim.claim.id for claim in carrier_claims.listed(ended=True)]


@pytest.mark.parametrize("steps", [("pay",), ("refuse",), ("give_up", "give_up"), ("give_up", "pay"), ("take_up",)])
def test_steps_that_the_table_does_not_have_are_refused(dock: TabletAt, steps: tuple[str, ...]) -> None:
    rma = damaged_box(dock)
    for step in steps[:-1]:
        take(step, claim_of(rma).id)
    before = claim_of(rma)
    with pytest.raises(Refused):
        take(steps[-1], before.id)
    assert claim_of(rma) == before


def take(step: str, claim_id: int) -> None:
    more = {"amount": "1"} if step == "pay" else {}
    getattr(carrier_claims, step)(claim_id=claim_id, by=actor("alice"), **more)


def test_refused_can_be_filed_again_and_given_up_taken_up(dock: TabletAt) -> None:
    rma = damaged_box(dock)
    claim_id = claim_of(rma).id
    for _ in range(2):
        carrier_claims.file(claim_id=claim_id, amount="10", currency="EUR", reference="",
                            without_photos="box_gone", by=actor("alice"))
        carrier_claims.refuse(claim_id=claim_id, by=actor("alice"))
    carrier_claims.give_up(claim_id=claim_id, by=actor("alice"))
    carrier_claims.take_up(claim_id=claim_id, by=actor("alice"))
    assert (claim_of(rma).state, claim_of(rma).ended_at) == (ClaimState.OPEN, None)


def test_the_list_is_by_due_date_and_the_inbox_reminds(dock: TabletAt, client_as) -> None:
    late, early = damaged_box(dock, carrier="fedex"), damaged_box(dock, carrier="dhl")
    order = [claim.claim.parcel_id for claim in carrier_claims.listed()]
    assert order.index(early.parcel_id) < order.index(late.parcel_id)
    assert inbox.counts()["carrier_claims"] == 3
    with clock.at(clock.now() + timedelta(days=8)):
        html = client_as("alice").page("/desk/lists/carrier_claims")
    assert html.count("dk-late") == 1 and late.rma in html


def test_the_page_files_refuses_bad_amounts_and_keeps_what_was_typed(dock: TabletAt, client_as) -> None:
    rma = damaged_box(dock, price_minor=1999)
    alice: PageClient = client_as("alice")
    url = f"/desk/carrier-claims/{claim_of(rma).id}"
    html = alice.page(url)
    assert 'value="19.99"' in html and "14 days after arrival" in html and "No photo yet" in html
    for typed in ({"amount": "much", "currency": "EUR"}, {"amount": "3", "currency": "ABC"},
                  {"amount": "0", "currency": "EUR"}, {"amount": "", "currency": "EUR"}):
        answer = alice.send(f"{url}/filing", reference="KEPT-1", **typed)
        assert answer.status_code == 422 and "KEPT-1" in answer.get_data(as_text=True), typed
    assert claim_of(rma).state is ClaimState.OPEN
    assert alice.send(f"{url}/filing", amount="19.99", currency="EUR", reference="K-1",
                      without_photos="box_gone").status_code == 303
    assert alice.send(f"{url}/payment", received="99").status_code == 422
    assert alice.send(f"{url}/payment", received="15").status_code == 303
    assert "€15.00" in alice.page(url) and "€15.00" in alice.page("/desk/carrier-claims?ended=1")
    alice.page("/desk/carrier-claims/999999", status=404)


def test_the_rma_shows_its_claim(dock: TabletAt, client_as) -> None:
    rma = damaged_box(dock)
    assert f"/desk/carrier-claims/{claim_of(rma).id}" in client_as("alice").page(f"/desk/rmas/{rma.rma}")


def test_a_manager_looks_and_the_dock_does_not(dock: TabletAt, client_as) -> None:
    rma = damaged_box(dock)
    url = f"/desk/carrier-claims/{claim_of(rma).id}"
    assert "An agent or a lead files it." in client_as("mia").page(url)
    client_as("walt").page(url, status=403)
