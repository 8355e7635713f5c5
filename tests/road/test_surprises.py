"""What comes in and was not announced so: each is two scans at most, and its card offers the photo and the paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from models.lifecycle import ParcelState, Stage
from models.parcels import CarrierClaim
from tests.requesting.shop import picture
from tests.support import goods
from tests.support.browser_people import AtStation, InGloves, Window
from tests.support.server import Server
from workflow import clock
from workflow.scanning.commands import CHOICES
from workflow.scanning.commands import Command as C
from workflow.transaction import reading

UNKNOWN = "1Z999AA10123456784"


@pytest.fixture
def dock(house: Server, browser: Browser) -> InGloves:
    return InGloves(browser, house.url, "walt", "dock-1")


def order_number(order_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": order_id}).scalar_one()


def number_of_newest_parcel() -> str:
    with reading() as connection:
        return connection.execute(sa.text("SELECT number FROM parcel ORDER BY id DESC")).scalar()


def parcel_named(number: str) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.text("SELECT * FROM parcel WHERE number = :number"), {"number": number}).one()


def stages(rma: goods.Announced) -> set[Stage]:
    return {goods.unit(unit_id).stage for unit_id in rma.unit_ids}


@pytest.mark.usefixtures("untouched")
def test_whose_is_it(dock: InGloves) -> None:
    """Put aside by one scan. When more is known, its holding label asks, and one scan says whose it is."""
    rma = goods.announced(name="Petra Schneider")
    dock.scan(UNKNOWN, "Put aside")
    assert dock.offers_photo and dock.offers_paper
    number = number_of_newest_parcel()
    dock.scan(number, "Here already")
    dock.scan(rma.skus[0], "Not expected")
    dock.scan(C.YES.code, "Extra, held")
    dock.scan(C.PARK.code)
    dock.scan(number, "Whose is it?")
    dock.scan(CHOICES[0].code, "Matched")
    assert parcel_named(number).rma_id == rma.rma_id
    dock.scan(f"OUT{order_number(rma.order_id)}", "Put aside")
    assert "return to sender" in dock.page.locator("#card").inner_text()
    dock.scan(C.NOT_OURS.code, "Handed back")
    assert dock.complaints == []


@pytest.mark.usefixtures("untouched")
def test_what_is_in_the_box(dock: InGloves) -> None:
    empty, short, wrong, stranger = (goods.announced(units=units) for units in (1, 2, 1, 1))
    first, second = goods.announced(serials=True), goods.announced(serials=True)
    dock.scan(empty.parcel, "Received")
    dock.scan(C.BOX_DONE.code, "Empty box")
    assert dock.offers_photo and dock.offers_paper and goods.parcel(empty.parcel_id).state is ParcelState.EMPTIED
    dock.scan(short.parcel, "Received")
    dock.scan(short.skus[0], "Arrived")
    dock.scan(C.BOX_DONE.code, "Done, 1 missing")
    assert dock.offers_photo and dock.offers_paper and stages(short) == {Stage.ARRIVED, Stage.MISSING}
    dock.scan(wrong.parcel, "Received")
    dock.scan(stranger.skus[0], "Not expected")
    dock.scan(C.YES.code, "Extra, held")
    assert dock.offers_photo and dock.offers_paper
    dock.scan(C.BOX_DONE.code, "Done, 1 missing")
    dock.scan(first.parcel, "Received")
    dock.scan(f"SN{second.skus[0]}", "Arrived")  # of another RMA, in the same box
    dock.scan(f"SN{first.skus[0]}", "Arrived")
    assert stages(first) == stages(second) == {Stage.ARRIVED}
    dock.scan(C.BOX_DONE.code, "Box done")
    assert dock.complaints == []


def test_damaged_on_the_way(house: Server, browser: Browser, tmp_path: Path) -> None:
    """One scan opens a claim against the carrier, one tap its photos; the desk sees amount and due date."""
    rma = goods.announced(price_minor=4900)
    walt = AtStation(browser, house.url, "walt", "dock-1")
    walt.scan(rma.parcel, "Received")
    walt.scan(C.DAMAGED.code, "Damage noted")
    assert walt.offers_paper
    pictures = [tmp_path / f"side-{number}.jpg" for number in range(3)]
    for path in pictures:
        path.write_bytes(picture())
    with walt.context.expect_page() as opened:
        walt.page.locator("#card a[href*='/photos/']").click()
    opened.value.locator("input[type=file]").set_input_files([str(path) for path in pictures])
    opened.value.get_by_role("button", name="Keep").click()
    opened.value.wait_for_selector(".pt-photos li:nth-child(3) img")
    with reading() as connection:
        claim = connection.execute(sa.select(CarrierClaim.__table__)).one()
    assert claim.due_at > clock.now() + timedelta(days=1)

    alice = Window(browser, house.url, walt.page.viewport_size)
    alice.sign_in("alice")
    alice.open(f"/desk/carrier-claims/{claim.id}")
    words = alice.page.locator("main").inner_text()
    assert "€49.00" in words and "3" in words and str(claim.due_at.year) in words
    assert walt.complaints == alice.complaints == []
