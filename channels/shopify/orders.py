"""Orders out of Shopify's JSON: the Order resource of the REST Admin API, one or many, as exported or as a webhook.

Fields as documented at shopify.dev (REST Admin API, Order). Amounts are taken in the currency the customer saw.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision

from reference.carriers import carriers
from workflow.importing.values import (
    AddressIn,
    CustomerIn,
    Fault,
    Item,
    LineIn,
    OrderIn,
    Read,
    ShipmentIn,
    Unreadable,
)
from workflow.sentences import say

LANGUAGES = ("en", "zh", "de", "fr", "es", "ar")
CHANNEL = "shopify"


def read(content: bytes, encoding: str | None = None) -> Read:
    """The orders of a JSON file; `line` is the order's place in it.

    Raises:
        Unreadable: not JSON, or no orders in it.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise Unreadable(say("This is not JSON as Shopify writes it. Export the orders again.")) from None
    found = Read("utf-8")
    for place, one in enumerate(_orders(data), start=1):
        _read_one(one, place, found)
    # An order that was exported twice counts as it stands last.
    found.items = list({item.value.number: item for item in found.items}.values())
    return found


def _orders(data: Any) -> Iterator[Any]:
    if isinstance(data, dict) and "order" in data:
        return iter([data["order"]])
    if isinstance(data, dict):
        data = data.get("orders", [data])
    if not isinstance(data, list):
        raise Unreadable(say("There are no orders in this file."))
    return iter(data)


def _read_one(one: Any, place: int, found: Read) -> None:
    try:
        if one.get("cancelled_at"):
            found.faults.append(Fault(place, say("Order %(number)s was cancelled in the shop and is left out.",
                                                 number=one["name"]), "note"))
            return
        found.items.append(Item(place, order(one)))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        found.faults.append(Fault(place, say("This order is not complete (%(error)s). Export it again.",
                                             error=str(error)[:80])))
        found.bad += 1


def order(data: dict[str, Any]) -> OrderIn:
    """One order.

    Raises:
        KeyError, TypeError, ValueError: something that every order has is missing or of another kind.
    """
    currency = data.get("presentment_currency") or data["currency"]
    address, parcels = _address(data), _fulfilments(data)
    lines = [line for line in data["line_items"] if line.get("requires_shipping", True)]
    if not lines:
        raise ValueError("no goods that are sent")
    return OrderIn(
        number=data["name"], channel=CHANNEL, market=address.country,
        placed_at=_moment(data.get("processed_at") or data["created_at"]), delivered_at=_delivered(data, parcels),
        currency=currency, paid_minor=_paid(data, currency), customer=_customer(data, address), address=address,
        lines=tuple(_line(line, no, currency, parcels) for no, line in enumerate(lines, start=1)),
        shipments=tuple(_shipment(parcel, number) for parcel in parcels for number in _numbers(parcel)))


def _paid(data: dict[str, Any], currency: str) -> int:
    """What was paid: nothing while the payment is only promised. Later refunds do not lower it."""
    if data.get("financial_status") in ("pending", "authorized", "voided"):
        return 0
    total = _money(data, "total_price", currency)
    # What is still outstanding is told in the shop's currency only.
    if data["currency"] != currency:
        return total
    return max(0, total - _minor(data.get("total_outstanding") or "0", currency))


def _line(line: dict[str, Any], no: int, currency: str, parcels: list[dict[str, Any]]) -> LineIn:
    quantity = int(line["quantity"])
    discounts = sum(_money(part, "amount", currency) for part in line.get("discount_allocations") or [])
    each = max(0, _money(line, "price", currency) * quantity - discounts) // quantity
    return LineIn(
        line.get("sku") or f"SHOPIFY-{line.get('variant_id') or line['id']}", quantity, each, line_no=no,
        name=line.get("name") or line["title"], weight_g=line.get("grams"), tracking=_tracking_of(line, parcels))


def _tracking_of(line: dict[str, Any], parcels: list[dict[str, Any]]) -> str | None:
    for parcel in parcels:
        if any(inside.get("id") == line.get("id") for inside in parcel.get("line_items") or []):
            return next(iter(_numbers(parcel)), None)
    return None


def _customer(data: dict[str, Any], address: AddressIn) -> CustomerIn:
    customer = data.get("customer") or {}
    name = " ".join(filter(None, (customer.get("first_name"), customer.get("last_name"))))
    language = (data.get("customer_locale") or "en").split("-")[0].lower()
    return CustomerIn(
        name or address.name, email=data.get("email") or data.get("contact_email") or customer.get("email") or "",
        phone=data.get("phone") or customer.get("phone") or (data.get("shipping_address") or {}).get("phone") or "",
        language=language if language in LANGUAGES else "en")


def _address(data: dict[str, Any]) -> AddressIn:
    where = data.get("shipping_address") or data["billing_address"]
    return AddressIn(
        where.get("name") or f"{where['first_name']} {where['last_name']}", where["country_code"],
        street=", ".join(filter(None, (where.get("company"), where.get("address1"), where.get("address2")))),
        city=where.get("city") or "", region=where.get("province_code") or where.get("province") or "",
        postcode=where.get("zip") or "")


def _fulfilments(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in data.get("fulfillments") or [] if one.get("status") in ("success", "open", "pending")]


def _numbers(parcel: dict[str, Any]) -> list[str]:
    numbers = parcel.get("tracking_numbers") or [parcel.get("tracking_number")]
    return [number for number in numbers if number]


def _shipment(parcel: dict[str, Any], number: str) -> ShipmentIn:
    return ShipmentIn(number, _carrier(parcel.get("tracking_company") or ""), _moment(parcel["created_at"]))


def _carrier(company: str) -> str | None:
    """Our code for a carrier of exactly this name."""
    named = {carrier.name.casefold(): code for code, carrier in carriers().items()}
    return named.get(company.casefold())


def _delivered(data: dict[str, Any], parcels: list[dict[str, Any]]) -> datetime | None:
    """When the last parcel arrived: only then is the whole order with the customer."""
    if data.get("fulfillment_status") != "fulfilled" or not parcels:
        return None
    if any(parcel.get("shipment_status") != "delivered" for parcel in parcels):
        return None
    return max(_moment(parcel["updated_at"]) for parcel in parcels)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _money(data: dict[str, Any], name: str, currency: str) -> int:
    """An amount in minor units: the one the customer saw if there are two."""
    shown = (data.get(f"{name}_set") or {}).get("presentment_money") or {}
    return _minor(shown["amount"] if shown.get("currency_code") == currency else data[name], currency)


def _minor(text: str, currency: str) -> int:
    return int(Decimal(text) * 10 ** get_currency_precision(currency))
