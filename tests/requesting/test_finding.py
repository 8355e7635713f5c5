"""Order number and proof: found by who knows both; a wrong proof and no such order cannot be told apart."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.conftest import SECRET
from tests.requesting import shop
from tests.requesting.shop import Shopper, said
from workflow import finding
from workflow.errors import NotFound, TooOften


@pytest.mark.parametrize("number", ["BH-77", " bh-77 ", "#BH-77", "b h - 7 7"])
@pytest.mark.parametrize("proof", ["Jörg@Example.COM", " jörg@example.com ", "10 119", "10119"])
def test_found_however_it_is_typed(app: Flask, number: str, proof: str) -> None:
    shop.buy()
    bought = shop.buy(number="BH-77", email="jörg@example.com")
    assert finding.find_order(number, proof) == bought.id


def test_postcodes_with_letters_and_hyphens(app: Flask) -> None:
    london, lisbon = shop.buy(postcode="SW1A 1AA"), shop.buy(postcode="1010-001")
    assert finding.find_order(london.number, "sw1a1aa") == london.id
    assert finding.find_order(lisbon.number, "1010001") == lisbon.id


def test_one_number_on_two_channels_is_told_apart_by_the_proof(app: Flask) -> None:
    shop.buy(number="100", channel="ebay", email="a@example.com", postcode="11111")
    second = shop.buy(number="100", channel="amazon", email="b@example.com", postcode="22222")
    assert finding.find_order("100", "b@example.com") == second.id


@pytest.mark.parametrize("proof", ["x@example.com", "99999", "", " ", "%", "joerg", "1011", "101190", "\x00"])
def test_a_wrong_proof_finds_nothing(app: Flask, proof: str) -> None:
    bought = shop.buy()
    with pytest.raises(NotFound):
        finding.find_order(bought.number, proof)


def test_an_order_without_mail_or_postcode_is_not_found_by_nothing(app: Flask) -> None:
    bought = shop.buy(postcode="", email="")
    for proof in ("", "-", " "):
        with pytest.raises(NotFound):
            finding.find_order(bought.number, proof)


def test_wrong_mail_and_unknown_order_are_one_answer(app: Flask, statements: list[str]) -> None:
    bought, shopper = shop.buy(), Shopper(app)
    shopper.page("/returns")
    answers, ran = [], []
    for number in (bought.number, "BH-999999"):
        statements.clear()
        answer = shopper.send("/returns", order_number=number, proof="somebody@example.com")
        answers.append((answer.status_code, said(answer.get_data(as_text=True))))
        ran.append(list(statements))
    assert answers[0] == answers[1] and answers[0][0] == 422
    assert ran[0] == ran[1]


def test_wrong_mail_and_unknown_order_take_the_same_time(app: Flask) -> None:
    bought, shopper = shop.buy(), Shopper(app)
    shopper.page("/returns")
    took: dict[str, list[float]] = {bought.number: [], "BH-999999": []}
    for _ in range(60):
        for number, times in took.items():
            began = time.perf_counter()
            shopper.send("/returns", order_number=number, proof="somebody@example.com")
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < 0.015, (known, unknown)


@pytest.fixture
def limited_app(data_dir: Path) -> Flask:
    app = create_app(data_dir=str(data_dir), secret_key=SECRET)
    with app.app_context():
        yield app


def test_tries_end_before_the_thirtieth_and_no_header_lifts_it(limited_app: Flask) -> None:
    bought, shopper = shop.buy(), Shopper(limited_app)
    shopper.page("/returns")
    codes = []
    for turn in range(30):
        forged = {"X-Forwarded-For": f"203.0.113.{turn}", "X-Real-IP": f"203.0.113.{turn}",
                  "Forwarded": f"for=203.0.113.{turn}"}
        answer = shopper.send("/returns", headers=forged, order_number=f"BH-{turn}", proof="a@example.com")
        codes.append(answer.status_code)
    assert codes[-1] == 429 and 422 in codes
    assert shopper.send("/returns", order_number=bought.number, proof=bought.email).status_code == 429


def test_one_order_cannot_be_tried_from_many_addresses(limited_app: Flask) -> None:
    bought = shop.buy()
    for turn in range(finding.TRIES_FOR_ONE_ORDER):
        with pytest.raises(NotFound):
            finding.find_order(bought.number, f"{turn:05d}", address=f"203.0.113.{turn}")
    with pytest.raises(TooOften):
        finding.find_order(bought.number, bought.email, address="203.0.113.200")
