"""The evidence file: all of one RMA, checked by what it carries, bounded."""

from __future__ import annotations

import hashlib
import time
from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from jobs import evidence_paper
from models.db import db
from models.numbers import grouped
from models.rma import Rma, Unit, UnitNote
from models.work import Settlement
from tests.labels.reading import text
from tests.packing import roads
from tests.papers.making import made, take_photo
from tests.requesting import shop
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import clock, movement_details, paper_values, photo_set, writing
from workflow.actors import CUSTOMER
from workflow.transaction import reading

TERMS = {"law": {"market": "US", "withdrawal_days": 0, "guarantee_months": 0},
         "policies": {"gb": {"return_days": 30, "source": "House default of this software; change it in the settings; "
                                                          "Consumer Rights Act 2015, s. 22"}},
         "units": [{"return_until": "2026-12-24", "withdrawal_until": "2026-11-24", "guarantee_until": "2026-11-24"}]}


def test_it_tells_the_whole_road_and_carries_its_own_proof(either_app) -> None:
    road = roads.ready()
    writing.write(rma_id=road.rma_id, text="坏了 <script>alert(1)</script>", by=CUSTOMER)
    photo = take_photo(unit_id=road.ids[0])
    box = roads.send(TabletAt("paul"), road)
    signed_receipt = take_photo(parcel_id=box.id)
    content = made("evidence", road.rma_id)
    printed = text(content)
    receipt = text(made("handover", box.id))
    for said in ("Evidence file", roads.UPS, "<script>alert(1)</script>", "Handed over", "The chain is whole",
                 f"Scanned: {goods.unit(road.ids[0]).tag}", "SHA-256", f"UTC · {grouped(box.number)}"):
        assert said in printed, said
    assert photo and signed_receipt and "UPS" in receipt and "Items in it 1" in receipt and "Driver" in receipt
    (proof,) = PdfReader(BytesIO(content)).attachments["chain.txt"]
    lines = proof.decode().splitlines()
    assert len(lines) > 10
    for line in lines:
        digest, _, said = line.partition(" ")
        assert hashlib.sha256(said.encode()).hexdigest() == digest
        assert digest in "".join(printed.split()) or '"chain_kind":"site"' in said


def test_it_says_what_the_customer_wrote_what_was_paid_and_no_code_of_ours(either_app) -> None:
    road, other = roads.ready(), roads.ready()
    box = roads.send(TabletAt("paul"), road)
    photo_set.note(photo_id=take_photo(parcel_id=box.id), shows=photo_set.SIGNED, by=actor("alice"))
    with db.engine.begin() as connection:
        for of, text_, reference in ((road, "Charges at one angle only", "PAY-000002"), (other, "Hums", "PAY-9")):
            connection.execute(sa.insert(UnitNote.__table__).values(
                unit_id=of.ids[0], text=text_, at=clock.now()))
            connection.execute(sa.insert(Settlement.__table__).values(
                rma_id=of.rma_id, kind="refund", state="done", amount_minor=3450, currency="EUR",
                reference=reference, created_at=clock.now(), done_at=clock.now()))
        connection.execute(sa.update(Unit.__table__).values(reason="stopped_working"))
        connection.execute(sa.update(Rma.__table__).values(policy=TERMS))
    printed = text(made("evidence", road.rma_id))
    for said in ("Charges at one angle only", "It worked at first", "Refund €34.50", "PAY-000002", "Signed receipt",
                 "the seller's own terms · Consumer Rights Act 2015", "return until"):
        assert said in " ".join(printed.split()), said
    for not_said in ("Hums", "PAY-9", "House default", "change it in the settings", "legal guarantee until",
                     "withdrawal until"):
        assert not_said not in printed, not_said


def test_what_was_said_while_packing_is_told_in_words() -> None:
    assert str(movement_details.words("rma.packed", "accessories:2/3", "en")) == "2 of 3 accessories packed"
    said = movement_details.words("rma.battery", "unit:4 battery:built_in", "en")
    assert str(said) == "Built in, and it looks as it should"
    assert str(movement_details.words("rma.battery", "unit:4 battery:unheard", "en")) == "unheard"


@pytest.mark.faults
def test_two_thousand_rows_and_forty_large_photos_stay_small_and_in_time(app) -> None:
    road = roads.ready()
    take_photo(unit_id=road.ids[0], size=(2000, 1500))
    with reading() as connection:
        (sheet,) = paper_values.KINDS["evidence"](connection, road.rma_id, "en")
    sheet["rows"] = (sheet["rows"] * 2000)[:2000]
    sheet["photos"] = sheet["photos"] * 40
    sheet["proof"] = sheet["proof"] * 100
    began = time.monotonic()
    content = evidence_paper.file([sheet], "en")
    assert len(content) < 10_000_000
    assert time.monotonic() - began < 50, "the paper process gives a paper up after a minute"
    assert len(PdfReader(BytesIO(content)).pages) > 40


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("paul", 403)])
def test_only_the_desk_opens_it(app, client_as, who: str, status: int) -> None:
    assert client_as(who).get(f"/papers/evidence/{roads.ready().rma_id}").status_code == status


def test_the_signed_receipt_is_kept_with_its_box(app, client_as) -> None:
    road, alice = roads.ready(), client_as("alice")
    here = f"/photos/of/parcel/{roads.send(TabletAt('paul'), road).id}"
    assert f'href="{here}"' in alice.page(f"/desk/rmas/{road.rma}")
    assert alice.send(here, photos=(BytesIO(shop.picture()), "receipt.png")).status_code == 303
    assert '<img src="/photos/' in alice.page(here)
