"""One parcel of three units, from the customer's first page to closed: one repaired, one refunded and stocked, one
declared and missing. Codes are typed as a scanner does, on tablet-sized screens, and the mails are read on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from models.lifecycle import RmaStatus, Stage
from models.rma import Rma, Unit
from tests.conftest import SECRET, _open
from tests.support import goods
from tests.support.browser_people import PHONE, TABLET, AtStation, Window
from tests.support.server import Server
from tests.support.smtp import Mailbox
from workflow import verifying
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command
from workflow.transaction import reading

MOST_CARDS = 30
CARRIER_LABEL = "1Z999AA10123456784"
UNDO_SECONDS = "1"  # letters go out after it: a road would wait a minute for each


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def app(_app: Flask, data_dir: Path) -> Iterator[Flask]:
    yield from _open(_app)


@pytest.fixture
def house(app: Flask, data_dir: Path, mailbox: Mailbox) -> Iterator[Server]:
    """A server of its own, which sends its letters to `mailbox`; `app` looks into its database."""
    settings = {"SECRET_KEY": SECRET, "RATE_LIMITS": "off", "SMTP_URL": mailbox.url, "UNDO_SECONDS": UNDO_SECONDS,
                "PUBLIC_URL": "http://127.0.0.1:1", "RETRY_SCALE": "0.01"}
    with Server(data_dir, settings=settings) as server:
        yield server


def units(rma_id: int) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(Unit.__table__).where(Unit.__table__.c.rma_id == rma_id)
                                       .order_by(Unit.__table__.c.id)))


def bought() -> tuple[str, str, list[str]]:
    """Order number, e-mail, and the products' codes."""
    goods.order(units=1, by=SYSTEM, email="somebody.else@example.com")
    order_id, _lines = goods.order(units=3, by=SYSTEM, category="small_kitchen_appliance", price_minor=4900)
    with reading() as connection:
        number = connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": order_id}).scalar_one()
        skus = connection.execute(sa.text("SELECT p.sku FROM order_line l JOIN product p ON p.id = l.product_id "
                                          "WHERE l.order_id = :id ORDER BY l.id"), {"id": order_id}).scalars().all()
    return number, "joerg@example.com", list(skus)


def ask_for_return(customer: Window, number: str, proof: str, wishes: list[tuple[str, str, str]]) -> None:
    """The customer's pages: the order, the items, for each its reason, what is wanted, some words; then send."""
    page = customer.page
    customer.open("/returns")
    page.fill("[name=order_number]", number)
    page.fill("[name=proof]", proof)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/returns/items")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main form button[type=submit]").first.click()
    for reason, wanted, words in wishes:
        page.wait_for_url("**/reason")
        page.check(f"[name=reason][value={reason}]", force=True)
        page.locator("main button[type=submit]").last.click()
        page.wait_for_url(re.compile(r"/items/[^/]+$"))
        page.check(f"[name=wanted][value={wanted}]", force=True)
        if page.locator("[name=opened]").count():
            page.check("[name=opened][value=yes]", force=True)
        page.fill("[name=description]", words)
        page.locator(".pt-go button[type=submit]").click()
    page.wait_for_url("**/review")
    page.locator("form[action='/returns/review'] button[type=submit]").click()
    page.wait_for_url("**/sent")


def letters(mailbox: Mailbox, count: int) -> list[str]:
    """What the first `count` mails are, in order; each has a text and an HTML part and its own Message-ID."""
    mails = mailbox.wait_for(count, seconds=40)
    ids = {mail.message["Message-ID"] for mail in mails}
    assert len(ids) == len(mails)
    assert all({part.get_content_type() for part in mail.message.walk()} >= {"text/plain", "text/html"}
               for mail in mails)
    with reading() as connection:
        kinds = dict(connection.execute(sa.text("SELECT message_id, letter FROM delivery")).all())
    return [kinds[str(mail.message["Message-ID"])] for mail in mails]


C = Command
# Right item, opened, no danger, cable good, no power, clean, no marks, complete, box good.
BROKEN = (C.YES, C.NO, C.NO, C.CHOICE_1, C.NO, C.NO, C.CHOICE_1, C.YES, C.CHOICE_1)
SEALED = (C.YES, C.YES)


def work_inspection(inspector: AtStation, tag: str, answers: tuple[Command, ...], *, to_repair: bool) -> None:
    inspector.scan(tag)
    for answer in answers:
        inspector.scan(answer.code)
    if inspector.title == "What came?":  # the dock has passed its tick list over
        inspector.scan(Command.YES.code)
    if to_repair and inspector.offers("To repair"):
        inspector.scan(Command.REPAIR.code)
    assert inspector.offers("Sign"), inspector.page.locator("#card").inner_text()
    inspector.scan(Command.SIGN.code)
    assert inspector.page.locator("#card").get_attribute("data-result") == "ok"


def decide(agent: Window, rma: str, unit_id: int, resolution: str, ground: str, reason: str = "") -> None:
    agent.open(f"/desk/rmas/{rma}/units/{unit_id}/resolution?ground={ground}")
    agent.page.check(f"[name=resolution][value={resolution}]", force=True)
    if agent.page.locator("[name=reason]").count():
        agent.page.locator("[name=reason]").first.check(force=True)
    agent.page.locator("main form button[type=submit]").last.click()
    agent.page.wait_for_url(re.compile(rf"/desk/rmas/{rma}"))


def pay_all(agent: Window, other: Window, rma: str) -> None:
    for window, words in ((other, "Approve payment"),):
        window.open(f"/desk/rmas/{rma}")
        while window.page.get_by_role("button", name=words).count():
            window.press(words)
            window.page.wait_for_load_state()
    agent.open(f"/desk/rmas/{rma}")
    while agent.page.locator("summary", has_text="Pay").count():
        agent.page.locator("summary", has_text="Pay").first.click()
        agent.page.get_by_label("Reference of the payment").first.fill("BANK-4711")
        agent.page.get_by_role("button", name="It was paid").first.click()
        agent.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("size", "locale"), [
    (TABLET, "en-GB"), pytest.param(PHONE, "ar", marks=pytest.mark.faults)])
def test_one_parcel_of_three(house: Server, browser: Browser, mailbox: Mailbox, size: dict[str, int],
                             locale: str) -> None:
    number, email, skus = bought()
    customer, agent = Window(browser, house.url, size, locale), Window(browser, house.url, TABLET)
    ask_for_return(customer, number, email, [
        ("stopped_working", "repair", "It trips the fuse after two minutes."),
        ("changed_mind", "refund", ""), ("changed_mind", "refund", "")])
    with reading() as connection:
        rma = connection.execute(sa.select(Rma.__table__).order_by(Rma.__table__.c.id.desc()).limit(1)).one()
    assert letters(mailbox, 1) == ["request_received"]
    assert customer.page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    html = mailbox.mails[0].message.get_body(("html",)).get_content()
    assert f'lang="{locale[:2]}"' in html
    status_path = urlsplit(_link(mailbox, 0)).path

    agent.sign_in("alice")
    agent.open(f"/desk/rmas/{rma.number}")
    agent.press("Approve")
    agent.page.wait_for_load_state()
    assert letters(mailbox, 2)[1] == "approved"

    customer.open(status_path)
    parcel = _announced_parcel(rma.id)
    pdf = _paper(customer, f"{status_path}/label.pdf?size=a4")
    assert pdf.startswith(b"%PDF") and _decoded(pdf) >= {parcel}

    dock = AtStation(browser, house.url, "walt", "dock-1")
    dock.scan(parcel, "Received")
    dock.scan(skus[0], "Arrived")
    broken = dock.tag_on_card()
    dock.scan(skus[1], "Arrived")
    unwanted = dock.tag_on_card()
    dock.scan(Command.BOX_DONE.code, "Done, 1 missing")
    assert [unit.stage for unit in units(rma.id)] == [Stage.ARRIVED, Stage.ARRIVED, Stage.MISSING]
    assert letters(mailbox, 4)[2:] == ["received", "missing"]

    inspector = AtStation(browser, house.url, "ina", "inspection-1")
    work_inspection(inspector, broken, BROKEN, to_repair=True)
    work_inspection(inspector, unwanted, SEALED, to_repair=False)
    first, second, third = units(rma.id)
    assert first.stage in (Stage.INSPECTED, Stage.REPAIRING) and second.stage is Stage.INSPECTED
    if first.stage is Stage.INSPECTED:
        decide(agent, rma.number, first.id, "repair", "inspected")
    decide(agent, rma.number, second.id, "refund", "inspected")
    decide(agent, rma.number, third.id, "refund", "missing")
    bob = Window(browser, house.url, TABLET)
    bob.sign_in("bob")
    pay_all(agent, bob, rma.number)

    bench = AtStation(browser, house.url, "tom", "bench-1")
    bench.scan(broken)
    bench.scan(Command.FAULT.code)
    bench.scan(Command.CHOICE_1.code)
    bench.scan(Command.DONE.code, "To the check")
    checker = AtStation(browser, house.url, "carla", "check-1")
    checker.scan(broken)
    for _ in range(MOST_CARDS):
        if not checker.offers("Pass"):
            break
        if checker.page.locator("#card [data-field]").count():
            checker.scan("VALUE:230")
        checker.scan(Command.PASS.code)
    assert checker.title == "Check passed"

    packer = AtStation(browser, house.url, "paul", "packing-1")
    packer.scan(broken, "Box opened")
    packer.page.wait_for_timeout(800)  # the same label within 0.7 s is the scanner's double
    packer.scan(broken)
    _answer_all(packer)
    packer.scan(Command.CLOSE_BOX.code)
    _answer_all(packer)
    assert packer.title == "Closed", packer.page.locator("#card").inner_text()
    packer.scan(CARRIER_LABEL)
    packer.scan(Command.HANDOVER.code)
    assert units(rma.id)[0].stage is Stage.SHIPPED

    agent.open(f"/desk/rmas/{rma.number}")
    _stock(browser, house, rma.number, second.id)
    _delivered(rma.id)
    assert goods.rma(rma.id).status is RmaStatus.CLOSED
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
    customer.open(status_path)
    expect(customer.page.locator("h1")).to_be_visible()
    assert set(letters(mailbox, 7)) >= {"refunded", "shipped"}
    for window in (customer, agent, dock, inspector, bench, checker, packer):
        assert window.complaints == []


def _answer_all(packer: AtStation) -> None:
    """Yes to every question that packing asks: goods, accessories, address."""
    for _ in range(MOST_CARDS):
        if not packer.offers("Yes") and not packer.offers("Pass"):
            return
        packer.scan((Command.YES if packer.offers("Yes") else Command.PASS).code)
    raise AssertionError(packer.page.locator("#card").inner_text())


def _link(mailbox: Mailbox, index: int) -> str:
    text = mailbox.mails[index].message.get_body(("plain",)).get_content()
    found = re.search(r"http://\S+/returns/s/\S+", text)
    assert found, text
    return found.group(0)


def _announced_parcel(rma_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.text("SELECT number FROM parcel WHERE rma_id = :id"), {"id": rma_id}).scalar_one()


def _paper(window: Window, path: str) -> bytes:
    """The PDF, once the paper process has made it."""
    for _ in range(60):
        answer = window.context.request.get(window.url + path)
        if answer.headers["content-type"] == "application/pdf":
            return answer.body()
        window.page.wait_for_timeout(500)
    raise AssertionError("the paper was not made in 30 s")


def _decoded(pdf: bytes) -> set[str]:
    """The codes that two decoders agree on."""
    import pypdfium2
    import zxingcpp
    from pyzbar import pyzbar

    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil().convert("L")
    return {code.text for code in zxingcpp.read_barcodes(picture)} & {
        code.data.decode() for code in pyzbar.decode(picture)}


def _stock(browser: Browser, house: Server, rma: str, unit_id: int) -> None:
    lead = Window(browser, house.url, TABLET)
    lead.sign_in("lena")
    lead.open(f"/desk/rmas/{rma}")
    form = lead.page.locator(f"form[action$='/units/{unit_id}/stock']")
    fold = lead.page.locator("details", has=form)
    if fold.count():
        fold.first.locator("summary").click()
    if form.locator("select[name=disposition]").count():
        form.locator("select[name=disposition]").select_option("stock_open_box")
    form.locator("button[type=submit]").first.click()
    lead.page.wait_for_load_state()
    assert goods.unit(unit_id).stage is Stage.STOCKED


def units_by_id(unit_id: int) -> sa.Row:
    return goods.unit(unit_id)


def _delivered(rma_id: int) -> None:
    """The carrier says so (tracking events come with a later release)."""
    from workflow import shipping

    with reading() as connection:
        parcel = connection.execute(sa.text("SELECT id FROM parcel WHERE rma_id = :id AND direction = 'out' "
                                            "AND state = 'handed_over'"), {"id": rma_id}).scalar_one()
    shipping.mark_delivered(parcel_id=parcel, by=SYSTEM)


@pytest.mark.faults
def test_a_replacement_in_advance_and_a_parcel_that_bounces(house: Server, browser: Browser, mailbox: Mailbox) -> None:
    """The replacement leaves before the broken unit comes; it bounces, is sent again; then the broken one arrives."""
    goods.order(units=1, by=SYSTEM, email="somebody.else@example.com")
    order_id, _lines = goods.order(units=1, by=SYSTEM, category="small_kitchen_appliance", price_minor=4900)
    with reading() as connection:
        number, sku = connection.execute(sa.text(
            'SELECT o.number, p.sku FROM "order" o JOIN order_line l ON l.order_id = o.id JOIN product p '
            "ON p.id = l.product_id WHERE o.id = :id"), {"id": order_id}).one()
    customer, agent = Window(browser, house.url, TABLET), Window(browser, house.url, TABLET)
    ask_for_return(customer, number, "joerg@example.com", [("stopped_working", "replacement", "It does not heat.")])
    with reading() as connection:
        rma = connection.execute(sa.select(Rma.__table__).order_by(Rma.__table__.c.id.desc()).limit(1)).one()
    agent.sign_in("alice")
    agent.open(f"/desk/rmas/{rma.number}")
    agent.press("Approve")
    agent.page.wait_for_load_state()
    parcel_in = _announced_parcel(rma.id)
    broken = units(rma.id)[0]
    decide(agent, rma.number, broken.id, "replacement", "advance")
    assert [unit.stage for unit in units(rma.id)] == [Stage.EXPECTED, Stage.PROMISED]

    packer = AtStation(browser, house.url, "paul", "packing-1")
    packer.scan(rma.number, "Box opened")
    packer.scan(sku)
    _answer_all(packer)
    tag = units(rma.id)[1].tag
    packer.page.wait_for_timeout(800)
    packer.scan(tag)
    _send(packer, "1Z999AA10123456784")
    assert units(rma.id)[1].stage is Stage.SHIPPED

    dock = AtStation(browser, house.url, "walt", "dock-1")
    dock.scan(_outgoing(rma.id)[0], "Received")
    dock.scan(tag, "Arrived")
    dock.scan(Command.BOX_DONE.code, "Box done")
    assert units(rma.id)[1].stage is Stage.ARRIVED
    inspector = AtStation(browser, house.url, "ina", "inspection-1")
    work_inspection(inspector, tag, SEALED, to_repair=False)
    _ready_again(units(rma.id)[1].id)
    packer.page.wait_for_timeout(800)
    packer.scan(tag, "Box opened")
    packer.page.wait_for_timeout(800)
    packer.scan(tag)
    _answer_all(packer)
    _send(packer, "1Z879E930346834440")
    assert units(rma.id)[1].stage is Stage.SHIPPED and len(_outgoing(rma.id)) == 2

    dock.scan(parcel_in, "Received")
    dock.scan(sku, "Arrived")
    assert units(rma.id)[0].stage is Stage.ARRIVED
    work_inspection(inspector, units(rma.id)[0].tag, BROKEN, to_repair=False)
    _stock(browser, house, rma.number, broken.id)
    _delivered(rma.id)
    assert goods.rma(rma.id).status is RmaStatus.CLOSED
    kinds = letters(mailbox, 7)
    assert kinds.count("shipped") == 2 and "returned_to_us" in kinds


def _send(packer: AtStation, label: str) -> None:
    _answer_all(packer)  # a replacement has accessories, too
    packer.scan(Command.CLOSE_BOX.code)
    _answer_all(packer)
    assert packer.title == "Closed", packer.page.locator("#card").inner_text()
    packer.scan(label)
    packer.scan(Command.HANDOVER.code)


def _outgoing(rma_id: int) -> list[str]:
    with reading() as connection:
        return list(connection.execute(sa.text(
            "SELECT number FROM parcel WHERE rma_id = :id AND direction = 'out' ORDER BY id"),
            {"id": rma_id}).scalars())


def _ready_again(unit_id: int) -> None:
    """The agent has spoken to the customer: the same unit goes out once more."""
    from tests.support.people import actor
    from workflow import moves
    from workflow.transaction import act

    @act("test.ready")
    def ready(doing, *, by) -> None:
        unit = doing.one(sa.select(Unit.__table__).where(Unit.__table__.c.id == unit_id))
        moves.move_units(doing, [unit], Stage.READY, what="unit.ready")

    ready(by=actor("alice"))
