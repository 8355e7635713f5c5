"""Prices on the packing slip: hidden until somebody asks for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.packing import roads
from tests.papers.making import words
from tests.support.tablets import TabletAt
from workflow import installation

PRICE = "€12.99"


@pytest.fixture
def box_id(app) -> int:
    road = roads.ready(price_minor=1299)
    roads.pack(TabletAt("paul"), road)
    return roads.box_of(road).id


def test_prices_are_hidden_unless_asked_for(box_id: int) -> None:
    assert PRICE not in words("packing_slip", box_id)
    priced = words("packing_slip_priced", box_id)
    assert priced.count(PRICE) == 2 and "Total" in priced


def test_a_setting_shows_them_and_the_button_still_hides_them(box_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "chosen", replace(installation.settings(), slip_prices="on"))
    assert PRICE in words("packing_slip", box_id)
    assert PRICE not in words("packing_slip_plain", box_id)
