"""F18: every route that changes something refuses what another site, another session or a plain link could send."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.support.pages import PageClient
from tests.sweeps.ground import Ground, Place, everything
from tests.sweeps.test_pages import OPEN_TO_ALL, allowed

ClientAs = Callable[..., PageClient]
REFUSED = {400, 401, 403, 405}
FIELDS = {"text": "forged", "code": "C00000000000", "scan_id": "e" * 32, "login": "alice", "password": "x"}


def with_(client: PageClient, place: Place, token: str, **headers: str) -> TestResponse:
    return client.post(place.url, data={**FIELDS, "csrf_token": token}, headers=headers)


FORGERIES: dict[str, Callable[[PageClient, Place, str, str], TestResponse]] = {
    "no token": lambda client, place, own, other: client.post(place.url, data=FIELDS),
    "no token, from htmx": lambda client, place, own, other: client.post(
        place.url, data=FIELDS, headers={"HX-Request": "true"}),
    "empty token": lambda client, place, own, other: with_(client, place, ""),
    "another session's token": lambda client, place, own, other: with_(client, place, other),
    "another session's token in a header": lambda client, place, own, other: client.post(
        place.url, data=FIELDS, headers={"X-CSRFToken": other}),
    "json as plain text": lambda client, place, own, other: client.post(
        place.url, data=json.dumps({**FIELDS, "csrf_token": own}), headers={"Content-Type": "text/plain"}),
    "a foreign origin": lambda client, place, own, other: with_(client, place, own, Origin="https://evil.example"),
    "a foreign origin that looks like ours": lambda client, place, own, other: with_(
        client, place, own, Origin="http://localhost.evil.example"),
    "no origin at all": lambda client, place, own, other: with_(client, place, own, Origin="null"),
    "a foreign page": lambda client, place, own, other: with_(client, place, own, **{"Sec-Fetch-Site": "cross-site"}),
    "a neighbour's page": lambda client, place, own, other: with_(
        client, place, own, **{"Sec-Fetch-Site": "same-site"}),
}


@pytest.mark.parametrize("login", [None, "lena", "adam", "tom"], ids=str)
def test_nothing_forged_is_taken(living: Ground, client_as: ClientAs, login: str | None) -> None:
    client, other = client_as(login), client_as("mia" if login else "lena")
    for one in (client, other):
        one.keep_token(one.get("/desk/keys" if one is other or login else "/sign-in").get_data(as_text=True))
    assert client.token and other.token and client.token != other.token
    places = [place for place in living.places(methods=("POST",)) if allowed(place.endpoint, "POST", login)
              and (login is None or place.endpoint.split(".")[0] not in OPEN_TO_ALL)]
    assert len(places) > 5
    before, faults = everything(), []
    for place in places:
        for name, forge in FORGERIES.items():
            status = forge(client, place, client.token, other.token).status_code
            faults += [] if status in REFUSED else [f"{place} with {name}: {status}"]
    assert not faults, "\n".join(faults)
    assert everything() == before


def test_no_change_by_get(living: Ground, client_as: ClientAs) -> None:
    """A link, a picture or a prefetch changes nothing, on routes that change and on all others."""
    client = client_as("lena")
    client.get("/stations/dock-1")
    before = everything()
    for place in (*living.places(methods=("POST",)), *living.places(methods=("GET",))):
        assert client.get(place.url).status_code < 500, place
        assert client.head(place.url).status_code < 500, place
    after = everything()
    assert [name for name in before if before[name] != after[name] and name not in ASKED_FOR_BY_LOOKING] == []


ASKED_FOR_BY_LOOKING = {"document", "tablet", "staff_session", "message"}
"""Paper is made when it is asked for; a tablet that opens a station stands there; an opened message is read."""
