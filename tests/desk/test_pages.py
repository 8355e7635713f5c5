"""The desk's pages and forms: what they show, who may use them, what a refusal keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from jobs import letters as jobs_letters
from models.db import db
from models.lifecycle import Ground, Resolution, SettlementState, Stage
from models.log import Delivery
from models.numbers import grouped
from models.orders import Customer
from models.rma import Hold, Question, Rma, Unit
from tests.desk import roads
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from workflow import asking, clock, deciding, holding, mailbag, purchases, receiving, settling, staffing, writing
from workflow.actors import CUSTOMER

ClientAs = Callable[..., PageClient]


@pytest.fixture
def alice(client_as: ClientAs) -> PageClient:
    return client_as("alice")


def everything_at_once() -> goods.Announced:
    """An RMA with goods at several stages, holds, money, words and boxes."""
    made = roads.inspected(units=3, name="Dr. Anna-Magdalena Freifrau von Württemberg-Hohenstein-Langenburg 王小明")
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                     by=actor("alice"))
    settling.resolve(unit_id=made.unit_ids[1], resolution=Resolution.REPLACEMENT, ground=Ground.INSPECTED,
                     by=actor("alice"))
    asking.ask(rma_id=made.rma_id, reason="photo_of_fault", by=actor("alice"))
    writing.write(rma_id=made.rma_id, text="<script>alert(1)</script>\nسؤال", by=CUSTOMER)
    holding.hold(unit_id=made.unit_ids[2], reason="safety", note="smells <b>burnt</b>", by=actor("ina"))
    return made


PAGES = ("/desk", *(f"/desk/lists/{key}" for key in ("requested", "to_settle", "payments", "messages", "questions",
                                                     "held", "overdue")),
         "/desk/search?q=kettle", "/desk/search", "/desk/keys", "/desk/unidentified", "/desk/letters", "/desk/rmas/new",
         "/desk/rmas/new?q=kettle")


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_pages_are_whole_with_goods_on_them(alice: PageClient, language: str) -> None:
    everything_at_once()
    receiving.put_aside(code="JJD000390007123456", by=actor("walt"))
    for url in PAGES:
        alice.page(f"{url}{'&' if '?' in url else '?'}lang={language}")


def test_the_page_of_an_rma_shows_it_all_and_nothing_as_markup(alice: PageClient) -> None:
    made = everything_at_once()
    html = alice.page(f"/desk/rmas/{made.rma}")
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "smells &lt;b&gt;burnt" in html
    for words in ("Württemberg-Hohenstein", "May be dangerous", "refund", "promised", "On hold", "Kettle 1"):
        assert words in html, words


def test_only_the_legal_buttons_are_drawn(alice: PageClient) -> None:
    made = roads.requested(units=2)
    first, second = made.unit_ids
    html = alice.page(f"/desk/rmas/{made.rma}")
    for action in ("/approval", *(f"/units/{first}/{name}" for name in ("decline", "cancellation", "resolution"))):
        assert action in html, action
    for action in (f"/units/{first}/stock", f"/units/{first}/reopening", f"/units/{first}/loss", "/boxes"):
        assert action not in html, action
    alice.send(f"/desk/rmas/{made.rma}/units/{first}/decline", reason="final_sale")
    html = alice.page(f"/desk/rmas/{made.rma}")
    assert f"/units/{first}/reopening" in html and f"/units/{first}/decline" not in html
    holding.hold(unit_id=second, reason="safety", by=actor("alice"))
    html = alice.page(f"/desk/rmas/{made.rma}")
    assert f"/units/{second}/decline" not in html and "/approval" not in html and "/release" in html


def test_a_manager_looks_and_has_no_buttons(client_as: ClientAs) -> None:
    made = everything_at_once()
    html = client_as("mia").page(f"/desk/rmas/{made.rma}")
    assert 'method="post"' not in html.split('id="main"')[1]


def test_approve_decline_ask_hold_write_and_undo(alice: PageClient) -> None:
    made = roads.requested(units=2)
    here = f"/desk/rmas/{made.rma}"
    alice.page(here)
    assert alice.send(f"{here}/approval", unit_ids=made.unit_ids[0]).status_code == 303
    assert [goods.unit(unit_id).stage for unit_id in made.unit_ids] == [Stage.EXPECTED, Stage.REQUESTED]
    assert alice.send(f"{here}/questions", reason="serial_number", text="").status_code == 303
    assert alice.send(f"{here}/messages", text="Hello").status_code == 303
    assert alice.send(f"{here}/holds", reason="safety", unit_id=made.unit_ids[1], note="n").status_code == 303
    (hold,) = roads.holds(made.unit_ids[1])
    assert alice.send(f"{here}/undo", act_id=roads.last_act().id).status_code == 303
    assert not roads.holds(made.unit_ids[1]), hold
    assert "Another box" in alice.page(here)
    assert alice.send(f"{here}/boxes").status_code == 303
    assert "Undone" in alice.page(here) and "undone" in alice.page(here)


def test_a_refusal_keeps_what_was_typed_and_opens_its_form(alice: PageClient) -> None:
    made = roads.requested()
    alice.page(f"/desk/rmas/{made.rma}")
    answer = alice.send(f"/desk/rmas/{made.rma}/questions", reason="nosiness", text="Kept words")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Kept words" in html and "Choose a reason from the list." in html
    assert not roads.read_all(sa.select(Question.__table__))


def test_a_refund_from_the_page_to_the_money(alice: PageClient, client_as: ClientAs) -> None:
    made = roads.inspected(price_minor=30000)
    unit_id, here = made.unit_ids[0], f"/desk/rmas/{made.rma}"
    assert "inspected" in alice.page(f"{here}/units/{unit_id}/resolution")
    too_much = alice.send(f"{here}/units/{unit_id}/resolution", ground="inspected", resolution="refund",
                          amount="300.01")
    assert too_much.status_code == 422 and "300.01" in too_much.get_data(as_text=True)
    assert alice.send(f"{here}/units/{unit_id}/resolution", ground="inspected", resolution="refund",
                      amount="250,50").status_code == 303
    (money,) = roads.settlements(unit_id)
    assert (money.state, money.amount_minor) == (SettlementState.PLANNED, 25050)
    html = alice.page(here)
    assert "A second person has to approve this." in html and f"/settlements/{money.id}/approval" not in html
    assert alice.send(f"{here}/settlements/{money.id}/approval").status_code == 403
    bob = client_as("bob")
    assert f"/settlements/{money.id}/approval" in bob.page(here)
    assert bob.send(f"{here}/settlements/{money.id}/approval").status_code == 303
    assert bob.send(f"{here}/settlements/{money.id}/payment", reference="SEPA 1").status_code == 303
    assert roads.settlements(unit_id)[0].state is SettlementState.DONE
    html = bob.page(here)
    assert "Alice" in html and "approved by Bob" in html


def test_amounts_and_words_that_are_none_are_refused(alice: PageClient) -> None:
    made = roads.inspected()
    url = f"/desk/rmas/{made.rma}/units/{made.unit_ids[0]}/resolution"
    alice.page(url)
    refund = {"ground": "inspected", "resolution": "refund"}
    for fields in (*({**refund, "amount": typed} for typed in ("-5", "1e9", "12.345", "abc", "0", "9" * 20, "NaN")),
                   {"ground": "inspected", "resolution": "gift"}, {"ground": "whim", "resolution": "refund"},
                   {"ground": "", "resolution": ""}, {},
                   {"ground": "kept", "resolution": "refund", "reason": "freight_above_value"}):
        assert alice.send(url, **fields).status_code == 422, fields
    assert goods.unit(made.unit_ids[0]).resolution is None and not roads.settlements(made.unit_ids[0])


POISON = {"role": "admin", "is_admin": "1", "owner": "us", "status": "closed", "stage": "delivered", "resolution":
          "refund", "refund_amount": "999999", "amount_minor": "999999", "id": "1", "created_at": "2020-01-01",
          "token": "x", "rma_id": "1", "by": "1", "staff_id": "1", "verdict": "accepted"}


def test_fields_that_no_form_names_are_ignored(alice: PageClient) -> None:
    made = roads.requested()
    other = roads.requested(email="else@example.com")
    here, unit_id = f"/desk/rmas/{made.rma}", made.unit_ids[0]
    alice.page(here)
    alice.send(f"{here}/holds", **{**POISON, "reason": "safety"})
    alice.send(f"{here}/questions", **{**POISON, "reason": "symptom"})
    alice.send(f"{here}/messages", **{**POISON, "text": "Hello"})
    (hold,) = roads.read_all(sa.select(Hold.__table__))
    assert (hold.rma_id, hold.placed_by_id, hold.released_at) == (made.rma_id, actor("alice").staff_id, None)
    unit, rma = goods.unit(unit_id), goods.rma(made.rma_id)
    assert (unit.stage, unit.resolution, unit.owner.value, unit.verdict) == (Stage.REQUESTED, None, "customer", None)
    assert rma.status.value == "requested" and rma.created_at.year > 2020
    assert goods.rma(other.rma_id).status.value == "requested"
    assert not roads.settlements(unit_id)


def test_a_person_is_added_with_the_roles_of_the_form_only(client_as: ClientAs) -> None:
    adam = client_as("adam")
    adam.page("/admin/people/new")
    answer = adam.send("/admin/people/new", **POISON, name="Eve", login="eve", password="a-long-password",
                       language="en", roles="dock", active="", password_hash="x", badge="B1")
    assert answer.status_code == 303
    row = next(row for row in staffing.everybody() if row.login == "eve")
    assert (row.roles, row.active) == ("dock", True) and row.badge != "B1"


UNITS = ("decline", "reopening", "cancellation", "loss", "resolution", "reconsideration", "promise-cancellation",
         "stock", "refurbishment", "disposal", "disposal-proposal")
MONEY = ("approval", "payment", "sending", "failure", "void", "amount")


def changing(made: goods.Announced, unit_id: int, money: int) -> list[str]:
    here = f"/desk/rmas/{made.rma}"
    return [f"{here}/approval", f"{here}/holds", f"{here}/questions", f"{here}/messages", f"{here}/boxes",
            f"{here}/undo", f"{here}/parcels/{made.parcel_id}/tracking", f"/desk/rmas/new/{made.order_id}",
            *(f"{here}/units/{unit_id}/{name}" for name in UNITS),
            *(f"{here}/settlements/{money}/{name}" for name in MONEY)]


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "carla", "paul", "mia", "adam"])
def test_who_is_no_agent_changes_nothing(client_as: ClientAs, login: str) -> None:
    made = roads.inspected()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=actor("alice"))
    before = roads.last_act().id
    client = client_as(login)
    client.page("/desk/keys")
    for url in changing(made, made.unit_ids[0], money):
        assert client.send(url, reason="safety", text="x").status_code == 403, url
    assert roads.last_act().id == before


def test_nobody_is_sent_to_sign_in(client_as: ClientAs) -> None:
    made = roads.requested()
    nobody = client_as()
    nobody.page("/sign-in")
    for url in changing(made, made.unit_ids[0], 1):
        assert nobody.send(url).status_code == 303 and "/sign-in" in nobody.send(url).headers["Location"]
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_without_the_form_token_nothing_happens(alice: PageClient) -> None:
    made = roads.requested()
    for url in changing(made, made.unit_ids[0], 1):
        assert alice.post(url, data={"reason": "final_sale"}).status_code == 400
        assert alice.get(url).status_code in (200, 404, 405)
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_things_of_another_rma_are_not_found_under_this_one(alice: PageClient) -> None:
    made = roads.requested()
    other = roads.inspected(email="else@example.com")
    money = settling.resolve(unit_id=other.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=actor("alice"))
    hold = holding.hold(rma_id=other.rma_id, reason="safety", by=actor("alice"))
    here = f"/desk/rmas/{made.rma}"
    alice.page(here)
    before = roads.last_act()
    for url in (f"{here}/units/{other.unit_ids[0]}/decline", f"{here}/settlements/{money}/void",
                f"{here}/holds/{hold}/release", f"{here}/parcels/{other.parcel_id}/tracking"):
        assert alice.send(url, reason="our_mistake", tracking="123456").status_code == 404, url
    assert alice.send(f"{here}/undo", act_id=before.id).status_code == 404
    assert roads.last_act().id == before.id
    alice.page("/desk/rmas/R00000000000", status=404)


def test_search_opens_the_one_rma_with_this_number(alice: PageClient) -> None:
    made = roads.requested()
    answer = alice.get(f"/desk/search?q={made.rma}")
    assert answer.status_code == 303 and answer.headers["Location"].endswith(made.rma)


def test_an_agent_opens_an_rma_by_phone(alice: PageClient) -> None:
    order_id, lines = goods.order(units=2, by=actor("alice"))
    goods.order(email="else@example.com", by=actor("alice"))
    url = f"/desk/rmas/new/{order_id}"
    alice.page(url)
    fields = {"lines-0-line_id": lines[0], "lines-0-quantity": 1, "lines-0-reason": "changed_mind",
              "lines-0-wanted": "refund", "lines-1-line_id": lines[1], "lines-1-quantity": 0, "language": "zh"}
    assert alice.send(url, **fields, channel="pigeon").status_code == 422
    answer = alice.send(url, **fields, channel="phone")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    (rma,) = roads.read_all(sa.select(Rma.__table__).where(Rma.__table__.c.order_id == order_id))
    assert (rma.opened_through, rma.language) == ("phone", "zh")
    units = roads.read_all(sa.select(Unit.__table__).where(Unit.__table__.c.rma_id == rma.id))
    assert [unit.order_line_id for unit in units] == [lines[0]]
    assert purchases.purchase(order_id).line(lines[0]).left == 0
    alice.page(url)


def test_nothing_chosen_is_said_on_the_form(alice: PageClient) -> None:
    order_id, lines = goods.order(by=actor("alice"))
    url = f"/desk/rmas/new/{order_id}"
    alice.page(url)
    answer = alice.send(url, **{"lines-0-line_id": lines[0], "lines-0-quantity": 0}, channel="phone", language="en")
    assert answer.status_code == 422 and "Choose at least one item." in answer.get_data(as_text=True)


def test_an_unidentified_parcel_is_matched_by_its_number(alice: PageClient) -> None:
    made = goods.announced()
    sent = roads.order(made.order_id).number
    parcel_id = receiving.put_aside(code=f"OUT{sent}", by=actor("walt"))
    html = alice.page(f"/desk/unidentified/{parcel_id}")
    assert "It went out with this tracking number" in html and made.rma in html
    assert alice.send(f"/desk/unidentified/{parcel_id}/match", number="R123").status_code in (404, 422)
    assert alice.send(f"/desk/unidentified/{parcel_id}/match", number=made.rma).status_code == 303
    assert goods.parcel(parcel_id).rma_id == made.rma_id
    alice.page(f"/desk/unidentified/{parcel_id}", status=404)


def test_a_customer_on_one_page(alice: PageClient) -> None:
    made = everything_at_once()
    other = roads.requested(name="Someone Else", email="else@example.com")
    html = alice.page(f"/desk/customers/{goods.rma(made.rma_id).customer_id}")
    assert made.rma in html and other.rma not in html and "€10.00" in html


def test_reading_a_message_takes_it_off_the_list(alice: PageClient, client_as: ClientAs) -> None:
    made = roads.requested()
    writing.write(rma_id=made.rma_id, text="Hello?", by=CUSTOMER)
    client_as("mia").page(f"/desk/rmas/{made.rma}")
    assert made.rma in alice.page("/desk/lists/messages")
    assert "new" in alice.page(f"/desk/rmas/{made.rma}")
    assert made.rma not in alice.page("/desk/lists/messages")


def test_the_letters_of_one_rma_are_found_by_its_number(alice: PageClient) -> None:
    ours, other = roads.requested(name="Ours"), roads.requested(name="Other")
    for made in (ours, other):
        deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=actor("alice"))
    with clock.at(clock.in_days(1)):
        jobs_letters.write_due()
    assert f'href="/desk/letters?rma={ours.rma}"' in alice.page(f"/desk/rmas/{ours.rma}")
    html = alice.page(f"/desk/letters?rma={grouped(ours.rma).lower()}")
    assert html.count("<tr data-row>") == 1 and "Kept, no mail server is set" in html
    assert f'href="/desk/rmas/{ours.rma}"' in html and other.rma not in html
    missing = alice.get("/desk/letters?rma=R00000000000")
    assert missing.status_code == 404 and "There is no RMA with this number" in missing.text


def test_beyond_a_thousand_letters_nobody_counts() -> None:
    assert [mailbag.said(count) for count in (0, 999, 1000)] == ["0", "999", "1000+"]


def test_letters_that_failed_are_read_and_sent_again(alice: PageClient) -> None:
    made = roads.requested()
    asking.ask(rma_id=made.rma_id, reason="symptom", by=actor("alice"))
    with db.engine.begin() as connection:
        letter_id = connection.execute(sa.insert(Delivery.__table__).values(
            act_id=roads.last_act().id, rma_id=made.rma_id, recipient="customer", letter="question_asked",
            language="de", address="j@example.com", subject="Frage", text="Hallo <b>", message_id="<1@x>",
            state="failed", tries=8, last_error="550 no such user", created_at=clock.now())
            .returning(Delivery.__table__.c.id)).scalar_one()
    assert "550 no such user" in alice.page("/desk/letters")
    assert "Hallo &lt;b&gt;" in alice.page(f"/desk/letters/{letter_id}")
    assert alice.send(f"/desk/letters/{letter_id}/retry").status_code == 303
    assert roads.read_all(sa.select(Delivery.__table__.c.state))[0].state == "waiting"
    assert alice.send(f"/desk/letters/{letter_id}/retry").status_code == 404


def test_people_and_settings_are_for_administrators(client_as: ClientAs) -> None:
    adam = client_as("adam")
    assert "Walt" in adam.page("/admin/people")
    settings = adam.page("/admin/settings")
    assert "UNDO_SECONDS" in settings and "only-for-tests" not in settings
    walt = actor("walt").staff_id
    adam.page(f"/admin/people/{walt}")
    assert adam.send(f"/admin/people/{walt}", roles=["dock", "packer"], active="1").status_code == 303
    assert adam.send(f"/admin/people/{actor('adam').staff_id}", roles=["dock"], active="1").status_code == 422
    for login in ("alice", "lena", "mia", "walt"):
        other = client_as(login)
        for url in ("/admin/people", "/admin/people/new", f"/admin/people/{walt}", "/admin/settings"):
            assert other.get(url).status_code == 403
        assert other.send("/admin/people/new", name="x").status_code in (400, 403)


def test_a_long_thread_and_fifty_units_stay_one_page(alice: PageClient, statements: list[str]) -> None:
    made = roads.requested(units=50)
    statements.clear()
    alice.page(f"/desk/rmas/{made.rma}")
    assert len(statements) < 260


def test_names_are_not_lost_when_the_customer_has_none(alice: PageClient) -> None:
    made = roads.requested()
    with db.engine.begin() as connection:
        connection.execute(sa.update(Customer.__table__).values(email=None, phone=None))
    assert alice.page(f"/desk/rmas/{made.rma}")
