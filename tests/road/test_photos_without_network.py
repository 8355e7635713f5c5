"""Photos taken while the network is away: kept on the tablet, sent once and after their scan, and none is lost."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect

from models.rma import Photo
from tests.requesting import shop
from tests.road import test_without_network as away
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.server import Server
from workflow import photos
from workflow.scanning.commands import Command

walt = away.walt
PHOTOS = "**/stations/dock-1/photos"
PICTURE = {"name": "box.png", "mimeType": "image/png", "buffer": shop.picture(size=(3000, 1500))}
NO_ROOM = "navigator.storage.estimate = async () => ({quota: 1000, usage: 999})"


def take_photo(page: Page, press: str = "#card [data-photo]") -> None:
    """Press the card's button and take one picture."""
    with page.expect_file_chooser() as chooser:
        page.locator(press).click()
    chooser.value.set_files(PICTURE)


def expect_on_card(page: Page, kind: str, number: int) -> None:
    expect(page.locator(f"#card [data-photos-{kind}] b")).to_have_text(str(number))
    expect(page.locator(f"#card [data-photos-{kind}]")).to_be_visible()


def expect_photos(page: Page, kind: str, thing_id: int, count: int) -> list[Photo]:
    until = time.monotonic() + 20
    while len(photos.of(kind, thing_id)) < count and time.monotonic() < until:
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)  # long enough for one more to come in twice
    found = photos.of(kind, thing_id)
    assert len(found) == count
    return found


def test_photos_follow_their_scans(walt: AtStation) -> None:
    """Two of the box, one of the thing out of it; the page was closed meanwhile."""
    rma, page = goods.announced(units=2), walt.page
    walt.context.set_offline(True)
    away.type_codes(page, [rma.parcel])
    expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    take_photo(page)
    expect_on_card(page, "waiting", 1)
    away.expect_waiting(page, 2)
    take_photo(page)
    expect_on_card(page, "waiting", 2)
    away.type_codes(page, [rma.skus[0]])
    expect(page.locator("#card .st-thing")).to_contain_text(rma.skus[0])
    take_photo(page)
    expect_on_card(page, "waiting", 1)
    away.expect_waiting(page, 5)
    page.close()
    walt.context.set_offline(False)
    page = walt.context.new_page()
    page.goto(walt.url + away.PATH)
    away.expect_delivered([rma.parcel, rma.skus[0]], page)
    of_box, of_unit = expect_photos(page, "parcel", rma.parcel_id, 2), expect_photos(page, "unit", rma.unit_ids[0], 1)
    assert {(row.width, row.height, row.taken_by) for row in of_box + of_unit} == {(2560, 1280, "staff")}
    assert len({row.kept_id for row in of_box + of_unit}) == 3


def test_an_answer_that_never_came_is_no_second_photo(walt: AtStation) -> None:
    """The server has taken it, the network breaks before it says so: sent again it changes nothing."""
    rma, page, lost = goods.announced(), walt.page, []
    walt.scan(rma.parcel, "Received")
    walt.context.set_offline(True)
    take_photo(page, "#card [data-photo-page]")  # the server's own card: its page of photos cannot be opened
    expect_on_card(page, "waiting", 1)

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route(PHOTOS, lose, times=1)
    walt.context.set_offline(False)
    expect_on_card(page, "sent", 1)
    expect(page.locator("#waiting")).to_be_hidden()
    assert lost == [200]
    expect_photos(page, "parcel", rma.parcel_id, 1)


@pytest.mark.faults
def test_the_command_takes_a_photo_too(walt: AtStation) -> None:
    code, page = away.parcels(1)[0], walt.page
    walt.context.set_offline(True)
    away.type_codes(page, [code])
    expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    with page.expect_file_chooser() as chooser:
        away.type_codes(page, [Command.PHOTO.code])
    chooser.value.set_files(PICTURE)
    expect_on_card(page, "waiting", 1)
    away.expect_waiting(page, 2)


@pytest.mark.faults
def test_a_photo_that_is_refused_stays_on_the_tablet(walt: AtStation) -> None:
    """It stands among what a person has to look at, also after a reload: to be saved, or sent again."""
    page, rma = walt.page, goods.announced()
    unknown = rma.parcel[:-1] + str((int(rma.parcel[-1]) + 1) % 10)
    walt.context.set_offline(True)
    away.type_codes(page, [unknown])
    expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    take_photo(page)
    away.expect_waiting(page, 2)
    walt.context.set_offline(False)
    row = page.locator("[data-problems] > li").filter(has_text="Not taken")
    expect(row).to_contain_text("found no parcel or unit")
    page.reload()
    expect(row).to_contain_text("A photo")
    with page.expect_download() as saved:
        row.get_by_role("link", name="Save the photo").click()
    assert saved.value.path().read_bytes()[:3] == b"\xff\xd8\xff"
    row.get_by_role("button", name="Send again").click()
    expect(row).to_contain_text("found no parcel or unit")
    expect(row).to_have_count(1)
    expect(page.locator("#waiting")).to_be_hidden()


@pytest.mark.parametrize("why", ["quota", pytest.param("no database", marks=pytest.mark.faults)])
def test_a_tablet_without_room_says_so_and_goes_on(walt: AtStation, why: str) -> None:
    page, codes = walt.page, away.parcels(2)
    walt.context.add_init_script(NO_ROOM if why == "quota" else away.NO_DATABASE)
    page.reload()
    walt.context.set_offline(True)
    away.type_codes(page, codes[:1])
    expect(page.locator("#card .st-title")).to_have_text("Not sent yet")
    take_photo(page)
    expect(page.locator("#card .st-title")).to_have_text("Photo not kept")
    away.expect_waiting(page, 1)
    away.type_codes(page, codes[1:])
    away.expect_waiting(page, 2)
    walt.context.set_offline(False)
    away.expect_delivered(codes, page)


@pytest.mark.faults
def test_a_photo_taken_on_the_page_without_a_server(walt: AtStation, house: Server) -> None:
    rma, page = goods.announced(), walt.page
    house.kill()
    page.reload()
    expect(page.locator("#card .st-title")).to_have_text("No network")
    away.type_codes(page, [Command.PHOTO.code])
    expect(page.locator("#card .st-title")).to_have_text("Photo of what?")
    away.type_codes(page, [rma.parcel])
    take_photo(page)
    away.expect_waiting(page, 2)
    house.start()
    expect(page.locator(".bh-person-name")).to_have_text("Walt", timeout=15_000)
    away.expect_delivered([rma.parcel], page)
    expect_photos(page, "parcel", rma.parcel_id, 1)
