"""What speaks for and against an RMA being the one of a parcel: each in words, with its weight.

Weights are those of record linkage (Fellegi and Sunter, A Theory for Record Linkage, 1969): how many times more often a
fact is seen when the RMA is the right one than when it is not, as a power of two. They add up. Ours are judged, not
counted; tests/unidentified/test_measure.py says how often they are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from rapidfuzz import fuzz

from workflow.sentences import Sentence, say
from workflow.whose import names
from workflow.whose.spelling import latin_words

ALMOST_PROOF = 14.0
LONG_AGO_DAYS = 60
PACKING_G = 600


class Reason(NamedTuple):
    """One fact in words. `weight` below zero speaks against it."""

    words: Sentence
    weight: float


@dataclass(frozen=True)
class Clues:
    """What is known about the parcel itself. Weight in grams; `products` are those of units taken out of it."""

    at: datetime
    name: str = ""
    country: str = ""
    postcode: str = ""
    goods: str = ""
    weight_g: int | None = None
    carrier: str | None = None
    products: Set[int] = frozenset()


@dataclass
class Awaited:
    """An RMA of which something is still to come. Weight in grams, None where a product's weight is not known."""

    rma_id: int
    number: str
    status: str
    customer: str
    ship_name: str | None
    country: str | None
    postcode: str | None
    created_at: datetime
    weight_g: int | None = 0
    products: dict[int, str] = field(default_factory=dict)
    carriers: set[str] = field(default_factory=set)


def soft(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    """All that can be said without a number that is the RMA's own, the strongest kind first."""
    yield from _name(clues, rma)
    yield from _place(clues, rma)
    yield from _goods(clues, rma)
    yield from _weight(clues, rma)
    yield from _carrier(clues, rma)
    yield from _waiting(clues, rma)


def roughly(clues: Clues, rma: Awaited, fitting: Set[int]) -> int:
    """What speaks for it but the name, in whole numbers and no words: asked of every open RMA.

    Args:
        fitting: the products that fit what was noted about the goods.
    """
    points = 2 if clues.country and clues.country == rma.country else 0
    if clues.postcode and rma.postcode and clues.postcode[:2].upper() == rma.postcode[:2].upper() \
            and _plain(clues.postcode) == _plain(rma.postcode):
        points += 8
    if not clues.products.isdisjoint(rma.products) or not fitting.isdisjoint(rma.products):
        points += 5
    if clues.weight_g and rma.weight_g and -0.05 * rma.weight_g <= clues.weight_g - rma.weight_g <= PACKING_G:
        points += 3
    return points + (2 if clues.carrier in rma.carriers else 0)


def likeness(clues: Clues, rma: Awaited) -> float:
    """How alike the sender's name is to the customer's, or to the one the order went to."""
    return max(names.alike(clues.name, known) for known in {rma.customer, rma.ship_name} if known)


def _name(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    if not clues.name:
        return
    alike = likeness(clues, rma)
    if alike >= names.SAME:
        yield Reason(say("the same name"), 10)
    elif alike >= names.NEARLY:
        yield Reason(say("name nearly the same"), 8)
    elif alike >= names.SIMILAR:
        yield Reason(say("a similar name"), 5)
    elif alike < names.OTHER:  # somebody of the household may have sent it
        yield Reason(say("another name"), -3)


def _place(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    if clues.postcode and rma.postcode and _plain(clues.postcode) == _plain(rma.postcode):
        yield Reason(say("the same postcode"), 8)
    if clues.country and rma.country:
        if clues.country == rma.country:
            yield Reason(say("the same country"), 2)
        else:
            yield Reason(say("another country"), -3)


def _plain(postcode: str) -> str:
    return "".join(letter for letter in postcode.upper() if letter.isalnum())


def _goods(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    found = [name for product_id, name in rma.products.items() if product_id in clues.products]
    if found:
        yield Reason(say("holds what is expected: %(product)s", product=found[0]), 5)
    elif clues.goods and rma.products:
        alike, name = max((_goods_likeness(clues.goods, name), name) for name in rma.products.values())
        if alike >= 0.8:
            yield Reason(say("the goods fit: %(product)s", product=name), 5)


def _goods_likeness(noted: str, name: str) -> float:
    """How much of what was noted stands in the product's name, in any order."""
    return fuzz.token_set_ratio(" ".join(latin_words(noted)), " ".join(latin_words(name))) / 100


def _weight(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    if not clues.weight_g or not rma.weight_g:
        return
    off = clues.weight_g - rma.weight_g
    if -0.05 * rma.weight_g <= off <= PACKING_G:
        near = abs(off) <= max(0.1 * rma.weight_g, 100)
        yield Reason(say("%(grams)s g from the announced weight", grams=abs(off)), 3 if near else 2)
    elif off < -0.2 * rma.weight_g:
        yield Reason(say("%(grams)s g lighter than announced", grams=-off), -2)
    elif off > max(rma.weight_g, 2 * PACKING_G):
        yield Reason(say("%(grams)s g heavier than announced", grams=off), -2)


def _carrier(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    if clues.carrier and rma.carriers:
        if clues.carrier in rma.carriers:
            yield Reason(say("the carrier that was announced"), 2)
        else:
            yield Reason(say("another carrier was announced"), -2)


def _waiting(clues: Clues, rma: Awaited) -> Iterator[Reason]:
    days = (clues.at - rma.created_at).days
    weight = 1 if 1 <= days <= 30 else -1 if days > LONG_AGO_DAYS else 0
    if days < 0:
        yield Reason(say("asked for after it came"), 0)
    elif days == 0:
        yield Reason(say("announced on the same day"), weight)
    elif days == 1:
        yield Reason(say("announced the day before"), weight)
    else:
        yield Reason(say("announced %(count)s days before", count=days), weight)
