"""What the customer holds is in the customer's language, whoever prints it; what drivers sign is in the house's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from jobs import paper
from models.db import db
from models.log import Document
from models.people import Staff
from models.places import Site
from models.rma import Rma
from models.work import Settlement
from tests.desk.roads import rows_of
from tests.packing import roads
from tests.packing.roads import Road
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt
from workflow import clock, handover_paper, paper_language, repair_paper
from workflow.scanning.commands import Command
from workflow.transaction import reading

THEIRS, OURS = "fr", "zh"


@pytest.fixture
def road(either_app) -> Road:
    """A repaired unit in its box, for a customer who reads French; Paul and Alice read Chinese."""
    repaired = roads.repaired(price_minor=1299)
    roads.pack(TabletAt("paul"), repaired)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Rma.__table__).values(language=THEIRS))
        connection.execute(sa.update(Staff.__table__).values(language=OURS))
    return repaired


def test_each_paper_has_the_language_of_who_holds_it(road: Road) -> None:
    box_id, unit_id = roads.box_of(road).id, road.ids[0]
    theirs = {"return_label_4x6": road.rma_id, "inside_slip": road.rma_id, "packing_slip": box_id,
              "packing_slip_priced": box_id, "repair_report": unit_id, "warranty_voucher": unit_id}
    read = {kind: paper_language.of(kind, thing, OURS) for kind, thing in theirs.items()}
    assert read == dict.fromkeys(theirs, THEIRS)
    assert paper_language.of("handover", box_id, OURS) == "de"
    assert paper_language.of("unit_tag", unit_id, OURS) == paper_language.of("custody", unit_id, OURS) == OURS


@pytest.mark.parametrize(("country", "language"), [
    ("DE", "de"), ("CH", "de"), ("BE", "en"), ("FR", "fr"), ("CN", "zh"), ("HK", "en"), ("IL", "en"),
    ("SA", "ar"), ("GB", "en"), ("NL", "en"),
    ("", "en")])
def test_at_the_door_the_first_language_of_the_country_is_read_if_it_is_ours(country: str, language: str) -> None:
    assert paper_language.of_country(country) == language


def test_the_driver_reads_the_houses_language_and_the_time_of_its_clock(road: Road) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(Site.__table__).values(country="CN", time_zone="Asia/Shanghai"))
    box = roads.box_of(road)
    TabletAt("paul").scan(box.number, roads.UPS, Command.HANDOVER)
    assert paper_language.of("handover", box.id, "de") == paper_language.of("receipt", box.id, "de") == "zh"
    with reading() as connection:
        (handed,) = handover_paper.sheets(connection, box.id, "zh")
        (report,) = repair_paper.reports(connection, road.ids[0], "zh")
    assert handed["handed_over"].endswith("+08:00") and report["ended"].endswith("+08:00")
    assert datetime.fromisoformat(handed["handed_over"]) == goods.parcel(box.id).handed_over_at


def test_a_file_for_the_desk_is_in_the_language_that_was_chosen_in_the_menu(
        road: Road, client_as: Callable[..., PageClient]) -> None:
    alice = client_as("alice")
    alice.get("/desk?lang=es")
    alice.get(f"/papers/custody/{road.ids[0]}")
    assert [(row.kind, row.language) for row in rows_of(Document)] == [("custody", "es")]


def test_a_credit_note_is_the_customers(road: Road) -> None:
    with db.engine.begin() as connection:
        money = connection.execute(sa.insert(Settlement.__table__).values(
            rma_id=road.rma_id, kind="credit", state="done", amount_minor=1, currency="EUR",
            created_at=clock.now()).returning(Settlement.__table__.c.id)).scalar_one()
    assert paper_language.of("credit_note", money, OURS) == THEIRS


def test_an_agent_prints_a_slip_that_the_customer_can_read(road: Road, client_as: Callable[..., PageClient]) -> None:
    client_as("alice").get(f"/papers/packing_slip/{roads.box_of(road).id}")
    client_as("alice").get(f"/papers/unit_tag/{road.ids[0]}")
    while paper.make_next():
        pass
    assert [(row.kind, row.language) for row in rows_of(Document)] == [("packing_slip", THEIRS), ("unit_tag", OURS)]
