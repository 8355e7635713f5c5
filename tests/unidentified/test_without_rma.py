"""A thing that belongs to no RMA: found, looked at, and given to the RMA that waits for it."""

from __future__ import annotations

import pytest

from models.catalogue import DeviceSerial
from models.lifecycle import Stage
from models.log import Act
from models.numbers import grouped
from models.rma import Hold, Photo, Unit
from tests.claiming.photographs import jpeg
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, everything
from workflow import inbox, photos, rma_page, searching, undoing, without_rma
from workflow.actors import SYSTEM
from workflow.errors import NotFound, Refused
from workflow.scanning.commands import Command


@pytest.fixture
def rma(app) -> goods.Announced:
    """An RMA that waits for two things; beside it another one."""
    goods.announced(units=2, name="Petra Schneider")
    return goods.announced(units=2, name="Wang Wei")


@pytest.fixture
def waits(either_app) -> goods.Announced:
    """The same on both engines."""
    goods.announced(units=2, name="Petra Schneider")
    return goods.announced(units=2, name="Wang Wei")


def lone(product_of: goods.Announced | None = None) -> Unit:
    """A thing out of a box that nobody announced: of this RMA's first product, else without any code."""
    dock = TabletAt("walt")
    dock.scan("1Z999AA10123456784", *((product_of.skus[0],) if product_of else (Command.NO_CODE,)), Command.YES)
    return rows_of(Unit, unexpected="extra")[-1]


def belongs(unit: Unit, number: str, same_as: int | None = None, login: str = "alice") -> str:
    return without_rma.belongs_to(unit_id=unit.id, number=number, same_as=same_as, by=actor(login))


def reasons(unit_id: int) -> list[str]:
    return [hold.reason for hold in rows_of(Hold, released_at=None, unit_id=unit_id)]


def test_its_tag_leads_to_its_page(rma: goods.Announced, client_as) -> None:
    unit, alice = lone(rma), client_as("alice")
    assert alice.get("/desk/search", query_string={"q": unit.tag}).headers["Location"] == f"/desk/units/{unit.id}"
    html = alice.page(f"/desk/units/{unit.id}")
    assert "Nobody declared this unit" in html and f"/desk/units/{unit.id}/custody" in html
    assert rma.rma in html and f"/papers/unit_holding_label/{unit.id}" in html
    alice.page("/desk/units/999999", status=404)


def test_the_inbox_and_its_parcel_lead_there(rma: goods.Announced, client_as) -> None:
    unit = lone(rma)
    alice, link = client_as("alice"), f'href="/desk/units/{unit.id}"'
    assert link in alice.page("/desk/lists/held")
    assert link in alice.page(f"/desk/unidentified/{unit.came_in_id}")
    assert [(line.unit_id, line.tag) for line in inbox.page("held", 1)] == [(unit.id, unit.tag)]


def test_an_unannounced_serial_number_without_a_box_is_no_dead_end(rma: goods.Announced, client_as) -> None:
    goods.order(serials=True, by=SYSTEM)
    (serial,) = (row.serial for row in rows_of(DeviceSerial))
    TabletAt("walt").scan(serial, Command.YES)
    (unit,) = rows_of(Unit, unexpected="extra")
    assert (unit.rma_id, unit.came_in_id) == (None, None)
    assert searching.search(serial).units[0].id == unit.id
    assert "Parcel</dt>" not in client_as("alice").page(f"/desk/units/{unit.id}")


def test_it_becomes_the_unit_that_the_rma_waits_for(rma: goods.Announced, client_as) -> None:
    unit = lone(rma)
    photos.take(jpeg(), by=actor("walt"), unit_id=unit.id)
    assert [row.id for row in without_rma.one(unit.id).waiting] == [rma.unit_ids[0]]
    alice = client_as("alice")
    alice.page(f"/desk/units/{unit.id}")
    answer = alice.send(f"/desk/units/{unit.id}/rma", number=rma.rma, same_as=rma.unit_ids[0])
    assert answer.headers["Location"] == f"/desk/rmas/{rma.rma}#unit-{rma.unit_ids[0]}"
    became = goods.unit(rma.unit_ids[0])
    assert (became.stage, became.tag, became.came_in_id) == (Stage.ARRIVED, unit.tag, unit.came_in_id)
    assert (goods.unit(unit.id).stage, goods.unit(unit.id).voided_into_id) == (Stage.VOIDED, became.id)
    assert reasons(unit.id) == [] and rows_of(Photo)[-1].unit_id == became.id
    assert goods.unit(rma.unit_ids[1]).stage is Stage.EXPECTED
    assert alice.get(f"/desk/units/{unit.id}").headers["Location"] == answer.headers["Location"]
    assert "RMA found for it" in alice.page(f"/desk/rmas/{rma.rma}")


def test_it_came_besides_and_stays_held(rma: goods.Announced, client_as) -> None:
    unit = lone()
    number = " ".join((rma.rma[:4], rma.rma[4:])).lower()
    assert belongs(unit, number) == rma.rma
    assert (goods.unit(unit.id).rma_id, goods.unit(unit.id).stage) == (rma.rma_id, Stage.ARRIVED)
    assert reasons(unit.id) == ["extra_unit"]
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.EXPECTED] * 2
    assert unit.id in [view.unit.id for view in rma_page.read(rma.rma, by=actor("alice")).units]
    path = client_as("alice").page(f"/desk/units/{unit.id}/custody")
    assert "RMA found for it" in path and f"rma:{rma.rma_id}" not in path and path.count(grouped(rma.rma)) > 1


@pytest.mark.parametrize("which", [0, None])
def test_it_is_taken_back_without_a_trace(waits: goods.Announced, which: int | None) -> None:
    unit = lone(waits)
    assert [row.id for row in without_rma.one(unit.id).waiting] == [waits.unit_ids[0]]
    assert searching.search(unit.tag).only_unit == unit.id
    before = everything()
    belongs(unit, waits.rma, None if which is None else waits.unit_ids[which])
    undoing.undo(act_id=newest_act(), by=actor("alice"))
    assert everything() == before


def newest_act() -> int:
    return max(row.id for row in rows_of(Act))


def test_what_it_cannot_be_is_refused_and_nothing_written(rma: goods.Announced) -> None:
    unit, other = lone(rma), goods.announced()
    before = everything()
    for number, same_as, words in ((rma.rma, rma.unit_ids[1], "another product"),
                                   (rma.rma, other.unit_ids[0], "does not wait"), (rma.rma, 999_999, "does not wait")):
        with pytest.raises(Refused, match=words):
            belongs(unit, number, same_as)
    with pytest.raises(NotFound):
        belongs(unit, "R00000000000")
    assert everything() == before
    belongs(unit, other.rma)
    with pytest.raises(Refused, match="belongs to an RMA already"):
        belongs(unit, rma.rma)


def test_a_thing_without_a_code_is_chosen_from_what_the_rma_waits_for(rma: goods.Announced, client_as) -> None:
    unit, alice = lone(), client_as("alice")
    assert "Nobody waits for such a thing" in alice.page(f"/desk/units/{unit.id}")
    html = alice.page(f"/desk/units/{unit.id}?q={rma.rma}")
    assert html.count('name="same_as"') == 2 and "None of these" in html
    html = alice.page(f"/desk/units/{unit.id}?q=wang")
    assert html.count('name="same_as"') == 2  # only one RMA has such a name
    assert "Nothing found" in alice.page(f"/desk/units/{unit.id}?q=xxxxxxx")
    answer = alice.send(f"/desk/units/{unit.id}/rma?q={rma.rma}", number=rma.rma, same_as=999_999)
    assert answer.status_code == 422 and "does not wait" in answer.text and 'name="same_as"' in answer.text
    assert alice.send(f"/desk/units/{unit.id}/rma", number="").status_code == 422
    assert alice.send(f"/desk/units/{unit.id}/rma", number=rma.rma, same_as=rma.unit_ids[1]).status_code == 303
    assert goods.unit(rma.unit_ids[1]).stage is Stage.ARRIVED


def test_the_dock_says_it_too_and_a_manager_only_looks(rma: goods.Announced, client_as) -> None:
    unit = lone(rma)
    assert "An agent or a lead says which." in client_as("mia").page(f"/desk/units/{unit.id}")
    walt = client_as("walt")
    html = walt.page(f"/desk/units/{unit.id}")
    assert "/custody" not in html and f'href="/desk/rmas/{rma.rma}"' not in html
    answer = walt.send(f"/desk/units/{unit.id}/rma", number=rma.rma, same_as=rma.unit_ids[0])
    assert answer.headers["Location"] == "/desk/unidentified"
    client_as("ina").page(f"/desk/units/{unit.id}", status=403)


def test_what_has_an_rma_stands_on_its_page(rma: goods.Announced, client_as) -> None:
    answer = client_as("alice").get(f"/desk/units/{rma.unit_ids[0]}")
    assert answer.headers["Location"].startswith(f"/desk/rmas/{rma.rma}")
