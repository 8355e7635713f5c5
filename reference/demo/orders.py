"""Orders of the demo company: the same seed makes the same orders."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from reference.demo.customers import make_customer
from reference.demo.material import Product, Rate, countries, products, rates
from reference.demo.numbers import order_number, tracking_number

CHANNELS: dict[str, int] = {"ebay": 35, "amazon": 25, "shopify": 20, "shop": 20}
SPAN = timedelta(days=400)
LINES_PER_ORDER: tuple[int, ...] = (1, 1, 1, 2, 2, 3, 4)
QUANTITIES: tuple[int, ...] = (1, 1, 1, 1, 2, 2, 3, 4, 6)
RETURNING_CUSTOMER = 0.2
DEVICE_SHARE = 0.35
SHIPPING_PENCE: tuple[int, ...] = (0, 0, 295, 395, 595)


def generate_orders(rng: Random, lines: int = 3000, end: date | None = None) -> Iterator[dict[str, Any]]:
    """Orders with exactly `lines` order lines in all, oldest first, none placed after `end` (default 2026-11-20).

    Amounts are in minor units of the order's currency; times are aware and in UTC. `delivered_at` and
    `shipped_at` are None for what has not happened by the end of the last day.
    """
    stop = datetime.combine(end or date(2026, 11, 20), time(23, 59), UTC)
    customers: list[dict[str, Any]] = []
    done = sequence = 0
    while done < lines:
        sequence += 1
        count = min(rng.choice(LINES_PER_ORDER), lines - done)
        placed = stop - SPAN * ((lines - done - rng.random()) / lines)
        customer, rows = _customer(rng, customers), _lines(rng, sequence, count)
        yield _order(rng, sequence, placed.replace(microsecond=0), stop, customer, rows)
        done += count


def _customer(rng: Random, known: list[dict[str, Any]]) -> dict[str, Any]:
    if known and rng.random() < RETURNING_CUSTOMER:
        return rng.choice(known)
    known.append(make_customer(rng, len(known) + 1))
    return known[-1]


def _lines(rng: Random, sequence: int, count: int) -> list[tuple[Product, int, list[str]]]:
    chosen: dict[str, Product] = {}
    while len(chosen) < count:
        product = _product(rng)
        chosen[product.sku] = product
    return [(product, quantity, _serials(product, quantity, sequence))
            for product in chosen.values() for quantity in (_quantity(rng, product),)]


def _product(rng: Random) -> Product:
    wants_device = rng.random() < DEVICE_SHARE
    return rng.choice([row for row in products().values() if bool(row.serial_prefix) == wants_device])


def _quantity(rng: Random, product: Product) -> int:
    return 1 if product.serial_prefix else rng.choice(QUANTITIES)


def _serials(product: Product, quantity: int, sequence: int) -> list[str]:
    """Serials are unique because an order holds a product once."""
    if not product.serial_prefix:
        return []
    return [f"{product.serial_prefix}-{sequence:06d}{place}" for place in range(1, quantity + 1)]


def _order(rng: Random, sequence: int, placed: datetime, stop: datetime, customer: dict[str, Any],
           lines: list[tuple[Product, int, list[str]]]) -> dict[str, Any]:
    country = countries()[customer["address"]["country"]]
    rate, carrier = rates()[country.currency], rng.choice(country.carriers)
    channel = rng.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
    rows = [_line(place, rate, *line) for place, line in enumerate(lines, start=1)]
    pence = rng.choice(SHIPPING_PENCE)
    shipping = rate.from_pence(pence) if pence else 0
    return {
        "channel": channel,
        "number": order_number(channel, sequence, placed.year, rng),
        "placed_at": placed,
        **_travel(rng, placed, stop),
        "currency": country.currency,
        "customer": customer,
        "lines": rows,
        "shipping_minor": shipping,
        "total_minor": shipping + sum(row["quantity"] * row["unit_price_minor"] for row in rows),
        "carrier": carrier,
        "tracking_number": tracking_number(carrier, rng),
    }


def _line(place: int, rate: Rate, product: Product, quantity: int, serials: list[str]) -> dict[str, Any]:
    return {"line": place, "sku": product.sku, "name": product.name, "quantity": quantity,
            "unit_price_minor": rate.from_pence(product.price_minor), "serials": serials}


def _travel(rng: Random, placed: datetime, stop: datetime) -> dict[str, datetime | None]:
    """When the order left and arrived: a day or two to pack, two to three weeks at the longest on the way."""
    shipped = placed + timedelta(hours=rng.randrange(6, 48))
    delivered = shipped + timedelta(hours=rng.randrange(30, 430))
    return {"shipped_at": shipped if shipped <= stop else None,
            "delivered_at": delivered if delivered <= stop else None}
