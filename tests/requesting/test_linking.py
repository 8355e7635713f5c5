"""Secret links: nothing to guess, one purpose each, dead when they are over."""

from __future__ import annotations

import io
import random
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from models.rma import Link
from tests.conftest import SECRET
from tests.requesting import shop
from tests.requesting.shop import Shopper
from workflow import clock, linking, photos
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import Gone, NotFound
from workflow.transaction import act, in_transaction

SIGNS = "abcdefghijklmnopqrstuvwxyz234567"


@act("test.link")
def make(doing: Doing, *, by: Actor, **about: object) -> int:
    return linking.make(doing, **about)


def test_a_link_opens_what_it_was_made_for(app: Flask) -> None:
    other, mine = shop.ask(shop.buy()), shop.ask(shop.buy())
    link_id = linking.newest(mine)
    assert linking.open_link(linking.token(link_id), "status").rma_id == mine != other
    assert linking.url(link_id) == f"http://127.0.0.1:8000/returns/s/{linking.token(link_id)}"


def test_the_token_has_more_than_128_bits_and_is_the_same_again(app: Flask) -> None:
    link_id = linking.newest(shop.ask(shop.buy()))
    secret = linking.token(link_id).split("-")[1]
    assert len(secret) * 5 >= 128 and linking.token(link_id) == linking.token(link_id)
    assert linking.token(link_id + 1).split("-")[1] != secret


def test_a_link_for_another_purpose_opens_nothing(app: Flask) -> None:
    rma_id = shop.ask(shop.buy())
    quote = make(purpose="quote", rma_id=rma_id, quote_id=1, by=SYSTEM)
    assert linking.open_link(linking.token(quote), "quote").quote_id == 1
    for link_id, purpose in ((quote, "status"), (linking.newest(rma_id), "quote")):
        with pytest.raises(NotFound):
            linking.open_link(linking.token(link_id), purpose)


def test_a_link_that_has_run_out_says_so(app: Flask) -> None:
    link_id = make(purpose="status", rma_id=shop.ask(shop.buy()), days=3, by=SYSTEM)
    linking.open_link(linking.token(link_id), "status")
    with clock.at(clock.now() + timedelta(days=3, seconds=1)), pytest.raises(Gone):
        linking.open_link(linking.token(link_id), "status")


def test_a_revoked_link_says_so_without_data(app: Flask) -> None:
    rma_id = shop.ask(shop.buy())
    link_id = linking.newest(rma_id)
    linking.revoke(link_id=link_id, by=SYSTEM)
    for path in ("", "/sent", "/label.pdf", "/slip.pdf", "/photos/1"):
        answer = Shopper(app).get(f"/returns/s/{linking.token(link_id)}{path}")
        assert answer.status_code == 410, path
        assert shop.rma(rma_id).number not in answer.get_data(as_text=True)
    assert linking.newest(rma_id) is None


def test_the_secret_key_is_what_makes_the_token(app: Flask, tmp_path: Path) -> None:
    token = linking.token(7)
    create_app(data_dir=str(tmp_path / "other"), secret_key="another-secret-0123456789-abcdefghijk")
    assert linking.token(7) != token


@pytest.mark.parametrize("token", ["", "-", "1", "1-", "x-aaaa", "1-" + "a" * 31, "1-" + "a" * 33, "0-" + "a" * 32,
                                   "99999999999999999999-" + "a" * 32, "1-" + "é" * 32, "１-" + "a" * 32,
                                   "1'--", "../1"])
def test_what_is_no_token_is_not_found(app: Flask, token: str) -> None:
    shop.ask(shop.buy())
    with pytest.raises(NotFound):
        linking.open_link(token, "status")


def test_ten_thousand_guesses_open_nothing(app: Flask) -> None:
    link_id = linking.newest(shop.ask(shop.buy()))
    real, chance = linking.token(link_id).split("-")[1], random.Random(4)

    def guess(_connection: object) -> None:
        for turn in range(10_000):
            place = turn % len(real)
            wrong = chance.choice([sign for sign in SIGNS if sign != real[place]])
            with pytest.raises(NotFound):
                linking.open_link(f"{link_id}-{real[:place]}{wrong}{real[place + 1:]}", "status")

    in_transaction(guess)  # one connection for all of them: this is about the guesses, not about connecting


def test_guessing_by_the_web_ends_before_the_sixtieth(data_dir: Path) -> None:
    app = create_app(data_dir=str(data_dir), secret_key=SECRET)
    with app.app_context():
        token = linking.token(linking.newest(shop.ask(shop.buy())))
        shopper = Shopper(app)
        codes = [shopper.get(f"/returns/s/{turn}-{'a' * 32}").status_code for turn in range(60)]
        assert codes[0] == 404 and codes[-1] == 429
        assert shopper.get(f"/returns/s/{token}").status_code == 200, "who holds a right link is let in"
        assert shopper.get("/P/P12345678901").status_code == 429


def test_a_photo_number_beside_mine_is_not_mine(app: Flask) -> None:
    ids = [photos.take(io.BytesIO(shop.picture()), by=SYSTEM) for _ in range(3)]
    tokens = [linking.token(linking.newest(shop.ask(shop.buy(), photo_ids=(photo_id,)))) for photo_id in ids]
    shopper = Shopper(app)
    for place, token in enumerate(tokens):
        codes = [shopper.get(f"/returns/s/{token}/photos/{photo_id}").status_code for photo_id in ids]
        assert codes == [200 if number == place else 404 for number in range(3)]
    assert shopper.get(f"/photos/{ids[0]}").status_code == 303, "the staff's address asks for a sign-in"
    assert [link.purpose for link in shop.rows(Link)] == ["status"] * 3
