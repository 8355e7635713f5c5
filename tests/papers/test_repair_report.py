"""The repair report and its voucher, out of a repair that was really done by scans."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from jobs import paper
from models.db import db
from models.lifecycle import Stage
from models.rma import UnitNote
from models.work import CheckResult, PartUse, RepairJob
from tests.labels.reading import by_zbar, by_zxing, pictures
from tests.packing import roads
from tests.papers.making import made, take_photo, words
from tests.repairing import benches
from tests.support import goods
from workflow import clock, customer_papers
from workflow.errors import NotFound
from workflow.printing import ask_for

pytestmark = pytest.mark.usefixtures("either_app")


def _repaired() -> roads.Road:
    """Repaired with a part, passed by another person, photographed before."""
    road = roads.repaired()
    unit_id, job = road.ids[0], roads.job(road.ids[0])
    part = benches.part()
    with db.engine.begin() as connection:
        connection.execute(sa.update(RepairJob.__table__).where(RepairJob.__table__.c.id == job.id).values(
            fault_code="HEATING", diagnosis="R12 burnt <b>through</b>", work_done="Element changed"))
        for kind in ("add", "add", "remove"):
            connection.execute(sa.insert(PartUse.__table__).values(
                job_id=job.id, part_id=part.id, kind=kind, quantity=1, at=clock.now()))
        connection.execute(sa.insert(UnitNote.__table__).values(
            unit_id=unit_id, text="它不热了 <img src=x>", at=clock.now()))
    take_photo(unit_id=unit_id)
    return road


def test_the_report_says_what_was_found_done_tested_and_by_whom() -> None:
    road = _repaired()
    unit = goods.unit(road.ids[0])
    printed = words("repair_report", unit.id)
    check = roads.checks(unit.id)[-1]
    for said in ("Repaired", "Heats, turns or grinds too little", "R12 burnt <b>through</b>", "Element changed",
                 "它不热了 <img src=x>", "Heating element", "Put in", "Taken out", f"No. {check.staff_id}",
                 "Tested by another person", "The reported fault is gone", "Photo 1"):
        assert said in printed, said
    assert printed.count("Passed") >= len(check.answers)
    assert "carla" not in printed.lower() and "Lüdenscheidt" not in printed
    page = pictures(made("repair_report", unit.id))[0]
    assert by_zxing(page) == by_zbar(page) == [unit.tag]


def test_the_voucher_runs_from_the_passed_check_and_scans_as_the_unit() -> None:
    road = _repaired()
    unit = goods.unit(road.ids[0])
    signed = datetime(2026, 2, 28, 12, tzinfo=UTC)
    with db.engine.begin() as connection:
        connection.execute(sa.update(RepairJob.__table__).values(finished_at=signed))
        connection.execute(sa.update(CheckResult.__table__).values(signed_at=signed))
    content = made("warranty_voucher", unit.id, "de")
    page = pictures(content)
    assert len(page) == 1
    assert unit.tag in by_zxing(page[0]) and unit.tag in by_zbar(page[0])
    printed = words("warranty_voucher", unit.id, "de")
    assert "28. Februar 2027" in printed and f"{unit.tag}-{roads.job(unit.id).id}" in printed


def test_before_the_check_there_is_a_report_but_no_voucher() -> None:
    road = roads.at_check()
    assert goods.unit(road.ids[0]).stage is Stage.CHECKING
    assert "Valid until" not in words("repair_report", road.ids[0])
    with pytest.raises(NotFound):
        ask_for("warranty_voucher", road.ids[0])
    assert customer_papers.of_rma(road.rma_id) == []


def test_the_customer_opens_only_papers_of_the_own_return() -> None:
    mine, other = roads.repaired(), roads.repaired()
    assert [row.thing_id for row in customer_papers.of_rma(mine.rma_id)] == mine.ids
    with pytest.raises(NotFound):
        customer_papers.ask_for(mine.rma_id, "repair_report", other.ids[0], "de")
    with pytest.raises(NotFound):
        customer_papers.ask_for(mine.rma_id, "custody", mine.ids[0], "de")
    assert customer_papers.ask_for(mine.rma_id, "repair_report", mine.ids[0], "de") is None
    assert paper.make_next()
    assert customer_papers.ask_for(mine.rma_id, "repair_report", mine.ids[0], "de").startswith(b"%PDF")
