"""What a carrier wants to see of a damaged box: what is there, what is missing, and why it is filed without."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from jobs import paper
from models.lifecycle import ClaimState
from models.log import Movement
from models.rma import Photo
from tests.claiming import photographs
from tests.claiming.test_carrier_claims import claim_of, damaged_box
from tests.desk.roads import read_all
from tests.labels.reading import text
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import carrier_claims, photo_set, photos, printing
from workflow.actors import CUSTOMER
from workflow.errors import Refused
from workflow.scanning.commands import Command


@pytest.fixture
def rma(app) -> goods.Announced:
    """A damaged box without photos; beside it one with all of them."""
    photographs.take_all(damaged_box(TabletAt("walt")))
    return damaged_box(TabletAt("walt"), price_minor=1999)


def file(about: goods.Announced, **more: str) -> None:
    carrier_claims.file(claim_id=claim_of(about).id, amount="5", currency="EUR", reference="", by=actor("alice"),
                        **more)


def missing(about: goods.Announced) -> list[str]:
    return [shot.code for shot in photo_set.of_box(about.parcel_id).missing]


def test_the_dock_reads_what_to_photograph(app) -> None:
    rma, dock = goods.announced(), TabletAt("walt")
    card = dock.scan(rma.parcel, Command.DAMAGED)
    assert [str(item.name) for item in card.items] == [str(shot.label) for shot in photo_set.SHOTS.values()]


def test_the_list_shrinks_with_each_photo(rma: goods.Announced) -> None:
    assert missing(rma) == ["sides", "label", "damage", "padding", "goods"]
    photographs.take(rma, "sides", "damage", "")
    assert missing(rma) == ["sides", "label", "padding", "goods"]  # all sides are two photos
    photographs.take(rma, "sides")
    assert missing(rma) == ["label", "padding", "goods"]
    assert len(photo_set.of_box(rma.parcel_id).other) == 1


def test_a_photo_of_what_came_in_it_shows_the_goods_but_not_the_customers(rma: goods.Announced) -> None:
    unit_id = rma.unit_ids[0]
    TabletAt("walt").scan(rma.parcel, rma.skus[0])
    photos.take(photographs.jpeg(), by=actor("alice"), unit_id=unit_id)
    assert "goods" not in missing(rma)
    beside = damaged_box(TabletAt("walt"))
    TabletAt("walt").scan(beside.parcel, beside.skus[0])
    by_customer = photos.take(photographs.jpeg(), by=CUSTOMER, unit_id=beside.unit_ids[0])
    assert "goods" in missing(beside) and by_customer not in photo_set.of_box(beside.parcel_id).photo_ids


def test_without_all_photos_it_is_filed_with_a_reason_alone(rma: goods.Announced) -> None:
    photographs.take(rma, "sides", "sides", "label", "damage", "padding")
    for why in ("", "no_such_reason"):
        with pytest.raises(Refused) as refusal:
            file(rma, without_photos=why)
        assert refusal.value.field == "without_photos" and claim_of(rma).state is ClaimState.OPEN
    file(rma, without_photos="box_gone")
    assert claim_of(rma).without_photos == "box_gone"
    m = Movement.__table__
    codes = read_all(sa.select(m.c.codes).where(m.c.parcel_id == rma.parcel_id, m.c.what == "claim.filed"))[0].codes
    assert "reason:box_gone" in codes


def test_with_all_of_them_none_is_asked_for_and_none_is_kept(rma: goods.Announced) -> None:
    photographs.take_all(rma)
    file(rma, without_photos="box_gone")
    assert (claim_of(rma).state, claim_of(rma).without_photos) == (ClaimState.FILED, None)


def test_what_a_photo_shows_is_said_later_and_stands_in_no_undos_way(app) -> None:
    dock = TabletAt("walt")
    rma = goods.announced()
    dock.scan(rma.parcel, Command.DAMAGED)
    (photo_id,) = photographs.take(rma, "")
    photo_set.note(photo_id=photo_id, shows="label", by=actor("walt"))
    assert "label" not in missing(rma)
    with pytest.raises(Refused):
        photo_set.note(photo_id=photo_id, shows="moon", by=actor("walt"))
    assert dock.scan(Command.UNDO).result == "ok"
    assert not goods.parcel(rma.parcel_id).damaged


def test_the_page_of_photos_lists_them_asks_and_sorts(rma: goods.Announced, client_as) -> None:
    walt, url = client_as("walt"), f"/photos/of/parcel/{rma.parcel_id}"
    html = walt.page(url)
    assert html.count(">missing<") == 5 and '<option value="sides" selected>' in html
    answer = walt.send(url, photos=(photographs.jpeg(), "a.jpg"), shows="damage")
    assert answer.status_code == 303 and "damage" not in missing(rma)
    assert walt.send(url, photos=(photographs.jpeg(), "a.jpg"), shows="moon").status_code == 422
    (photo,) = read_all(sa.select(Photo.__table__).where(Photo.__table__.c.parcel_id == rma.parcel_id))
    assert walt.send(f"/photos/{photo.id}/shows", shows="padding").status_code == 303
    assert missing(rma) == ["sides", "label", "damage", "goods"]
    assert walt.send(f"/photos/{photo.id}/shows", shows="moon").status_code == 422
    assert walt.send("/photos/999999/shows", shows="label").status_code == 404
    html = walt.page(url)
    assert html.count(">missing<") == 4 and f'action="/photos/{photo.id}/shows"' in html


def test_a_box_that_came_whole_is_asked_for_nothing(app, client_as) -> None:
    rma = goods.announced()
    TabletAt("walt").scan(rma.parcel)
    html = client_as("walt").page(f"/photos/of/parcel/{rma.parcel_id}")
    assert "missing" not in html and 'name="shows"' not in html


def test_the_claim_page_lists_them_and_asks_why(rma: goods.Announced, client_as) -> None:
    alice, url = client_as("alice"), f"/desk/carrier-claims/{claim_of(rma).id}"
    photographs.take(rma, "sides", "sides")
    assert alice.page(url).count(">missing<") == 4
    answer = alice.send(f"{url}/filing", amount="7", currency="EUR", reference="KEPT-1")
    assert answer.status_code == 422 and "KEPT-1" in answer.text and "choose why it is filed" in answer.text
    assert alice.send(f"{url}/filing", amount="7", currency="EUR", reference="", without_photos="day_would_pass"
                      ).status_code == 303
    assert "Its last day would pass" in alice.page(url)


def test_the_paper_says_what_each_photo_shows(rma: goods.Announced) -> None:
    photographs.take(rma, "", "damage", "label")
    asked = printing.ask_for("carrier_claim", claim_of(rma).id, "en")
    while paper.make_next():
        pass
    words = text(printing.pdf(printing.again(asked.id)))
    assert words.index("Photo 1") < words.index("Carrier's label") < words.index("Photo 2") < words.index("Photo 3")
