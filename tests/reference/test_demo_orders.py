from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

import reference.demo
from reference.demo.material import countries, products, rates
from reference.demo.numbers import TRACKING, fedex_check, mod10, s10_check, tracking_number
from reference.demo.orders import CHANNELS, generate_orders

END = date(2026, 11, 20)
ORDERS = list(generate_orders(Random(7), lines=1500, end=END))
NUMBERS = {"ebay": r"\d{2}-\d{5}-\d{5}", "amazon": r"\d{3}-\d{7}-\d{7}", "shopify": r"#\d{4,}",
           "shop": r"SO-\d{4}-\d{5}"}


def test_the_same_seed_makes_the_same_orders_and_another_seed_others():
    assert list(generate_orders(Random(7), lines=1500, end=END)) == ORDERS
    assert list(generate_orders(Random(8), lines=1500, end=END)) != ORDERS


@pytest.mark.parametrize("lines", [0, 1, 7, 1500])
def test_exactly_as_many_lines_as_asked_for(lines):
    assert sum(len(order["lines"]) for order in generate_orders(Random(3), lines=lines, end=END)) == lines


def test_totals_are_the_sum_of_lines_and_shipping_at_the_days_price():
    for order in ORDERS:
        prices = [rates()[order["currency"]].from_pence(products()[row["sku"]].price_minor) for row in order["lines"]]
        assert [row["unit_price_minor"] for row in order["lines"]] == prices
        goods = sum(price * row["quantity"] for price, row in zip(prices, order["lines"], strict=True))
        assert order["total_minor"] == goods + order["shipping_minor"] and goods > 0


def test_numbers_serials_and_parcels_are_each_their_own():
    serials = [serial for order in ORDERS for row in order["lines"] for serial in row["serials"]]
    assert len(set(serials)) == len(serials) > 300
    assert len({(order["channel"], order["number"]) for order in ORDERS}) == len(ORDERS)
    assert len({order["tracking_number"] for order in ORDERS}) == len(ORDERS)


def test_order_numbers_look_like_their_channels():
    assert {order["channel"] for order in ORDERS} == set(CHANNELS)
    assert [order["number"] for order in ORDERS if not re.fullmatch(NUMBERS[order["channel"]], order["number"])] == []


def test_devices_have_one_serial_each_and_gifts_none():
    for order in ORDERS:
        for row in order["lines"]:
            assert len(row["serials"]) == (row["quantity"] if products()[row["sku"]].serial_prefix else 0)


def test_an_order_holds_a_product_once_and_numbers_its_lines():
    for order in ORDERS:
        assert len({row["sku"] for row in order["lines"]}) == len(order["lines"])
        assert [row["line"] for row in order["lines"]] == list(range(1, len(order["lines"]) + 1))


def test_time_runs_forward_and_stops_at_the_end():
    stop = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
    placed = [order["placed_at"] for order in ORDERS]
    assert placed == sorted(placed) and placed[-1] <= stop and stop - placed[0] > timedelta(days=390)
    for order in ORDERS:
        happened = [when for when in (order["placed_at"], order["shipped_at"], order["delivered_at"]) if when]
        assert happened == sorted(happened) and happened[-1] <= stop
        assert order["shipped_at"] or not order["delivered_at"]


def test_some_orders_are_still_on_their_way_and_most_have_arrived():
    on_the_way = sum(order["delivered_at"] is None for order in ORDERS)
    assert 0 < on_the_way < len(ORDERS) / 10


def test_customers_live_where_their_money_and_carrier_are_and_some_come_again():
    mails = Counter(order["customer"]["email"] for order in ORDERS)
    assert max(mails.values()) > 1 and len(mails) < len(ORDERS)
    for order in ORDERS:
        address = order["customer"]["address"]
        country = countries()[address["country"]]
        assert order["currency"] == country.currency and order["carrier"] in country.carriers
        assert (address["city"], address["postcode"]) in {(place.city, place.postcode) for place in country.places}
        assert "{" not in order["customer"]["phone"] + address["street"]


def test_mail_goes_nowhere_and_one_mail_is_one_customer():
    people = {order["customer"]["email"]: order["customer"]["name"] for order in ORDERS}
    assert all(re.fullmatch(r"[a-z]+\.\d+@example\.(com|net|org)", mail) for mail in people)
    assert all(people[order["customer"]["email"]] == order["customer"]["name"] for order in ORDERS)


@pytest.mark.parametrize(("carrier", "shape"), [
    ("dhl", r"\d{20}"), ("ups", r"1Z[0-9A-Z]{16}"), ("fedex", r"\d{12}"), ("usps", r"\d{22}"),
    ("royal_mail", r"[A-Z]{2}\d{9}GB"), ("deutsche_post", r"[A-Z]{2}\d{9}DE"), ("evri", r"H\d{15}"),
    ("colissimo", r"[A-Z]{2}\d{9}FR"), ("correos", r"[A-Z]{2}\d{9}ES"), ("china_post", r"[A-Z]{2}\d{9}CN"),
    ("sf_express", r"SF\d{13}"), ("yunexpress", r"YT\d{16}"), ("4px", r"4PX\d{13}CN"), ("aramex", r"\d{11}")])
def test_tracking_numbers_have_their_carriers_shape(carrier, shape):
    assert re.fullmatch(shape, tracking_number(carrier, Random(carrier)))


def test_every_carrier_of_a_country_can_print_a_number():
    assert {carrier for row in countries().values() for carrier in row.carriers} <= set(TRACKING)


def test_check_digits_of_published_examples():
    assert mod10("629104150021") == "3"
    assert s10_check("47312482") == "9"
    assert fedex_check("98657878885") == "5"


def ups_check(number: str) -> int:
    """The check digit as UPS describes it: letters count as 2 to 9, 0, 1; every second sign twice."""
    letters = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "23456789012345678901234567", strict=True))
    values = [int(letters.get(sign, sign)) for sign in number[2:17]]
    return -sum(value * (2 if place % 2 else 1) for place, value in enumerate(values)) % 10


def test_check_digits_of_ups():
    assert ups_check("1Z5R89390357567127") == 7  # a published example
    made = [tracking_number("ups", Random(seed)) for seed in range(50)]
    assert [number for number in made if ups_check(number) != int(number[-1])] == []


SHOPIFY = json.loads((Path(reference.demo.__file__).parent / "shopify_order_sample.json").read_text("utf-8"))["order"]


def test_the_shopify_sample_adds_up():
    lines = sum(Decimal(row["price"]) * row["quantity"] for row in SHOPIFY["line_items"])
    discount = sum(Decimal(row["amount"]) for line in SHOPIFY["line_items"] for row in line["discount_allocations"])
    shipping = sum(Decimal(row["price"]) for row in SHOPIFY["shipping_lines"])
    assert (str(lines), str(discount)) == (SHOPIFY["total_line_items_price"], SHOPIFY["total_discounts"])
    assert str(lines - discount) == SHOPIFY["subtotal_price"]
    assert str(lines - discount + shipping) == SHOPIFY["total_price"]
    taxes = [row["tax_lines"][0]["price"] for row in (*SHOPIFY["line_items"], *SHOPIFY["shipping_lines"])]
    assert str(sum(map(Decimal, taxes))) == SHOPIFY["total_tax"]


def test_the_shopify_sample_has_what_an_import_must_cope_with():
    assert {row["sku"] for row in SHOPIFY["line_items"]} <= set(products())
    assert len(SHOPIFY["line_items"]) == 2 and "ü" in SHOPIFY["shipping_address"]["address1"]
    tracked = [row["tracking_number"] for row in SHOPIFY["fulfillments"]]
    assert mod10(tracked[0][:-1]) == tracked[0][-1] and s10_check(tracked[1][2:10]) == tracked[1][10]
