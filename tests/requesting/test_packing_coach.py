"""The packing coach on a phone without scripts: step by step to the label, and no label for a battery that may burn."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw

from blueprints.portal import qr_code
from config import BadSetting, load
from models.catalogue import Product
from models.db import db
from models.log import Act
from models.parcels import Parcel
from models.rma import Accessory, Hold, Photo, Unit
from models.statements import BatteryStatement
from notifications.letter import Values
from notifications.letters import approved as approved_letter
from reference.accessories import default_accessories, is_battery
from reference.packing_advice import advice_of, every_box
from reference.tables import LANGUAGES
from tests.requesting import shop
from tests.requesting.shop import Shopper
from tests.support.pages import PageClient
from tests.support.people import actor
from workflow import (
    deciding,
    holding,
    inbox,
    installation,
    letters,
    linking,
    packing_coach,
    packing_statements,
    paper_values,
    printing,
    undoing,
)
from workflow.actors import CUSTOMER, Actor
from workflow.errors import NotFound, Refused
from workflow.packing_coach import Step
from workflow.transaction import acted, reading

NASTY = "<script>alert(1)</script>{{ 7*7 }}\"'><img src=x onerror=alert(1)>"


def approved(people: dict[str, Actor], *, count: int = 1, **about: object) -> int:
    """An approved RMA of phones, with its box announced."""
    serial = str(about.pop("serial", ""))
    bought = shop.buy(quantities=(count,), **{"category": "phone", **about})
    rma_id = shop.ask(bought, count=count, serial=serial)
    deciding.approve(rma_id=rma_id, unit_ids=[unit.id for unit in shop.units(rma_id)], by=people["alice"])
    return rma_id


def page_of(rma_id: int) -> str:
    return f"/returns/s/{linking.token(linking.newest(rma_id))}"


def at(app: Flask, rma_id: int, path: str = "/packing") -> str:
    """Where a browser that remembers nothing is led."""
    return Shopper(app).get(page_of(rma_id) + path).location.rsplit("/", 1)[-1]


def return_labels(rma_id: int) -> list[dict[str, object]]:
    with reading() as connection:
        return paper_values.return_labels(connection, rma_id, "en")


def answer(rma_id: int, *batteries: str) -> None:
    answers = {unit.id: battery for unit, battery in zip(shop.units(rma_id), batteries, strict=True)}
    packing_statements.state_batteries(rma_id=rma_id, answers=answers, by=CUSTOMER)


def test_from_the_contents_to_the_label(app: Flask, people: dict[str, Actor]) -> None:
    approved(people)  # somebody else's
    rma_id = approved(people, serials=True)
    here, shopper = page_of(rma_id), Shopper(app)
    assert f'href="{here}/packing"' in shopper.page(here) and "label.pdf" not in shopper.page(here)
    html = shopper.page(f"{here}/packing/contents")
    assert "Take out the SIM card" in html and "activation lock" in html
    mine = shop.rows(Accessory, Accessory.unit_id == shop.units(rma_id)[0].id)
    assert len(mine) == len(default_accessories("phone"))
    ticked = [str(mine[0].id), str(mine[2].id)]
    assert shopper.go(f"{here}/packing/contents", accessory=ticked) == f"{here}/packing/battery"
    assert [row.stated for row in shop.rows(Accessory, Accessory.unit_id == mine[0].unit_id)] == [
        True, False, True, *[False] * (len(mine) - 3)]
    assert at(app, rma_id) == "battery", "a second visit goes on where the first stopped"
    assert at(app, rma_id, "/packing/label") == "battery" == at(app, rma_id, "/packing/code")
    assert at(app, rma_id, "/label.pdf") == "packing", "the label waits for the answer"
    shopper.page(f"{here}/packing/battery")
    assert shopper.send(f"{here}/packing/battery").status_code == 422
    built_in = {f"battery_{mine[0].unit_id}": "built_in"}
    assert shopper.go(f"{here}/packing/battery", **built_in) == f"{here}/packing/photo"
    shopper.page(f"{here}/packing/photo")
    photo = (io.BytesIO(shop.picture()), "a.jpg")
    assert shopper.go(f"{here}/packing/photo", photos=[photo]) == f"{here}/packing/label"
    (kept,) = shop.rows(Photo, Photo.rma_id == rma_id)
    assert kept.shows == "packed" and f"{here}/photos/{kept.id}" in shopper.page(f"{here}/packing/photo")
    assert "label.pdf?size=a4" in shopper.page(f"{here}/packing/label") and "label.pdf?size=a4" in shopper.page(here)
    assert 'http-equiv="refresh"' in shopper.page(f"{here}/label.pdf"), "it is being made"
    assert " checked" in shopper.page(f"{here}/packing/contents")


@pytest.mark.parametrize("battery", ["damaged", "loose"])
def test_a_battery_that_may_burn_stops_the_label_until_an_agent_lets_it_go(
        app: Flask, people: dict[str, Actor], battery: str) -> None:
    rma_id = approved(people, count=2)
    first, second = shop.units(rma_id)
    here, shopper = page_of(rma_id), Shopper(app)
    shopper.page(f"{here}/packing/contents")
    shopper.go(f"{here}/packing/contents")
    fields = {f"battery_{first.id}": "none", f"battery_{second.id}": battery}
    assert shopper.go(f"{here}/packing/battery", **fields) == f"{here}/packing/battery"
    html = shopper.page(f"{here}/packing/battery")
    assert "There is no label for now" in html and f'href="{here}#messages"' in html
    assert "<form" not in html.split("<main")[1]
    status = shopper.page(here)
    assert "Do not send it yet" in status and "Pack it step by step" not in status and "label.pdf" not in status
    assert at(app, rma_id, "/label.pdf?size=4x6") == "packing"
    assert shopper.send(f"{here}/packing/battery", **{**fields, f"battery_{second.id}": "built_in"}).status_code == 422
    (hold,) = shop.rows(Hold)
    assert (hold.unit_id, hold.reason) == (second.id, holding.BATTERY)
    with pytest.raises(Refused, match="loose or damaged"):
        printing.ask_for("return_label_a4", rma_id)
    assert return_labels(rma_id) == [], "and none among many"
    assert [line.unit_id for line in inbox.page("held", 1)] == [second.id], "it stands in the agents' list"
    holding.release(hold_id=hold.id, by=people["alice"])
    assert at(app, rma_id) == "photo" and packing_coach.read(rma_id).may_print and return_labels(rma_id)
    answer(rma_id, "none", battery)
    assert len(shop.rows(Hold)) == 1, "the same answer once more is no news"
    answer(rma_id, "damaged", battery)
    assert packing_coach.read(rma_id).stopped


def test_the_desk_sees_what_was_said_and_a_lead_takes_it_back(either_app: Flask) -> None:
    people = {login: actor(login) for login in ("alice", "lena")}
    rma_id = approved(people)
    number, (unit,) = shop.rma(rma_id).number, shop.units(rma_id)
    parts = shop.rows(Accessory)
    packing_statements.state_contents(rma_id=rma_id, accessory_ids={parts[0].id}, by=CUSTOMER)
    packing_statements.pass_photo_over(rma_id=rma_id, by=CUSTOMER)
    answer(rma_id, "damaged")
    with pytest.raises(Refused):
        printing.ask_for("return_label_4x6", rma_id)
    alice = PageClient(either_app)
    alice.sign_in("alice")
    html = alice.page(f"/desk/rmas/{number}")
    for words in ("customer: packed", "customer: not packed", "Battery, says the customer: Damaged",
                  "must not be sent like this", "no label until released", "Customer said what is in the box",
                  "Customer answered about the battery", "Customer sent no photo of the packed goods"):
        assert words in html, words
    undoing.undo(act_id=acted.get(), by=people["lena"], reason="new_evidence")
    assert shop.rows(Hold) == [] == shop.rows(BatteryStatement) and packing_coach.read(rma_id).next is Step.BATTERY
    assert shop.rows(Unit, Unit.id == unit.id)[0].stage.value == "expected"


def test_what_is_approved_later_is_asked_for_too(people: dict[str, Actor]) -> None:
    rma_id = shop.ask(shop.buy(quantities=(2,), category="phone"), count=2)
    first, second = shop.units(rma_id)
    deciding.approve(rma_id=rma_id, unit_ids=[first.id], by=people["alice"])
    packing_statements.state_contents(rma_id=rma_id, accessory_ids=(), by=CUSTOMER)
    packing_statements.state_batteries(rma_id=rma_id, answers={first.id: "none"}, by=CUSTOMER)
    assert packing_coach.read(rma_id).may_print
    deciding.approve(rma_id=rma_id, unit_ids=[second.id], by=people["alice"])
    assert packing_coach.read(rma_id).next is Step.CONTENTS and not packing_coach.read(rma_id).may_print


def test_what_has_no_battery_is_not_asked_for_one(app: Flask, people: dict[str, Actor]) -> None:
    rma_id = approved(people, category="textile")
    assert packing_coach.read(rma_id).steps == [Step.CONTENTS, Step.PHOTO, Step.LABEL]
    assert packing_coach.read(rma_id).may_print and at(app, rma_id, "/packing/battery") == "contents"
    assert packing_coach.read(approved(people, category="nobody knows")).with_battery_question


@pytest.mark.parametrize(("category", "battery", "asked"), [("textile", "ion_in", True), ("toy", "none", False)])
def test_what_is_known_of_the_product_comes_before_its_category(
        people: dict[str, Actor], category: str, battery: str, asked: bool) -> None:
    rma_id = approved(people, category=category)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Product.__table__).values(battery=battery))
    assert bool(packing_coach.read(rma_id).with_battery_question) is asked


@pytest.mark.parametrize(("accessories", "ticked", "battery", "holds"), [
    (["Manual"], False, "ion_in", True), (["Manual"], False, None, False), (["battery", "Charger"], True, None, True),
    (["电池组"], True, "ion_in", True), (["battery"], False, "ion_in", False)])
def test_no_battery_is_not_believed_against_what_is_known(
        people: dict[str, Actor], accessories: list[str], ticked: bool, battery: str | None, holds: bool) -> None:
    rma_id = approved(people, category="power_tool", accessories=accessories)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Product.__table__).values(battery=battery))
    (unit,) = shop.units(rma_id)
    parts = {row.id for row in shop.rows(Accessory, Accessory.unit_id == unit.id) if is_battery(row.name)}
    packing_statements.state_contents(rma_id=rma_id, accessory_ids=parts if ticked else (), by=CUSTOMER)
    if holds:
        with pytest.raises(Refused) as refused:
            packing_statements.state_batteries(rma_id=rma_id, answers={unit.id: "none"}, by=CUSTOMER)
        assert refused.value.field == f"battery_{unit.id}" and shop.rows(BatteryStatement) == []
    packing_statements.state_batteries(rma_id=rma_id, answers={unit.id: "built_in" if holds else "none"}, by=CUSTOMER)
    assert packing_coach.read(rma_id).may_print


def test_another_customers_things_are_out_of_reach(app: Flask, people: dict[str, Actor]) -> None:
    theirs, mine = approved(people), approved(people)
    part = shop.rows(Accessory, Accessory.unit_id == shop.units(theirs)[0].id)[0]
    with pytest.raises(NotFound):
        packing_statements.state_contents(rma_id=mine, accessory_ids={part.id}, by=CUSTOMER)
    here, shopper = page_of(mine), Shopper(app)
    shopper.page(f"{here}/packing/contents")
    assert shopper.send(f"{here}/packing/contents", accessory=str(part.id)).status_code == 404
    assert {row.stated for row in shop.rows(Accessory)} == {None}


def test_nothing_typed_is_markup(app: Flask, people: dict[str, Actor]) -> None:
    rma_id = approved(people, name=NASTY, accessories=[NASTY[:80]], serial=NASTY[:64])
    here, shopper = page_of(rma_id), Shopper(app)
    for path in ("contents", "battery"):
        html = shopper.page(f"{here}/packing/{path}")
        assert "<script>alert" not in html and "<img src=x" not in html and "{{ 7*7 }}" in html
    field = f"battery_{shop.units(rma_id)[0].id}"
    for value in ("9" * 30, "9" * 5000, "-1", "١", "x", "\x00", NASTY):
        assert shopper.send(f"{here}/packing/contents", accessory=value).status_code < 500
        assert shopper.send(f"{here}/packing/battery", **{field: value}).status_code < 500
    assert shop.rows(BatteryStatement) == []


def test_the_photo_as_the_house_wants_it(app: Flask, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    rma_id = approved(people, category="textile")
    here, shopper = page_of(rma_id), Shopper(app)
    monkeypatch.setattr(installation, "chosen", replace(installation.settings(), packed_photo="needed"))
    packing_statements.state_contents(rma_id=rma_id, accessory_ids=(), by=CUSTOMER)
    assert "Continue without" not in shopper.page(f"{here}/packing/photo")
    for way in ("none", ""):
        assert shopper.send(f"{here}/packing/photo", way=way).status_code == 422
    assert shopper.send(f"{here}/packing/photo", photos=[(io.BytesIO(b"GIF89a"), "b.jpg")]).status_code == 422
    assert shop.rows(Photo) == [] and at(app, rma_id, "/label.pdf") == "packing"
    shopper.go(f"{here}/packing/photo", photos=[(io.BytesIO(shop.picture()), "a.jpg")])
    assert shopper.go(f"{here}/packing/photo", way="none") == f"{here}/packing/label"
    monkeypatch.setattr(installation, "chosen", replace(installation.settings(), packed_photo="off"))
    assert Step.PHOTO not in packing_coach.read(rma_id).steps
    with pytest.raises(BadSetting):
        load({"PACKED_PHOTO": "perhaps"})


def test_without_a_printer_a_code_of_each_box_that_decodes(app: Flask, people: dict[str, Actor],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    rma_id = approved(people, category="textile")
    (box,) = shop.rows(Parcel)
    html = Shopper(app).page(f"{page_of(rma_id)}/packing/code")
    path, size = re.search(r'<path d="([^"]+)"', html)[1], int(re.search(r'viewBox="0 0 (\d+)', html)[1])
    assert decoded(path, size) == f"{installation.settings().public_url}/P/{box.number}"
    assert decoded(qr_code.drawn("x" * 200).path, qr_code.drawn("x" * 200).size) == "x" * 200
    assert "Not every shop does" in html and "src=" not in html.split("<main")[1], "it needs nothing more"
    monkeypatch.setattr(installation, "chosen", replace(installation.settings(), drop_off_prints="dhl nobody"))
    assert "These carriers do it for us: DHL. Others do not." in Shopper(app).page(f"{page_of(rma_id)}/packing/code")


def decoded(path: str, size: int) -> str:
    picture = Image.new("L", (size * 4, size * 4), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        left, top = int(x) * 4, int(y) * 4
        ImageDraw.Draw(picture).rectangle((left, top, left + int(length) * 4 - 1, top + 3), fill=0)
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def test_when_nothing_is_to_be_packed_the_letters_link_leads_to_the_return(app: Flask) -> None:
    rma_id = shop.ask(shop.buy())
    shopper = Shopper(app)
    assert shopper.get(f"{page_of(rma_id)}/packing").location == page_of(rma_id)
    assert shopper.get(f"{page_of(rma_id)}/packing/label").status_code == 404
    with pytest.raises((NotFound, Refused)):
        packing_statements.add_photos(rma_id=rma_id, photo_ids=[1], by=CUSTOMER)


def test_the_letter_of_the_approval_leads_to_it(people: dict[str, Actor]) -> None:
    rma_id = approved(people)
    (written,) = shop.rows(Act, Act.id == acted.get())
    values, _ = letters.values_for(written)
    public_url = installation.settings().public_url
    assert approved_letter.write(Values(**values), "en").action_url == f"{public_url}{page_of(rma_id)}/packing"


def test_the_advice_is_there_in_every_language() -> None:
    for category in ("phone", "power_tool", "small_kitchen_appliance", "homeware", "no such"):
        for text in (*advice_of(category).texts, *every_box()):
            assert len({text.say(language) for language in LANGUAGES}) == len(LANGUAGES)
