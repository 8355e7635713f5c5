"""How often the right RMA is first, or among three, and how long it takes. The figures are those measured."""

from __future__ import annotations

import time

import pytest

from tests.support.people import actor
from tests.unidentified import company
from workflow import matching, receiving
from workflow.whose import noting

OPEN_RMAS = 300
NAME, COUNTRY, POSTCODE, GOODS, WEIGHT, CARRIER = "name", "country", "postcode", "goods", "weight_g", "carrier"
# What is known of a parcel, and for how many of 100 the right RMA was first and among the first three.
MEASURED = {
    (NAME,): (64, 79),
    (NAME, COUNTRY, WEIGHT): (83, 87),
    (NAME, COUNTRY, GOODS, WEIGHT, CARRIER): (97, 99),
    (COUNTRY, GOODS, WEIGHT, CARRIER): (89, 97),
    (NAME, POSTCODE): (100, 100),
}


def places(sent: list[company.Sent], known: tuple[str, ...]) -> list[int | None]:
    """On which place of the list the right RMA of each parcel stands."""
    found = []
    for parcel in sent:
        parcel_id = receiving.put_aside(code=f"X{parcel.rma_id}", by=actor("walt"),
                                        carrier=parcel.carrier if CARRIER in known else None)
        about = {NAME: parcel.label, COUNTRY: parcel.country, POSTCODE: parcel.postcode, GOODS: parcel.goods,
                 WEIGHT: parcel.weight_g}
        noting.note_sender(parcel_id=parcel_id, by=actor("alice"),
                           **{name: value for name, value in about.items() if name in known})
        ids = [candidate.rma_id for candidate in matching.one(parcel_id).candidates]
        found.append(ids.index(parcel.rma_id) if parcel.rma_id in ids else None)
    return found


@pytest.mark.parametrize("known", [list(MEASURED)[2], *(
    pytest.param(known, marks=pytest.mark.faults) for known in list(MEASURED)[:2] + list(MEASURED)[3:])])
def test_how_often_the_right_rma_is_first(app, known: tuple[str, ...]) -> None:
    sent = company.build(OPEN_RMAS)[:100]
    found = places(sent, known)
    first, among_three = sum(place == 0 for place in found), sum(place is not None and place < 3 for place in found)
    assert first >= MEASURED[known][0] and among_three >= MEASURED[known][1], (first, among_three)


@pytest.mark.faults
def test_among_five_thousand_open_rmas_it_is_quick(app) -> None:
    sent = company.build(5000, seed=2)
    parcel_id = receiving.put_aside(code="X", carrier="dhl", by=actor("walt"))
    noting.note_sender(parcel_id=parcel_id, name=sent[77].label, country=sent[77].country, goods=sent[77].goods,
                       postcode=sent[77].postcode, weight_g=sent[77].weight_g, by=actor("alice"))
    seconds = []  # of the processor: what else the machine does is not ours
    for _ in range(5):
        began = time.process_time()
        shown = matching.one(parcel_id)
        seconds.append(time.process_time() - began)
    assert shown.candidates[0].rma_id == sent[77].rma_id
    assert sorted(seconds)[2] < 0.3
