"""A lead takes back what nobody can undo by scanning any more: on the page of the RMA, or among the last acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, Stage
from models.parcels import Parcel
from tests.desk import roads
from tests.shelving.stock import shelf
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt
from workflow import clock, undoing
from workflow.errors import Refused
from workflow.scanning.commands import Command
from workflow.transaction import reading

ClientAs = Callable[..., PageClient]
LATER = timedelta(minutes=5)


@pytest.fixture
def dock(app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


@pytest.fixture
def lena(client_as: ClientAs, dock: TabletAt) -> PageClient:
    return client_as("lena")


def put_aside_parcels() -> int:
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count(Parcel.id)).where(Parcel.unidentified)).scalar_one()


def shelved(dock: TabletAt, *rmas: goods.Announced) -> TabletAt:
    """A unit of each is taken out of its box and all are put away by one scan of a shelf."""
    for rma in rmas:
        dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    at = TabletAt("walt", "shelf-1")
    at.moment = dock.moment
    at.scan(*[goods.unit(rma.unit_ids[0]).tag for rma in rmas], shelf("A-01").code)
    return at


def test_the_rmas_page_takes_back_one_act_after_the_other(dock: TabletAt, lena: PageClient) -> None:
    rma = goods.announced(units=2)
    here = f"/desk/rmas/{rma.rma}"
    dock.scan(rma.parcel, rma.skus[0], rma.skus[1], Command.UNDO)
    with clock.at(dock.moment + LATER):
        for offered in ("Item taken out of the box", "Parcel received"):
            html = lena.page(here)
            assert f"Last: {offered}" in html and "undo-reason" in html
            act_id = html.split('name="act_id" value="')[1].split('"')[0]
            without = lena.send(f"{here}/undo", act_id=act_id)
            assert without.status_code == 422 and "needs a reason" in without.get_data(as_text=True)
            assert '<details open><summary class="btn">' in without.get_data(as_text=True)
            wrong = lena.send(f"{here}/undo", act_id=act_id, reason="nonsense-xyz")
            assert wrong.status_code == 422 and "Choose a reason from the list" in wrong.get_data(as_text=True)
            assert lena.send(f"{here}/undo", act_id=act_id, reason="our_mistake").status_code == 303
            assert "Undone." in lena.page(here)
        assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED
        assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED


def test_an_act_of_several_rmas_is_offered_on_the_page_of_each(dock: TabletAt, lena: PageClient) -> None:
    one, two, other = goods.announced(), goods.announced(), goods.announced()
    at = shelved(dock, one, two)
    with clock.at(at.moment + LATER):
        for rma in (one, two):
            assert "Last: Put away" in lena.page(f"/desk/rmas/{rma.rma}")
        act_id = roads.last_act().id
        lena.page(f"/desk/rmas/{other.rma}")
        assert lena.send(f"/desk/rmas/{other.rma}/undo", act_id=act_id, reason="our_mistake").status_code == 404
        assert lena.send(f"/desk/rmas/{two.rma}/undo", act_id=act_id, reason="our_mistake").status_code == 303
        for rma in (one, two):
            assert "Last: Box emptied" in lena.page(f"/desk/rmas/{rma.rma}")


def test_only_a_lead_is_offered_it_later(dock: TabletAt, client_as: ClientAs) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    with clock.at(dock.moment + LATER):
        assert "/undo" not in client_as("alice").page(f"/desk/rmas/{rma.rma}")


def test_what_has_no_rma_is_taken_back_among_the_last_acts(dock: TabletAt, lena: PageClient) -> None:
    dock.scan("1Z999AA10123456784")
    TabletAt("walt", "shelf-1").scan(shelf("A-02").code)
    assert put_aside_parcels() == 1
    act = roads.last_act()
    with clock.at(dock.moment + LATER):
        html = lena.page("/desk/acts?station=dock-1")
        assert "Parcel put aside" in html and "Walt" in html and f"Tablet {act.tablet_id}" in html
        assert "Parcel put aside" not in lena.page("/desk/acts?station=shelf-1")
        url = f"/desk/acts/{act.id}/undo?station=dock-1"
        for reason, words in (("", "needs a reason"), ("whim", "Choose a reason")):
            refused = lena.send(url, reason=reason)
            assert refused.status_code == 422 and words in refused.get_data(as_text=True)
            assert "<details open>" in refused.get_data(as_text=True)
        done = lena.send(url, reason="our_mistake")
        assert (done.status_code, done.headers["Location"]) == (303, "/desk/acts?station=dock-1")
        assert put_aside_parcels() == 0
        html = lena.page("/desk/acts")
        assert "<s>Parcel put aside</s>" in html and f"/desk/acts/{act.id}/undo" not in html
        assert lena.send(url, reason="our_mistake").status_code == 422


def test_what_came_after_has_to_be_undone_first(dock: TabletAt, lena: PageClient) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    first = roads.last_act().id
    dock.scan(rma.skus[0])
    lena.page("/desk/acts")
    with clock.at(dock.moment + LATER):
        refused = lena.send(f"/desk/acts/{first}/undo", reason="our_mistake")
        assert refused.status_code == 422 and "Undo that first" in refused.get_data(as_text=True)
        assert lena.send(f"/desk/acts/{roads.last_act().id}/undo", reason="our_mistake").status_code == 303
        assert lena.send(f"/desk/acts/{first}/undo", reason="our_mistake").status_code == 303
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED


def test_the_reason_is_one_of_the_list(dock: TabletAt, people: dict) -> None:
    dock.scan(goods.announced().parcel)
    act = roads.last_act()
    with clock.at(dock.moment + LATER), pytest.raises(Refused, match="Choose a reason"):
        undoing.undo(act_id=act.id, by=people["lena"], reason="because")
    with clock.at(dock.moment + LATER):
        undoing.undo(act_id=act.id, by=people["lena"], reason="our_mistake")
    assert roads.last_act().reason == "our_mistake"
