"""The pages beside the scan box: queue, one job in words, quote, parts."""

from __future__ import annotations

import pytest

from models.lifecycle import JobState
from models.work import Quote
from tests.inspecting.units import Tablet, everything_of, jobs
from tests.repairing.benches import at_bench, in_drawer, part
from workflow import parts
from workflow.scanning.commands import Command

JOBS = "/stations/bench-1/jobs"
PARTS = "/stations/bench-1/parts"


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def test_an_empty_queue(client_as) -> None:
    assert "Nothing to repair" in client_as("tom").page(JOBS)


def test_the_queue_shows_tag_state_and_colour(tom: Tablet, client_as) -> None:
    row, none = at_bench()[0], part(0)
    tom.scan(row.tag, none.code, Command.WAIT_PART)
    html = client_as("tom").page(JOBS)
    assert "waiting for parts" in html
    assert none.name in html
    assert "in time" in html


def test_words_about_a_job(tom: Tablet, client_as) -> None:
    row = at_bench()[0]
    client = client_as("tom")
    url = f"{JOBS}/{jobs(row.id)[0].id}"
    client.page(url)
    answer = client.send(url, diagnosis="<b>Element</b> open", work_done="Changed")
    assert (answer.status_code, answer.location) == (303, "/stations/bench-1")
    assert jobs(row.id)[0].diagnosis == "<b>Element</b> open"
    assert "&lt;b&gt;Element" in client.page(url)


def test_too_many_words_are_given_back(tom: Tablet, client_as) -> None:
    row = at_bench()[0]
    client = client_as("tom")
    url = f"{JOBS}/{jobs(row.id)[0].id}"
    client.page(url)
    answer = client.send(url, diagnosis="x" * 4001, work_done="kept")
    assert answer.status_code == 422
    assert "kept" in answer.get_data(as_text=True)
    assert jobs(row.id)[0].work_done == ""


def test_a_quote_from_its_page(tom: Tablet, client_as) -> None:
    row, heater = at_bench()[0], part(1, price_minor=450)
    tom.scan(row.tag, heater.code)
    client = client_as("tom")
    url = f"{JOBS}/{jobs(row.id)[0].id}/quote"
    assert 'value="4.50"' in client.page(url)
    answer = client.send(url, parts="4.50", labour="many", freight="")
    assert answer.status_code == 422
    assert "Type an amount like 12.50." in answer.get_data(as_text=True)
    assert everything_of(Quote) == []
    assert client.send(url, parts="4.50", labour="20", freight="").status_code == 303
    assert jobs(row.id)[0].state is JobState.WAITING_CUSTOMER
    assert everything_of(Quote)[0].labour_minor == 2000


def test_no_quote_for_a_job_in_nobody_s_hand(tom: Tablet, client_as) -> None:
    row = at_bench()[0]
    client = client_as("tom")
    url = f"{JOBS}/{jobs(row.id)[0].id}/quote"
    client.page(url)
    answer = client.send(url, parts="", labour="20", freight="")
    assert answer.status_code == 422
    assert everything_of(Quote) == []


def test_the_job_in_hand_opens_by_itself(tom: Tablet, client_as) -> None:
    row = at_bench()[0]
    client = client_as("tom")
    assert client.get("/stations/bench-1/job").location == JOBS
    client.set_cookie("backhaul_tablet", tom.token)
    tom.scan(row.tag)
    assert client.get("/stations/bench-1/job").location == f"{JOBS}/{jobs(row.id)[0].id}"


def test_parts_are_booked_in(app, client_as) -> None:
    row, other = part(1), part(1)
    client = client_as("tom")
    assert row.name in client.page(PARTS)
    assert client.send(f"{PARTS}/{row.id}/stock", quantity="4").status_code == 303
    assert (in_drawer(row.id), in_drawer(other.id)) == (5, 1)
    assert client.send(f"{PARTS}/{row.id}/stock", quantity="-4").status_code == 422
    assert in_drawer(row.id) == 5


def test_a_new_part_from_the_page(app, client_as) -> None:
    client = client_as("tom")
    client.page(PARTS)
    assert client.send(PARTS, sku="LID-1", name="Lid", price="2,5", currency="EUR").status_code == 303
    (line,) = parts.catalogue(site_id=1)
    assert (line.sku, line.price_minor) == ("LID-1", 250)
    answer = client.send(PARTS, sku="LID-1", name="Lid", price="", currency="EUR")
    assert answer.status_code == 422


@pytest.mark.parametrize("login", ["alice", "ina", "paul"])
def test_others_have_no_business_here(app, client_as, login: str) -> None:
    client = client_as(login)
    for url in (JOBS, f"{JOBS}/1", PARTS):
        assert client.get(url).status_code == 403


def test_nobody_is_asked_to_sign_in(app, client_as) -> None:
    assert client_as().get(JOBS).status_code == 303
