"""What stands behind the secret link: where it is, what comes next, the thread, the papers. And what never does."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask

from models.lifecycle import Stage
from models.log import Document
from models.parcels import Parcel
from models.rma import Message, Photo
from reference import phrases
from tests.requesting import shop
from tests.requesting.shop import Shopper, said
from workflow import (
    asking,
    boxes,
    clock,
    customer_words,
    deciding,
    following,
    linking,
    next_steps,
    printing,
    receiving,
    storage,
    undoing,
    writing,
)
from workflow.actors import CUSTOMER, Actor
from workflow.transaction import acted, reading


@pytest.fixture
def rma_id(app: Flask) -> int:
    shop.ask(shop.buy(name="Somebody else's lamp"))
    return shop.ask(shop.buy(quantities=(2,)), count=2, description="Der Deckel klemmt")


@pytest.fixture
def here(rma_id: int) -> str:
    return f"/returns/s/{linking.token(linking.newest(rma_id))}"


def approve(rma_id: int, by: Actor) -> None:
    deciding.approve(rma_id=rma_id, unit_ids=[unit.id for unit in shop.units(rma_id)], by=by)


def now_at(rma_id: int) -> str:
    return next(str(stop.label) for stop in next_steps.road(following.follow(rma_id)) if stop.state == "now")


def test_the_road_from_the_request_to_the_house(rma_id: int, people: dict[str, Actor]) -> None:
    assert now_at(rma_id) == "Approved"
    approve(rma_id, people["alice"])
    assert now_at(rma_id) == "Waiting for you to send it"
    parcel = shop.rows(Parcel)[0]
    receiving.receive(parcel_id=parcel.id, by=people["walt"])
    assert now_at(rma_id) == "On its way to us"
    with reading() as connection:
        box = boxes.read(connection, parcel.id)
    receiving.take_all_out(box=box, by=people["walt"])
    assert now_at(rma_id) == "With us, inspected"
    titles = [str(event.words) for event in following.follow(rma_id).events]
    assert titles == ["You asked for a return", "We approved it", "Your parcel arrived at our door",
                      "We took it out of the parcel"]


def test_what_was_undone_did_not_happen(rma_id: int, people: dict[str, Actor]) -> None:
    approve(rma_id, people["alice"])
    undoing.undo(act_id=acted.get(), by=people["alice"])
    assert [str(event.words) for event in following.follow(rma_id).events] == ["You asked for a return"]


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_words_for_the_customer(stage: Stage) -> None:
    assert str(customer_words.UNIT[stage][1])


def test_a_declined_unit_says_why_in_the_reader_s_language(app: Flask, rma_id: int, here: str,
                                                            people: dict[str, Actor]) -> None:
    for unit in shop.units(rma_id):
        deciding.decline(unit_id=unit.id, reason="final_sale", by=people["alice"])
    why = phrases.decline_reasons()["final_sale"].text
    for language in ("de", "zh"):
        assert why.say(language) in Shopper(app).page(f"{here}?lang={language}")


def test_the_page_holds_goods_and_words_but_no_person(app: Flask, here: str) -> None:
    html = Shopper(app).page(here)
    assert "Der Deckel klemmt" in html and "Somebody else" not in html
    for secret in ("Jörg", "Müller", "Torstraße", "10119", "joerg@example.com"):
        assert secret not in html


def test_writing_and_reading(app: Flask, rma_id: int, here: str, people: dict[str, Actor]) -> None:
    shopper = Shopper(app)
    shopper.page(here)
    assert shopper.go(f"{here}/messages", text="<b>Wann?</b> {{ 7*7 }}",
                      photos=[(io.BytesIO(shop.picture()), "a.jpg")]) == here
    writing.write(rma_id=rma_id, text="Morgen", by=people["alice"])
    html = shopper.page(here)
    assert "&lt;b&gt;Wann?&lt;/b&gt; {{ 7*7 }}" in html and "Morgen" in html and "Alice" not in html
    assert [bool(row.read_at) for row in shop.rows(Message)] == [False, True], "read by opening the page"
    (photo,) = shop.rows(Photo)
    assert shopper.get(f"{here}/photos/{photo.id}").status_code == 200
    assert shopper.get(f"{here}/photos/{10**30}").status_code == 404


def test_a_message_with_a_bad_photo_is_not_sent_and_its_words_are_kept(app: Flask, here: str) -> None:
    shopper = Shopper(app)
    shopper.page(here)
    answer = shopper.send(f"{here}/messages", text="Siehe Foto",
                          photos=[(io.BytesIO(shop.picture()), "a.jpg"), (io.BytesIO(b"GIF89a"), "b.jpg")])
    assert answer.status_code == 422 and "Siehe Foto" in answer.get_data(as_text=True)
    assert shop.rows(Message) == [] == shop.rows(Photo) and not list(storage.older_than("photos", -9))
    assert shopper.get(f"{here}/messages?lang=de").location == here
    assert '<html lang="de"' in shopper.page(here)


def test_answering_a_question(app: Flask, rma_id: int, here: str, people: dict[str, Actor]) -> None:
    asking.ask(rma_id=rma_id, reason="symptom", text="Blinkt das rote Licht?", by=people["alice"])
    shopper = Shopper(app)
    html = shopper.page(here)
    assert html.count("Blinkt das rote Licht?") == 2, "as the question, and in the thread"
    assert "We need an answer from you" in html
    assert shopper.send(f"{here}/answer", text=" ").status_code == 422
    assert shopper.go(f"{here}/answer", text="Ja, dreimal") == here
    assert 'id="question"' not in shopper.page(here)


def test_the_tracking_number_of_my_own_parcel_only(app: Flask, rma_id: int, here: str,
                                                       people: dict[str, Actor]) -> None:
    approve(1, people["alice"])
    approve(rma_id, people["alice"])
    theirs, mine = shop.rows(Parcel)
    shopper = Shopper(app)
    shopper.page(here)
    assert shopper.go(f"{here}/parcels/{mine.id}/tracking", tracking="1z 999 aa1 01 2345 6784") == here
    assert shopper.send(f"{here}/parcels/{mine.id}/tracking", tracking="?").status_code == 422
    assert shopper.send(f"{here}/parcels/{theirs.id}/tracking", tracking="1Z999AA10123456784").status_code == 404
    assert [box.tracking for box in shop.rows(Parcel)] == [None, "1Z999AA10123456784"]


class TestPapers:
    def test_there_is_no_label_before_there_is_a_parcel(self, app: Flask, here: str) -> None:
        for name in ("label.pdf", "slip.pdf"):
            assert Shopper(app).get(f"{here}/{name}").status_code == 404
        assert "label.pdf" not in Shopper(app).page(here)

    @pytest.mark.parametrize(("path", "kind"), [("label.pdf?size=a4", "return_label_a4"), ("slip.pdf", "inside_slip"),
                                                ("label.pdf?size=4x6", "return_label_4x6")])
    def test_a_page_waits_until_it_is_made(self, app: Flask, rma_id: int, here: str, people: dict[str, Actor],
                                           path: str, kind: str) -> None:
        approve(rma_id, people["alice"])
        shopper = Shopper(app)
        assert path.split("?")[0] in shopper.page(here)
        assert 'http-equiv="refresh"' in shopper.page(f"{here}/{path}")
        (asked,) = shop.rows(Document)
        assert asked.kind == kind
        storage.put("papers/abc.pdf", b"%PDF-1.7 made")
        printing.finish(asked.id, storage_key="papers/abc.pdf")
        answer = shopper.get(f"{here}/{path}")
        assert (answer.mimetype, answer.data) == ("application/pdf", b"%PDF-1.7 made")

    def test_it_does_not_wait_for_ever(self, app: Flask, rma_id: int, here: str, people: dict[str, Actor]) -> None:
        approve(rma_id, people["alice"])
        html = Shopper(app).page(f"{here}/label.pdf?look=99")
        assert 'http-equiv="refresh"' not in html and "takes longer" in html
        assert Shopper(app).get(f"{here}/label.pdf?look=x&size=../../etc").status_code == 200


def test_the_hour_of_an_order_ends(app: Flask) -> None:
    shopper, bought = Shopper(app), shop.buy()
    shopper.find(bought)
    with clock.at(clock.now() + timedelta(minutes=59)):
        assert shopper.get("/returns/items").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=121)):
        assert shopper.get("/returns/items").location == "/returns"


def test_a_clock_put_back_opens_nothing(app: Flask) -> None:
    shopper, bought = Shopper(app), shop.buy()
    shopper.find(bought)
    with clock.at(clock.now() - timedelta(hours=2)):
        assert shopper.get("/returns/items").location == "/returns"


def test_after_one_return_another_of_the_same_order(app: Flask) -> None:
    bought, shopper = shop.buy(quantities=(1, 1)), Shopper(app)
    shopper.ask_for_one(bought)
    html = shopper.page("/returns/items")
    assert "In a return" in html and "Returns of this order" in html
    where = shopper.go("/returns/items", **{f"line_{bought.lines[1]}": "1"})
    shopper.go(shopper.go(where, reason="better_price"), wanted="refund")
    assert "/sent" in shopper.go("/returns/review")
    assert [line.left for line in shop.purchase(bought.id).lines] == [0, 0]


def test_a_customer_s_words_are_never_markup(app: Flask, people: dict[str, Actor]) -> None:
    nasty = "<script>alert(1)</script>{{ config }}\"'><img src=x onerror=alert(1)>"
    rma = shop.ask(shop.buy(name=nasty), description=nasty, serial=nasty)
    writing.write(rma_id=rma, text=nasty, by=CUSTOMER)
    html = Shopper(app).page(f"/returns/s/{linking.token(linking.newest(rma))}")
    assert "<script>alert" not in html and "<img src=x" not in html and "{{ config }}" in html
    assert said(html)
