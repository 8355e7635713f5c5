"""Order and tracking numbers in the real formats of shops and carriers, with right check digits."""
from __future__ import annotations

from collections.abc import Callable
from random import Random


def digits(rng: Random, count: int) -> str:
    """`count` random digits."""
    return "".join(str(rng.randrange(10)) for _ in range(count))


def mod10(body: str) -> str:
    """The GS1 check digit: weights 3 and 1 from the right (GTIN, SSCC, USPS)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def s10_check(body: str) -> str:
    """The check digit of UPU S10 for eight digits."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(body, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def s10(service: str, country: str) -> Callable[[Random], str]:
    """A maker of UPU S10 numbers such as RR123456785GB."""
    def make(rng: Random) -> str:
        body = digits(rng, 8)
        return f"{service}{body}{s10_check(body)}{country}"
    return make


def _ups(rng: Random) -> str:
    body = "999AA1" + "03" + digits(rng, 7)
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in body]
    return f"1Z{body}{-(sum(values[::2]) + 2 * sum(values[1::2])) % 10}"


def fedex_check(body: str) -> str:
    """The check digit of FedEx for eleven digits: weights 3, 1, 7, modulo 11, ten written as zero."""
    total = sum(int(digit) * weight for digit, weight in zip(body, ((3, 1, 7) * 4)[:11], strict=True))
    return str(total % 11 % 10)


def _fedex(rng: Random) -> str:
    body = digits(rng, 11)
    return body + fedex_check(body)


def _gs1(prefix: str, length: int) -> Callable[[Random], str]:
    def make(rng: Random) -> str:
        body = prefix + digits(rng, length - len(prefix) - 1)
        return body + mod10(body)
    return make


def _plain(prefix: str, count: int, suffix: str = "") -> Callable[[Random], str]:
    return lambda rng: f"{prefix}{digits(rng, count)}{suffix}"


TRACKING: dict[str, Callable[[Random], str]] = {
    "dhl": _gs1("00340434", 20),
    "deutsche_post": s10("RX", "DE"),
    "ups": _ups,
    "fedex": _fedex,
    "usps": _gs1("9400", 22),
    "royal_mail": s10("TT", "GB"),
    "evri": _plain("H", 15),
    "colissimo": s10("CB", "FR"),
    "correos": s10("PQ", "ES"),
    "china_post": s10("LZ", "CN"),
    "sf_express": _plain("SF", 13),
    "yunexpress": _plain("YT", 16),
    "4px": _plain("4PX", 13, "CN"),
    "aramex": _plain("", 11),
}


def tracking_number(carrier: str, rng: Random) -> str:
    """A number as this carrier would print it. Raises KeyError for an unknown carrier."""
    return TRACKING[carrier](rng)


def order_number(channel: str, sequence: int, year: int, rng: Random) -> str:
    """An order number as this channel writes it; `sequence` counts the orders of all channels from 1."""
    if channel == "ebay":
        return f"{10 + sequence % 20}-{digits(rng, 5)}-{sequence:05d}"
    if channel == "amazon":
        return f"{rng.choice(('026', '203', '305', '114', '404'))}-{digits(rng, 7)}-{sequence:07d}"
    if channel == "shopify":
        return f"#{1000 + sequence}"
    return f"SO-{year}-{sequence:05d}"
