"""Every page as everybody: who may open it gets a whole page, who may not gets a refusal and nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import structlog

from tests.support.pages import PageClient, check_page
from tests.support.people import PEOPLE
from tests.sweeps.ground import Ground, counts

ClientAs = Callable[..., PageClient]
EVERYBODY = (None, *(login for login in PEOPLE if login != "bob"))  # Bob may do what Alice may
OFFICE, FLOOR = {"alice", "bob", "lena"}, {"walt", "ina", "tom", "carla", "paul"}
# Who opens what, written here a second time on purpose: a guard that is loosened by mistake is found.
READERS: dict[str, set[str]] = {
    "admin": {"adam"}, "importing": {"lena", "adam"}, "desk": OFFICE | {"mia"}, "desk.unidentified": OFFICE | {"walt"},
    "desk.unidentified_parcel": OFFICE | {"walt"}, "desk.match": OFFICE | {"walt"},
    "desk.note_label": OFFICE | {"walt"}, "desk.unit": OFFICE | {"mia", "walt"},
    "desk.unit_belongs": OFFICE | {"walt"}, "desk.new": OFFICE,
    "desk.explain_a_code": {"lena"}, "desk.explained_code": {"lena"},
    "desk.scan_exceptions": {"lena"}, "desk.settled_exceptions": {"lena"}, "desk.scan_exception": {"lena"},
    "desk.settle_exception": {"lena"}, "desk.acts": {"lena"}, "desk.undo_act": {"lena"},
    "desk.new_of_order": OFFICE, "desk.deciding_page": OFFICE, "desk.keys": set(PEOPLE), "photos": set(PEOPLE),
    "printing": set(PEOPLE), "scanning": set(PEOPLE), "packing": OFFICE | {"paul"}, "repairing": {"lena", "tom"},
    "repairing.catalogue": {"lena", "tom", "walt"}, "repairing.book_in": {"lena", "tom", "walt"},
    "shelving": set(PEOPLE), "shelving.count": {"lena", "mia"},
    **{f"printing.{name}": {"lena", "mia", "adam"} for name in (
        "new_printer", "printer", "add_printer", "change_printer", "print_test_label", "choose_printer",
        "all_templates", "template", "keep_template", "preview_template", "preview", "preview_pdf", "preview_picture",
        "logo", "ask_before_reset", "reset_template", "ask_before_reset_of_all", "reset_all_templates")},
}
WRITERS = {**READERS, "desk": OFFICE, "desk.let_go_by_road": {"lena", "mia"}, "scanning": FLOOR | {"lena"},
           "shelving": {"lena"}}
OPEN_TO_ALL = {"health", "parcels", "portal", "signing_in", "links", "scanning.shell", "scanning.worker"}
# No page by design: back to where it was asked, no draft begun, nothing in hand, the next step of packing, a step that
# these goods have not, no such photo, no such paper of this return, the front door, a part of the station's page.
NOT_A_PAGE = {("links.after_a_refusal", 303), ("links.packing", 303), ("links.battery", 303), ("links.photo", 404),
              ("links.paper", 404), ("signing_in.front", 302), ("repairing.in_hand", 303), ("scanning.work", 303),
              *((f"portal.{page}", 303) for page in ("details", "items", "photo", "reason", "review"))}


def allowed(endpoint: str, method: str, login: str | None) -> bool:
    blueprint = endpoint.split(".")[0]
    table = READERS if method == "GET" else WRITERS
    return bool({blueprint, endpoint} & OPEN_TO_ALL) or login in table.get(endpoint, table.get(blueprint, set()))


@pytest.mark.parametrize("login", EVERYBODY, ids=str)
def test_every_page_is_whole_for_who_may_open_it_and_shut_for_others(living: Ground, client_as: ClientAs,
                                                                     login: str | None) -> None:
    client, faults = client_as(login), []
    for place in living.pages():
        answer = client.get(place.url)
        if not allowed(place.endpoint, "GET", login):
            shut = answer.status_code == 403 if login else answer.status_code in (302, 303)
            faults += [] if shut else [f"{place} {place.url} is open to {login}: {answer.status_code}"]
        elif answer.status_code != 200 and (place.endpoint, answer.status_code) not in NOT_A_PAGE:
            faults.append(f"{place} {place.url}: {answer.status_code}")
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
            try:
                check_page(answer.get_data(as_text=True))
            except AssertionError as fault:
                faults.append(f"{place} {place.url}: {fault}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("login", EVERYBODY, ids=str)
def test_nobody_changes_what_is_not_theirs(living: Ground, client_as: ClientAs, login: str | None) -> None:
    """F16: every route that changes something, as everybody who may not use it, with a right form token."""
    client, faults = client_as(login), []
    client.keep_token(client.get("/sign-in" if login is None else "/desk/keys").get_data(as_text=True))
    before = counts()
    for place in living.places(methods=("POST",)):
        if allowed(place.endpoint, "POST", login):
            continue
        answer = client.send(place.url, text="mine now", code="x", scan_id="f" * 32)
        refused = answer.status_code in (401, 403) or (login is None and answer.status_code == 303)
        faults += [] if refused else [f"{place} {place.url} as {login}: {answer.status_code}"]
    assert not faults, "\n".join(faults)
    assert counts() == before


def test_a_refusal_is_logged_without_names(living: Ground, client_as: ClientAs) -> None:
    walt = client_as("walt")
    with structlog.testing.capture_logs() as said:
        assert walt.get("/admin/people").status_code == 403
    (entry,) = [line for line in said if line["event"] == "refused.access"]
    assert (entry["endpoint"], entry["log_level"]) == ("admin.people", "warning")
    assert isinstance(entry["staff"], int) and "Walt" not in str(entry)


def test_another_customers_things_stay_shut(living: Ground, client_as: ClientAs) -> None:
    """F16: with the link of one RMA, the photos, boxes and labels of another."""
    client, before = client_as(), counts()
    token = living.links["status"]
    own = living.rma_of_link("status")
    for photo_id in living.ids("photo", not_of=own):
        assert client.get(f"/returns/s/{token}/photos/{photo_id}").status_code == 404
        assert client.get(f"/returns/photos/{photo_id}").status_code in (302, 303, 404)
    client.page(f"/returns/s/{token}")
    for parcel_id in living.ids("parcel", not_of=own):
        answer = client.send(f"/returns/s/{token}/parcels/{parcel_id}/tracking", tracking="RX000000000DE")
        assert answer.status_code in (404, 422), parcel_id
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), "1-" + "a" * 32, living.links["quote"], "1", "'"):
        for place in (f"/returns/s/{wrong}", f"/returns/s/{wrong}/label.pdf", f"/returns/s/{wrong}/slip.pdf"):
            assert client.get(place).status_code == 404, place
    assert counts() == before
