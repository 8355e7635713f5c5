"""Parcels that surprise: two scans at most after their own, with photo and paper; lists are seen at a glance."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, Locator, expect
from pypdf import PdfReader

from models.catalogue import Product
from models.lifecycle import ParcelState, Stage
from models.parcels import Parcel
from models.rma import Photo, Unit
from tests.support import goods
from tests.support.browser_people import PHONE, AtStation, InGloves, Window
from tests.support.server import Server
from workflow.scanning.commands import Command as C
from workflow.transaction import in_transaction, reading

UNKNOWN = "1Z999AA10123456784"
MOST_SCANS = 2
MOST_WAITS = 10
LONG_NAMES = ("Philips Series 3000 Airfryer XL 6.2 L with Rapid Air schwarz",
              "Bosch Tassimo Happy TAS1002 Kapselmaschine 1400 W tiefschwarz",
              "飞利浦 空气炸锅 大容量 家用 多功能 智能触屏 无油低脂 HD9270 黑色 国行正品联保")


def surprise(dock: AtStation, *codes: str, title: str, label: str) -> None:
    """What a dock worker does about it; the card then offers a photo and the label that says `label` in big words."""
    assert len(codes) <= MOST_SCANS
    for code in codes[:-1]:
        dock.scan(code)
    dock.scan(codes[-1], title)
    assert dock.offers_photo and dock.offers_paper, title
    address = dock.page.locator("#card [data-print]").get_attribute("href")
    assert "holding_label/" in address, (title, address)
    words = " ".join(paper(dock).split())
    assert words.startswith(label), (title, words)


def paper(dock: AtStation) -> str:
    """The words on the paper that the card offers."""
    return printed(dock, dock.page.locator("#card [data-print]").get_attribute("href"))


def printed(window: Window, url: str) -> str:
    """The words of a paper, once it is made."""
    for _ in range(MOST_WAITS):
        answer = window.page.request.get(window.url + url)
        if answer.headers["content-type"] == "application/pdf":
            break
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)


def take_photos(dock: AtStation, *colours: str) -> None:
    """PHOTO, then what the camera of the tablet hands over. The card stays, and says how many are with the server."""
    with dock.page.expect_file_chooser() as chooser:
        dock.key_in(C.PHOTO.code)
    chooser.value.set_files([
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": _jpeg(colour)} for colour in colours])
    expect(dock.page.locator("#card [data-photos-sent] b")).to_have_text(str(len(colours)), timeout=20_000)


def _jpeg(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(file, "JPEG")
    return file.getvalue()


def newest(model: type, **about: object) -> sa.Row:
    table = model.__table__
    with reading() as connection:
        return connection.execute(sa.select(table).filter_by(**about).order_by(table.c.id.desc())).first()


def order_number(order_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": order_id}).scalar_one()


def note_label(desk: Window, parcel_id: int, name: str) -> None:
    """What an agent reads on the label of a parcel on the unidentified shelf."""
    desk.open(f"/desk/unidentified/{parcel_id}")
    desk.page.fill("[name=name]", name)
    desk.page.locator("form", has=desk.page.locator("[name=name]")).locator("[type=submit]").click()
    expect(desk.page.locator("[name=name]")).to_have_value(name)


def test_unidentified_then_matched_by_its_holding_label(house: Server, browser: Browser) -> None:
    rma, beside = goods.announced(name="王伟", country="CN"), goods.announced(name="Petra Schneider")
    dock = InGloves(browser, house.url, "walt", "dock-1")
    surprise(dock, UNKNOWN, title="Put aside", label="UNIDENTIFIED")
    aside = newest(Parcel, unidentified=True)
    dock.scan(C.PARK.code)
    desk = Window(browser, house.url, {"width": 1280, "height": 800})
    desk.sign_in("alice")
    note_label(desk, aside.id, "WEI WANG")

    dock.scan(aside.number, "Whose is it?")
    assert dock.offers_photo and dock.offers_paper
    surprise(dock, C.CHOICE_1.code, title="Matched", label="MATCHED")
    assert (goods.parcel(aside.id).rma_id, goods.parcel(aside.id).unidentified) == (rma.rma_id, False)
    dock.scan(rma.skus[0], "Arrived")
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
    assert goods.unit(beside.unit_ids[0]).stage is Stage.EXPECTED
    assert dock.complaints == desk.complaints == []


def test_wrong_extra_missing_empty_not_ours_and_several_rmas_in_one_box(house: Server, browser: Browser) -> None:
    rma, other = goods.announced(units=3), goods.announced(units=2, serials=True)
    empty, foreign = goods.announced(), goods.announced()
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.scan(rma.parcel, "Received")
    # Wrong, or one too many: to the dock it is the same.
    surprise(dock, other.skus[0], C.YES.code, title="Extra, held", label="NOT ANNOUNCED")
    extra = newest(Unit, declared=False)
    assert (extra.rma_id, extra.unexpected, extra.stage) == (rma.rma_id, "extra", Stage.ARRIVED)
    surprise(dock, f"SN{other.skus[0]}", title="Arrived", label="ANOTHER RETURN")  # in the same box
    assert other.rma in "".join(paper(dock).split())
    assert "It belongs to another RMA" in dock.page.locator("#card").inner_text()
    assert goods.unit(other.unit_ids[0]).unexpected == "other_box"
    dock.scan(other.skus[1], "Not expected")
    surprise(dock, C.CHOICE_1.code, title="Scan its serial", label="ANOTHER RETURN")
    surprise(dock, "SN-OF-NOBODY", title="Wrong serial", label="WRONG SERIAL NUMBER")
    dock.scan(rma.skus[0], "Arrived")
    assert "unit_tag/" in dock.page.locator("#card [data-print]").get_attribute("href")  # no surprise: its tag
    surprise(dock, C.BOX_DONE.code, title="Done, 2 missing", label="2 MISSING")
    assert "Announced, but not in it" in paper(dock)
    dock.scan(rma.parcel, "Box is done")
    assert "Angekündigt, aber nicht enthalten" in paper(dock)  # its receipt, in the language of the house's country
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED, Stage.MISSING, Stage.MISSING]
    assert goods.unit(other.unit_ids[1]).stage is Stage.ARRIVED

    dock.scan(empty.parcel, "Received")
    surprise(dock, C.BOX_DONE.code, title="Empty box", label="EMPTY BOX")
    take_photos(dock, "grey")
    assert newest(Photo).parcel_id == empty.parcel_id

    dock.scan(foreign.parcel, "Received")
    surprise(dock, C.NOT_OURS.code, title="Handed back", label="NOT OURS")
    assert goods.parcel(foreign.parcel_id).state is ParcelState.HANDED_BACK
    surprise(dock, f"OUT{order_number(foreign.order_id)}", title="Put aside", label="RETURNED TO US")
    assert "return to sender" in dock.page.locator("#card").inner_text()
    assert dock.complaints == []


def test_a_box_that_came_damaged_ends_in_a_claim_with_photos(house: Server, browser: Browser) -> None:
    rma = goods.announced(units=2, price_minor=2550)
    dock = InGloves(browser, house.url, "walt", "dock-1")
    dock.scan(rma.parcel, "Received")  # by our label: nobody knows who brought it
    surprise(dock, C.DAMAGED.code, title="Damage noted", label="DAMAGED")
    take_photos(dock, "red", "navy", "olive")
    photos_of_the_set(dock, rma.parcel_id)

    desk = Window(browser, house.url, {"width": 1280, "height": 800})
    desk.sign_in("alice")
    desk.open("/desk/carrier-claims")
    desk.page.locator("main a[href^='/desk/carrier-claims/']").first.click()
    expect(desk.page.locator(".bh-shots .bh-ok")).to_have_count(5)
    expect(desk.page.locator("[name=amount]")).to_have_value("51.00")
    carrier_of_the_box(desk, "ups", UNKNOWN)
    words = desk.page.locator("aside").inner_text()
    assert "51.00" in words and "UPS" in words and UNKNOWN in words and "Due" in words and "14 days" in words
    desk.press("It is filed")
    expect(desk.page.locator("main")).to_contain_text("Claimed")
    sheet = printed(desk, desk.page.locator("a[href^='/papers/carrier_claim/']").get_attribute("href"))
    assert UNKNOWN in sheet and "51.00" in sheet and "Photo 6" in sheet and "Padding" in sheet
    assert dock.complaints == desk.complaints == []


def photos_of_the_set(dock: AtStation, parcel_id: int) -> None:
    """On the page of the box's photos: it is said what each of those there shows, and what is missing is taken."""
    page = dock.context.new_page()
    page.goto(f"{dock.url}/photos/of/parcel/{parcel_id}")
    missing, there = page.locator(".bh-shots .bh-warn"), page.locator(".bh-shots .bh-ok")
    for number, (shows, complete) in enumerate((("sides", 0), ("sides", 1), ("damage", 2))):
        form = page.locator(".pt-shows").nth(number)
        form.locator("select").select_option(shows)
        form.locator("[type=submit]").click()
        expect(there).to_have_count(complete)
    for left in (3, 2, 1):  # what is missing is chosen already
        expect(missing).to_have_count(left)
        page.set_input_files("#photos", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": _jpeg("teal")})
        page.locator("form[enctype] [type=submit]").click()
    expect(there).to_have_count(5)
    page.close()


def carrier_of_the_box(desk: Window, carrier: str, tracking: str) -> None:
    desk.page.select_option("[name=carrier]", carrier)
    desk.page.fill("[name=tracking]", tracking)
    desk.page.locator("form", has=desk.page.locator("[name=tracking]")).locator("[type=submit]").click()
    expect(desk.page.locator("[name=tracking]")).to_have_count(0)


def in_sight(dock: AtStation, *wanted: Locator) -> None:
    """Nothing of these is under the row of commands at the foot of the page, nor beside it."""
    foot = dock.page.locator(".st-commands").bounding_box()
    assert foot["y"] + foot["height"] <= dock.page.viewport_size["height"]
    for locator in wanted:
        box = locator.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= foot["y"] + 1, (locator, box, foot)


@pytest.fixture
def long_names() -> Callable[[], None]:
    def rename(connection: sa.Connection) -> None:
        table = Product.__table__
        for row in connection.execute(sa.select(table.c.id)).all():
            name = LONG_NAMES[row.id % len(LONG_NAMES)]
            connection.execute(sa.update(table).where(table.c.id == row.id).values(name=name))

    return lambda: in_transaction(rename)


@pytest.mark.faults
def test_lists_are_seen_without_scrolling(house: Server, browser: Browser, long_names: Callable[[], None]) -> None:
    rma = goods.announced(units=6)
    for name in ("王伟", "Wang Wen", "Wang Fei"):
        goods.announced(name=name, country="CN")
    long_names()
    dock = AtStation(browser, house.url, "walt", "dock-1")
    dock.page.locator("[data-heard]").click()
    card = dock.page.locator("#card")
    for code, title in ((rma.parcel, "Received"), (rma.skus[0], "Arrived")):
        dock.scan(code, title)
        items = card.locator(".st-items li")
        in_sight(dock, card.locator(".st-title"), card.locator(".st-next"), *(items.nth(no) for no in range(5)))
        assert set(items.locator(".st-item-name").all_text_contents()) <= set(LONG_NAMES)  # cut for the eye alone

    dock.scan(UNKNOWN, "Put aside")
    aside = newest(Parcel, unidentified=True)
    desk = Window(browser, house.url, {"width": 1280, "height": 800})
    desk.sign_in("alice")
    note_label(desk, aside.id, "WEI WANG")
    dock.scan(C.PARK.code)
    dock.scan(aside.number, "Whose is it?")
    choices = card.locator(".st-choice-noted")
    assert choices.count() == 3
    in_sight(dock, card.locator(".st-title"), card.locator(".st-next"), *(choices.nth(no) for no in range(3)))
    for size in ({"width": 768, "height": 1024}, PHONE):
        dock.page.set_viewport_size(size)
        assert dock.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        for box in [button.bounding_box() for button in card.locator("[data-code]").all()]:
            assert min(box["width"], box["height"]) >= 60, (size, box)
