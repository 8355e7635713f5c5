"""Pages that need no link: the parcel's number outside a box. And the quote, and the photos of staff."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from models.lifecycle import JobState
from models.parcels import Parcel
from models.rma import Photo
from models.work import Quote, RepairJob
from tests.conftest import SECRET
from tests.requesting import shop
from tests.requesting.shop import Shopper
from workflow import clock, deciding, linking, receiving
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.transaction import act


@pytest.fixture
def parcel(app: Flask, people: dict[str, Actor]) -> Parcel:
    rma_id = shop.ask(shop.buy(email="kim@example.com", postcode="20095"))
    deciding.approve(rma_id=rma_id, unit_ids=[shop.units(rma_id)[0].id], by=people["alice"])
    return shop.rows(Parcel)[0]


class TestParcel:
    def test_its_number_alone_shows_its_stage_and_nothing_else(self, app: Flask, parcel: Parcel) -> None:
        html = Shopper(app).page(f"/P/{parcel.number}")
        assert "Waiting for you to send it" in html
        for secret in (shop.rma(1).number, shop.LONG_NAME, "kim@example.com", "20095", "Jörg", "/returns/s/"):
            assert secret not in html

    @pytest.mark.parametrize("proof", ["kim@example.com", " KIM@example.com ", "20095"])
    def test_who_knows_the_order_comes_to_the_return(self, app: Flask, parcel: Parcel, proof: str) -> None:
        shopper = Shopper(app)
        shopper.page(f"/P/{parcel.number}")
        assert shopper.go(f"/P/{parcel.number}", proof=proof) == f"/returns/s/{linking.token(linking.newest(1))}"

    @pytest.mark.parametrize("proof", ["lee@example.com", "20096", "", "%"])
    def test_others_do_not(self, app: Flask, parcel: Parcel, proof: str) -> None:
        shopper = Shopper(app)
        shopper.page(f"/P/{parcel.number}")
        assert shopper.send(f"/P/{parcel.number}", proof=proof).status_code == 422

    def test_one_that_belongs_to_nobody_opens_nothing(self, app: Flask, people: dict[str, Actor]) -> None:
        receiving.put_aside(code="1Z999AA10123456784", by=people["walt"])
        (row,) = shop.rows(Parcel)
        shopper = Shopper(app)
        assert "1Z999" not in shopper.page(f"/P/{row.number}")
        assert shopper.send(f"/P/{row.number}", proof="kim@example.com").status_code == 422

    @pytest.mark.parametrize("number", ["P12345678901", "R00000000000", "x", "P%00", "P" + "1" * 400])
    def test_no_such_number(self, app: Flask, parcel: Parcel, number: str) -> None:
        assert Shopper(app).get(f"/P/{number}").status_code == 404

    def test_tries_come_to_an_end(self, data_dir: Path, parcel: Parcel) -> None:
        app = create_app(data_dir=str(data_dir), secret_key=SECRET)
        with app.app_context():
            shopper = Shopper(app)
            shopper.page(f"/P/{parcel.number}")
            codes = [shopper.send(f"/P/{parcel.number}", proof=f"{turn:05d}").status_code for turn in range(30)]
        assert codes[0] == 422 and codes[-1] == 429


@act("test.quoted")
def quoted(doing: Doing, *, unit_id: int, rma_id: int, by: Actor) -> int:
    job = doing.insert(RepairJob, unit_id=unit_id, state=JobState.WAITING_CUSTOMER, created_at=doing.now)
    quote = doing.insert(Quote, job_id=job, rma_id=rma_id, parts_minor=2500, labour_minor=3000, freight_minor=500,
                         currency="EUR", state="open", expires_at=doing.now + timedelta(days=14), created_at=doing.now)
    return linking.make(doing, purpose=linking.QUOTE, rma_id=rma_id, quote_id=quote, days=14)


class TestQuote:
    @pytest.fixture
    def rma_id(self, app: Flask) -> int:
        return shop.ask(shop.buy())

    @pytest.fixture
    def token(self, rma_id: int) -> str:
        return linking.token(quoted(unit_id=shop.units(rma_id)[0].id, rma_id=rma_id, by=SYSTEM))

    def test_it_says_what_it_would_cost(self, app: Flask, token: str) -> None:
        html = Shopper(app).page(f"/returns/q/{token}")
        assert "€60.00" in html and "Yes, repair it for this price" in html

    def test_the_status_page_leads_to_it(self, app: Flask, rma_id: int, token: str) -> None:
        html = Shopper(app).page(f"/returns/s/{linking.token(linking.newest(rma_id))}")
        assert f"/returns/q/{token}" in html and "look at our quote" in html

    def test_the_status_link_is_none_for_quotes(self, app: Flask, rma_id: int, token: str) -> None:
        status = linking.token(linking.newest(rma_id))
        shopper = Shopper(app)
        shopper.page(f"/returns/q/{token}")
        for address in (f"/returns/q/{status}", f"/returns/s/{token}"):
            assert shopper.get(address).status_code == 404
        for action in ("acceptance", "refusal"):
            assert shopper.send(f"/returns/q/{status}/{action}").status_code == 404

    def test_after_its_time_it_is_gone(self, app: Flask, token: str) -> None:
        with clock.at(clock.now() + timedelta(days=15)):
            assert Shopper(app).get(f"/returns/q/{token}").status_code == 410


class TestPhotosOfStaff:
    @pytest.fixture
    def staff(self, app: Flask) -> Shopper:
        client = Shopper(app)
        client.sign_in("walt")
        return client

    @pytest.mark.parametrize("kind", ["unit", "parcel", "rma"])
    def test_taken_and_looked_at(self, staff: Shopper, parcel: Parcel, kind: str) -> None:
        client = staff
        thing = {"unit": shop.units(1)[0].id, "parcel": parcel.id, "rma": 1}[kind]
        assert "No photos yet" in client.page(f"/photos/of/{kind}/{thing}")
        answer = client.send(f"/photos/of/{kind}/{thing}", photos=[(io.BytesIO(shop.picture()), "a.jpg")])
        assert answer.status_code == 303
        (photo,) = shop.rows(Photo)
        assert f'src="/photos/{photo.id}"' in client.page(f"/photos/of/{kind}/{thing}")
        assert client.get(f"/photos/{photo.id}").mimetype == "image/jpeg"

    def test_a_bad_file_is_refused_and_the_good_one_kept(self, staff: Shopper, parcel: Parcel) -> None:
        client = staff
        client.page(f"/photos/of/parcel/{parcel.id}")
        answer = client.send(f"/photos/of/parcel/{parcel.id}", photos=[
            (io.BytesIO(b"no"), "a.jpg"), (io.BytesIO(shop.picture()), "b.jpg")])
        assert answer.status_code == 422 and "not a photo that we can take" in answer.get_data(as_text=True)
        assert len(shop.rows(Photo)) == 1

    def test_nobody_else_sees_them(self, app: Flask, parcel: Parcel) -> None:
        stranger = Shopper(app)
        for address in ("/photos/1", f"/photos/of/parcel/{parcel.id}"):
            assert stranger.get(address).location.startswith("/sign-in")

    @pytest.mark.parametrize("path", ["of/parcel/99", "of/thing/1", f"of/unit/{10**30}", "99", str(10**30)])
    def test_what_there_is_not(self, staff: Shopper, parcel: Parcel, path: str) -> None:
        assert staff.get(f"/photos/{path}").status_code == 404
