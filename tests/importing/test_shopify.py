"""Shopify's own JSON."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import reference.demo
from channels.shopify import orders
from workflow.importing.values import Unreadable

SAMPLE = json.loads((Path(reference.demo.__file__).parent / "shopify_order_sample.json").read_text(encoding="utf-8"))


def sample(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SAMPLE["order"]), **changes}


def read(data: Any):
    return orders.read(json.dumps(data).encode())


def test_the_sample_order() -> None:
    order = read(SAMPLE).items[0].value
    assert (order.number, order.channel, order.market, order.currency, order.paid_minor) == (
        "#1042", "shopify", "DE", "EUR", 4711)
    assert order.placed_at == datetime(2026, 10, 5, 17, 12, 39, tzinfo=UTC)
    assert order.delivered_at is None, "one of its two parcels is still on the way"
    assert order.customer.language == "de"
    assert order.address.street == "Mühlenstraße 12, c/o Schröder"
    # 40.94 less its share of the discount; 2 x 2.98 less theirs.
    assert [(line.sku, line.quantity, line.unit_price_minor, line.tracking) for line in order.lines] == [
        ("KETT-01", 1, 3685, "00340434200000004170"), ("85123A", 2, 268, "RX104200420DE")]
    assert [(one.tracking, one.carrier) for one in order.shipments] == [
        ("00340434200000004170", "dhl"), ("RX104200420DE", "deutsche_post")]
    goods = sum(line.quantity * line.unit_price_minor for line in order.lines)
    assert goods + 490 == order.paid_minor, "goods and postage are what was paid"


def test_delivered_is_when_the_last_parcel_arrived() -> None:
    data = sample()
    data["fulfillments"][1] |= {"shipment_status": "delivered", "updated_at": "2026-10-12T09:00:00+02:00"}
    assert read(data).items[0].value.delivered_at == datetime(2026, 10, 12, 7, tzinfo=UTC)


@pytest.mark.parametrize(("changes", "paid"), [
    ({"financial_status": "pending"}, 0), ({"financial_status": "voided"}, 0), ({"total_outstanding": "7.11"}, 4000),
    ({"financial_status": "refunded"}, 4711),
])
def test_what_was_paid(changes: dict[str, Any], paid: int) -> None:
    assert read(sample(**changes)).items[0].value.paid_minor == paid


def test_amounts_are_those_the_customer_saw() -> None:
    data = sample(presentment_currency="JPY")
    data["total_price_set"] = {"presentment_money": {"amount": "7600", "currency_code": "JPY"}}
    for line in data["line_items"]:
        line["price_set"] = {"presentment_money": {"amount": "3000", "currency_code": "JPY"}}
        line["discount_allocations"] = []
    order = read(data).items[0].value
    assert (order.currency, order.paid_minor) == ("JPY", 7600)
    assert [line.unit_price_minor for line in order.lines] == [3000, 3000]


def test_many_orders_cancelled_ones_broken_ones_and_things_that_are_not_sent() -> None:
    digital = sample(name="#3")
    digital["line_items"][0]["requires_shipping"] = False
    no_sku = sample(name="#4")
    no_sku["line_items"][0]["sku"] = None
    found = read({"orders": [sample(name="#1", cancelled_at="2026-10-06T00:00:00Z"), {"name": "#2"}, digital, no_sku]})
    assert [item.value.number for item in found.items] == ["#3", "#4"]
    assert len(found.items[0].value.lines) == 1
    assert found.items[1].value.lines[0].sku == "SHOPIFY-45000000000101"
    assert [(fault.line, fault.level) for fault in found.faults] == [(1, "note"), (2, "error")]
    assert found.bad == 1


def test_the_same_order_twice_in_one_file_is_taken_as_it_stands_last() -> None:
    found = read([sample(), sample(note="later", total_outstanding="1.00")])
    assert [item.value.paid_minor for item in found.items] == [4611]


@pytest.mark.parametrize("content", [b"not json", b"\xff\xfe", b'"text"', b"3"])
def test_what_is_no_json_of_theirs(content: bytes) -> None:
    with pytest.raises(Unreadable):
        orders.read(content)
