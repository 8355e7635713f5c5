"""The customer's way, page by page, as a browser without scripts sends it."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from models.lifecycle import RmaKind, RmaStatus, Stage
from models.log import Act
from models.rma import Link, Photo, Rma, UnitNote
from tests.requesting import shop
from tests.requesting.shop import Shopper


@pytest.fixture
def shopper(app: Flask) -> Shopper:
    return Shopper(app)


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_the_whole_way_in_three_languages(app: Flask, language: str) -> None:
    shop.buy(email="other@example.com")
    bought, shopper = shop.buy(quantities=(1, 1)), Shopper(app, language)
    token = shopper.ask_for_one(bought)
    html = shopper.page(f"/returns/s/{token}")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    (made,) = shop.rows(Rma)
    assert (made.order_id, made.language, made.status, made.kind) == (
        bought.id, language, RmaStatus.REQUESTED, RmaKind.RETURN)
    (unit,) = shop.units(made.id)
    assert (unit.order_line_id, unit.stage, unit.reason) == (bought.lines[0], Stage.REQUESTED, "changed_mind")
    assert [link.purpose for link in shop.rows(Link)] == ["status"]


def test_photos_and_words_travel_with_the_request(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy()
    token = shopper.ask_for_one(bought, reason="damaged_in_transit", wanted="replacement",
                                description="Der Griff ist ab. 手柄断了",
                                photos=[(io.BytesIO(shop.picture()), "../../etc/passwd")])
    (photo,) = shop.rows(Photo)
    (unit,) = shop.units(photo.rma_id)
    assert photo.unit_id == unit.id
    assert [note.text for note in shop.rows(UnitNote)] == ["Der Griff ist ab. 手柄断了"]
    html = shopper.page(f"/returns/s/{token}")
    assert f"/returns/s/{token}/photos/{photo.id}" in html
    answer = shopper.get(f"/returns/s/{token}/photos/{photo.id}")
    assert (answer.status_code, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        200, "image/jpeg", "nosniff")


def test_what_was_typed_and_taken_is_kept_when_something_is_missing(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy()
    shopper.find(bought)
    where = shopper.choose(bought, 1)
    where = shopper.go(where, reason="not_as_described")
    answer = shopper.send(where, wanted="refund", description="kurz",
                          photos=[(io.BytesIO(shop.picture("PNG")), "a.png"), (io.BytesIO(b"<svg/>"), "b.jpg")])
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "kurz" in html and 'value="refund" checked' in html
    assert html.count('src="/returns/photos/') == 1, "the good photo is kept, the bad one is refused"
    assert "JPEG, PNG, WebP or HEIC" in html and "Describe in a few words" in html
    assert shopper.go(where, wanted="refund", description="Es hat eine andere Farbe als im Bild") == "/returns/review"


@pytest.mark.parametrize(("reason", "sends"), [("not_received", False), ("changed_mind", True)])
def test_who_never_got_it_reads_of_nothing_to_pack(app: Flask, shopper: Shopper, reason: str, sends: bool) -> None:
    bought = shop.buy()
    shopper.find(bought)
    where = shopper.go(shopper.choose(bought, 1), reason=reason)
    assert ("the way back" in shopper.page(where)) is sends
    assert shopper.go(where, wanted="refund") == "/returns/review"
    review = shopper.page("/returns/review")
    assert ("You print the label" in review) is sends and ("the way back" in review) is sends
    page = shopper.page(shopper.go("/returns/review"))
    assert ("As soon as it is approved, the label" in page) is sends


def test_a_photo_can_be_taken_out_again_without_losing_words(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy()
    shopper.find(bought)
    where = shopper.go(shopper.choose(bought, 1), reason="damaged_box")
    shopper.go(where, way="photos", wanted="refund", description="Die Ecke ist eingedrückt",
               photos=[(io.BytesIO(shop.picture()), "a.jpg")])
    (photo,) = shop.rows(Photo)
    assert shopper.get(f"/returns/photos/{photo.id}").status_code == 200
    shopper.go(f"{where}/photos/{photo.id}/removal", wanted="refund", description="Die Ecke ist eingedrückt, unten")
    assert shop.rows(Photo) == []
    assert "eingedrückt, unten" in shopper.page(where)


def test_each_of_several_may_have_a_reason_of_its_own(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(quantities=(3,))
    shopper.find(bought)
    where = shopper.go(shopper.choose(bought, 3), reason="changed_mind")
    shopper.page(where)
    second = shopper.go(where, wanted="refund")
    assert second == f"/returns/items/{bought.lines[0]}-2/reason"
    second = shopper.go(second, reason="better_price")
    third = shopper.go(shopper.go(second, wanted="partial_refund_keep"), reason="ordered_by_mistake")
    assert shopper.go(third, wanted="exchange") == "/returns/review"
    shopper.page("/returns/review")
    shopper.go("/returns/review")
    assert [unit.reason for unit in shop.rows(shop.Unit)] == ["changed_mind", "better_price", "ordered_by_mistake"]


def test_the_same_for_all_is_asked_once(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(quantities=(3,))
    shopper.find(bought)
    where = shopper.go(shopper.choose(bought, 3), reason="damaged_box")
    photos = [(io.BytesIO(shop.picture()), "a.jpg")]
    assert shopper.go(where, wanted="refund", same="y", photos=photos) == "/returns/review"
    shopper.go("/returns/review")
    assert [unit.reason for unit in shop.rows(shop.Unit)] == ["damaged_box"] * 3
    assert len(shop.rows(Photo)) == 1


def test_withdrawing_is_its_own_button_and_needs_no_reason(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(country="DE", delivered_days_ago=5)
    shopper.find(bought)
    assert "Withdraw from contract here" in shopper.page("/returns/items")
    assert shopper.choose(bought, 1, way="withdrawal") == "/returns/review"
    assert "Confirm withdrawal" in shopper.page("/returns/review")
    sent = shopper.go("/returns/review")
    assert "Your withdrawal is recorded" in shopper.page(sent)
    (made,) = shop.rows(Rma)
    assert made.kind is RmaKind.WITHDRAWAL
    assert [act.data["letter"] for act in shop.rows(Act) if act.data.get("letter")] == ["request_received"]


@pytest.mark.parametrize(("country", "days"), [("US", 2), ("DE", 20)])
def test_no_withdrawal_button_where_the_law_has_none_left(app: Flask, shopper: Shopper, country: str,
                                                              days: int) -> None:
    shopper.find(shop.buy(country=country, delivered_days_ago=days))
    assert "Withdraw from contract here" not in shopper.page("/returns/items")


def test_sent_twice_it_is_one_return(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy()
    shopper.ask_for_one(bought)
    again = shopper.go("/returns/review")
    assert again.endswith("/sent")
    assert len(shop.rows(Rma)) == 1


def test_the_review_says_before_sending_who_pays_and_until_when(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(delivered_days_ago=400)
    shopper.find(bought)
    where = shopper.go(shopper.choose(bought, 1), reason="stopped_working")
    html = shopper.page(where)
    assert "it is under warranty until" in html and "We pay for the way back." in html
    shopper.go(where, wanted="repair", description="Er heizt seit gestern nicht mehr")
    html = shopper.page("/returns/review")
    assert "it is under warranty until" in html and "We pay for the way back." in html and "answer by" in html


def test_a_reason_whose_time_is_over_says_so_and_is_not_taken(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(delivered_days_ago=60)
    shopper.find(bought)
    where = shopper.choose(bought, 1)
    assert "Some reasons are not possible" in shopper.page(where)
    answer = shopper.send(where, reason="changed_mind")
    assert answer.status_code == 422
    assert "The time for sending this back ended on" in answer.get_data(as_text=True)


def test_without_a_found_order_every_page_leads_to_the_first(app: Flask, shopper: Shopper) -> None:
    shopper.page("/returns")
    for url in ("/returns/items", "/returns/review", "/returns/items/1-1", "/returns/items/1-1/reason",
                "/returns/photos/1"):
        answer = shopper.get(url)
        assert (answer.status_code, answer.location) == (303, "/returns"), url
    for url in ("/returns/items", "/returns/review", "/returns/items/1-1"):
        assert shopper.send(url).location == "/returns", url


def test_another_orders_items_and_photos_stay_closed(app: Flask) -> None:
    mine, theirs = shop.buy(email="a@example.com"), shop.buy(email="b@example.com")
    other = Shopper(app)
    other.find(theirs)
    where = other.go(other.choose(theirs, 1), reason="damaged_box")
    other.go(where, way="photos", wanted="refund", photos=[(io.BytesIO(shop.picture()), "a.jpg")])
    (photo,) = shop.rows(Photo)
    shopper = Shopper(app)
    shopper.find(mine)
    shopper.go("/returns/items", **{f"line_{mine.lines[0]}": "1", f"line_{theirs.lines[0]}": "1"})
    assert shopper.get(f"/returns/items/{theirs.lines[0]}-1").status_code == 404
    assert shopper.get(f"/returns/photos/{photo.id}").status_code == 404
    assert shopper.send(f"/returns/items/{theirs.lines[0]}-1/reason", reason="changed_mind").status_code == 404


def test_leaving_forgets_the_order(app: Flask, shopper: Shopper) -> None:
    shopper.find(shop.buy())
    shopper.page("/returns/items")
    assert shopper.go("/returns/leave") == "/returns"
    assert shopper.get("/returns/items").location == "/returns"


def test_no_address_of_the_way_holds_mail_or_order_number(app: Flask, shopper: Shopper) -> None:
    bought = shop.buy(email="canary@example.com")
    token = shopper.ask_for_one(bought)
    html = shopper.page(f"/returns/s/{token}")
    for secret in ("canary@example.com", "Torstraße", "Müller-Lüdenscheidt", "10119"):
        assert secret not in html
    assert "?" not in shopper.get(f"/returns/s/{token}").request.path
    assert shopper.get(f"/returns/s/{token}").headers["Referrer-Policy"] == "strict-origin"
