"""The signed handover receipt: photographed on the box's page, found again on the RMA's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.packing import roads
from tests.papers.making import take_photo
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt
from workflow import photo_set
from workflow.errors import Refused

pytestmark = pytest.mark.usefixtures("either_app")


def test_a_photo_of_the_signed_receipt_is_seen_on_the_rmas_page(client_as: Callable[..., PageClient]) -> None:
    road, other = roads.repaired(), roads.repaired()
    roads.send(TabletAt("paul"), road)
    roads.send(TabletAt("paul"), other, "1Z999AA10123456793")
    box, alice = roads.box_of(road), client_as("alice")
    here = f"/photos/of/parcel/{box.id}"
    page = alice.page(here)
    assert f'href="/desk/rmas/{road.rma}"' in page and '<option value="signed">' in page
    assert "Receipt signed" not in alice.page(f"/desk/rmas/{road.rma}")
    photo_id = take_photo(parcel_id=box.id)
    alice.page(here)
    alice.send(f"/photos/{photo_id}/shows", shows=photo_set.SIGNED)
    assert "Receipt signed" in alice.page(f"/desk/rmas/{road.rma}")
    assert "Receipt signed" not in alice.page(f"/desk/rmas/{other.rma}")


def test_the_dock_goes_back_to_its_stations_and_a_box_that_came_whole_has_nothing_to_show(
        client_as: Callable[..., PageClient]) -> None:
    road = roads.repaired()
    page = client_as("walt").page(f"/photos/of/parcel/{goods.unit(roads.arrived().ids[0]).came_in_id}")
    assert 'href="/stations"' in page and "Signed receipt" not in page and road.rma not in page


def test_what_a_photo_may_show_is_one_of_the_list() -> None:
    assert photo_set.checked("signed") == "signed" and photo_set.checked("damage") == "damage"
    with pytest.raises(Refused):
        photo_set.checked("anything")
