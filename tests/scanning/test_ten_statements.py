"""The law of the scan at the dock: ten SQL statements at most on both engines, however full the box is."""

from __future__ import annotations

import pytest

from tests.support import goods
from tests.support.counting import FrugalTablet


@pytest.fixture
def dock(either_app) -> FrugalTablet:
    goods.announced(units=2, serials=True)  # somebody else's, so that a missing WHERE shows
    return FrugalTablet("walt")


def test_the_answer_to_scan_its_serial(dock: FrugalTablet) -> None:
    """It fits, it does not, and nobody sold such a thing."""
    rma = goods.announced(units=3, serials=True)
    dock.scan(rma.parcel, rma.skus[0])
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Serial fits"
    assert goods.unit(rma.unit_ids[0]).device_id is not None
    dock.scan(rma.skus[1])
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Wrong serial"
    dock.scan(rma.skus[2])
    assert str(dock.scan("NOBODYS-0815").title) == "Wrong serial"
    assert [goods.unit(unit_id).device_id for unit_id in rma.unit_ids[1:]] == [None, None]
