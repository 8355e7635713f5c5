"""Codes of the house are printed as words of the paper's language."""

from __future__ import annotations

import pytest

from jobs.paper import MAKERS
from models.lifecycle import OutReason
from tests.labels.reading import text
from workflow.words import OUT_WORDS

BUYER = {"name": "王小明", "street": "南京路 1 号", "city": "上海", "region": "", "postcode": "200001", "country": "CN"}


@pytest.mark.parametrize(("language", "repaired"), [("de", "Repariert"), ("zh", "已维修"), ("en", "Repaired")])
def test_why_it_goes_out(language: str, repaired: str) -> None:
    unit = {"product": "Kettle", "serial": "", "sku": "K1", "rma": "", "accessories": ["Lid"], "done": ["repair"]}
    sheet = {"parcel": "P12345678903", "to": BUYER, "sender": BUYER, "order": "1001", "packed_on": "2026-11-20",
             "units": [unit]}
    words = text(MAKERS["packing_slip"]([sheet], language))
    assert repaired in words
    assert "repair\n" not in words


def test_every_reason_has_a_word() -> None:
    assert set(OUT_WORDS) == set(OutReason)


def test_the_roles_on_a_badge() -> None:
    words = text(MAKERS["badge"]([{"name": "Tom", "roles": ["technician", "admin"], "code": "B12345678975"}], "zh"))
    assert "维修技师" in words and "technician" not in words
