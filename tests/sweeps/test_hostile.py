"""F21 and F35: every form and every link parameter, as each kind of person, with sixty hostile values and with fields
that are none of the form's."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from models.all_tables import TABLES
from tests.support.pages import PageClient
from tests.sweeps import forms
from tests.sweeps.ground import Ground
from tests.sweeps.hostile import ASSIGNED, SLOW_SECONDS, VALUES, findings
from workflow import verifying
from workflow.transaction import reading

ClientAs = Callable[..., PageClient]
PARAMETERS = ("q", "lang", "next", "page", "state", "ground", "size", "look", "unread", "key", "id")
TOKEN, SIGN_OUT = "csrf_token", "/sign-out"


def faults_of(answer: TestResponse, seconds: float) -> list[str]:
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"took {seconds:.1f} s"] if seconds > SLOW_SECONDS else []
    where = urlsplit(answer.headers.get("Location") or answer.headers.get("HX-Redirect") or "/")
    found += [f"leads to {where.geturl()}"] if where.netloc not in ("", "localhost") or where.path[:2] == "//" else []
    found += ["sets a header of its own"] if "hostile=1" in str(answer.headers) else []
    return found + (findings(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else [])


def timed(ask: Callable[[], TestResponse]) -> list[str]:
    begun = time.monotonic()
    answer = ask()
    return faults_of(answer, time.monotonic() - begun)


def collect(client: PageClient, living: Ground, login: str | None) -> dict[tuple, forms.Form]:
    """One form of each kind that this person is offered on any page."""
    found: dict[tuple, forms.Form] = {}
    matcher = living.app.url_map.bind("localhost")
    for place in living.pages():
        answer = client.get(place.url)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        html = answer.get_data(as_text=True)
        client.keep_token(html)
        for form in forms.of_page(html, place.url):
            if form.method != "post" or form.action == SIGN_OUT:
                continue
            endpoint = matcher.match(urlsplit(form.action).path, method="POST")[0]
            found.setdefault((endpoint, form.names), form)
    return found


def send(client: PageClient, form: forms.Form, number: int) -> TestResponse:
    """The form with another value in each free field; what was fixed is hostile every third time."""
    data: MultiDict[str, object] = MultiDict(ASSIGNED)
    for place, (name, value) in enumerate(form.fixed):
        data.add(name, VALUES[(number + place) % len(VALUES)] if number % 3 == 2 else value)
    for place, name in enumerate(form.free):
        data[name] = VALUES[(number + 7 * place) % len(VALUES)]
    for name in form.files:
        data[name] = (io.BytesIO(VALUES[number].encode("utf-8", "replace")), VALUES[-number][:200])
    data[TOKEN] = client.token
    answer = client.post(form.action, data=data)
    if answer.mimetype == "text/html":
        client.keep_token(answer.get_data(as_text=True))
    return answer


def roles() -> dict[int, str]:
    staff = TABLES["staff"]
    with reading() as connection:
        return {row.id: row.roles for row in connection.execute(sa.select(staff.c.id, staff.c.roles))}


@pytest.mark.parametrize("login", [None, "lena"], ids=str)
def test_every_form_bears_some(living: Ground, client_as: ClientAs, login: str | None) -> None:
    """Some of the values: what there is time for each time. All of them, on both engines: the next test."""
    check_every_form(living, client_as(login), login, step=47)


@pytest.mark.faults
@pytest.mark.parametrize("login", [None, "alice", "walt", "tom", "paul", "lena", "adam"], ids=str)
def test_every_form_bears_it(either_living: Ground, client_as: ClientAs, login: str | None) -> None:
    check_every_form(either_living, client_as(login), login, step=1)


def check_every_form(either_living: Ground, client: PageClient, login: str | None, *, step: int) -> None:
    before = roles()
    found, faults = collect(client, either_living, login), []
    assert len(found) > (4 if login is None else 8), list(found)
    for (endpoint, names), form in found.items():
        for number in range(0, len(VALUES), step if form.free else 6 * step):
            faults += [f"{endpoint} {names} with {VALUES[number]!r:.60}: {fault}"
                       for fault in timed(lambda form=form, number=number: send(client, form, number))]
    for place in either_living.pages():  # what was kept is shown to somebody
        faults += [f"afterwards {place}: {fault}" for fault in timed(lambda url=place.url: client.get(url))]
    assert not faults, "\n".join(faults[:40])
    assert {number: words for number, words in roles().items() if number in before} == before
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
        for name, table in TABLES.items():
            for column in {"created_at", "at"} & set(table.c.keys()):
                old = connection.execute(sa.select(sa.func.min(table.c[column]))).scalar()
                assert old is None or old.year > 2000, f"{name}.{column}"


@pytest.mark.faults
@pytest.mark.parametrize("login", [None, "lena"], ids=str)
def test_every_link_parameter_bears_it(either_living: Ground, client_as: ClientAs, login: str | None) -> None:
    client, faults = client_as(login), []
    values = itertools.cycle(VALUES)
    for place in either_living.places(methods=("GET",)):
        for _ in range(-(-len(VALUES) // len(PARAMETERS)) * 2):
            given = {name: next(values) for name in PARAMETERS}
            faults += [f"{place} {given!r:.200}: {fault}"
                       for fault in timed(lambda url=place.url, given=given: client.get(url, query_string=given))]
    assert not faults, "\n".join(faults[:40])


HUGE = ("9223372036854775807", "9223372036854775808", "99999999999999999999999999", "0", "-1", "1.5", "%00", "%C3%28",
        "%F0%9F%A7%91", "a" * 3000)


@pytest.mark.faults
@pytest.mark.parametrize("login", [None, "lena"], ids=str)
def test_every_part_of_an_address_bears_it(either_living: Ground, client_as: ClientAs, login: str | None) -> None:
    client, faults = client_as(login), []
    client.keep_token(client.get("/sign-in" if login is None else "/desk/keys").get_data(as_text=True))
    for rule in either_living.app.url_map.iter_rules():
        for name in rule.arguments:
            if rule.endpoint == "static":
                continue
            for value in HUGE:
                url = either_living.fill(rule, **{name: value})
                ask = (lambda url=url: client.get(url)) if "GET" in rule.methods else (lambda url=url: client.send(url))
                faults += [f"{rule.rule} with {name}={value[:30]}: {fault}" for fault in timed(ask)]
    assert not faults, "\n".join(faults[:40])


def test_link_parameters_and_addresses_in_small(living: Ground, client_as: ClientAs) -> None:
    """One hostile value per parameter and route, and the worst ids; all of them: the two tests above."""
    client, faults, values = client_as("lena"), [], itertools.cycle(VALUES)
    for rule in living.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        given = {name: next(values) for name in PARAMETERS}
        faults += [f"{rule.rule} {given!r:.200}: {fault}"
                   for fault in timed(lambda rule=rule, given=given: client.get(living.fill(rule), query_string=given))]
        for name, value in itertools.product(rule.arguments, HUGE[1:2]):
            url = living.fill(rule, **{name: value})
            faults += [f"{rule.rule} with {name}={value}: {fault}" for fault in timed(lambda url=url: client.get(url))]
    assert not faults, "\n".join(faults[:40])


def test_what_is_posted_is_bounded(app: Flask, client_as: ClientAs) -> None:
    client = client_as("alice")
    many = client.post("/desk/rmas/R1/messages", data={f"f{number}": "x" for number in range(1100)},
                       content_type="multipart/form-data", headers={"X-CSRFToken": client.token})
    assert many.status_code in (400, 413)
