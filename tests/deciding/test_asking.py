"""Questions to the customer: asked, reminded of once, expired; and holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from models.lifecycle import RmaStatus, Stage
from models.log import Act
from models.rma import Hold, Message, Question
from tests.desk import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import everything
from workflow import asking, clock, holding, installation, undoing
from workflow.actors import Actor
from workflow.errors import AlreadyDone, NotAllowed, Refused
from workflow.transaction import acted

People = dict[str, Actor]
Q, M, A = Question.__table__, Message.__table__, Act.__table__


def asked(people: People, **about: object) -> tuple[goods.Announced, int]:
    made = roads.requested(**about)
    return made, asking.ask(rma_id=made.rma_id, reason="photo_of_fault", by=people["alice"])


def letters(name: str) -> list[sa.Row]:
    return [row for row in roads.read_all(sa.select(A.c.data, A.c.actor)) if row.data.get("letter") == name]


def later(days: float) -> object:
    return clock.at(clock.now() + timedelta(days=days))


def test_a_question_has_a_reminder_an_end_and_words_in_the_customers_language(people: People) -> None:
    made, question_id = asked(people)
    row = roads.read_all(sa.select(Q).where(Q.c.id == question_id))[0]
    chosen = installation.settings()
    assert row.remind_at - row.asked_at == timedelta(days=chosen.reminder_days)
    assert row.expires_at - row.asked_at == timedelta(days=chosen.request_expiry_days)
    message = roads.read_all(sa.select(M).where(M.c.rma_id == made.rma_id))[0]
    assert message.author == "staff" and "Foto" in message.body
    assert letters("question_asked")[0].data["question_id"] == question_id


def test_the_same_is_not_asked_twice_while_open(people: People) -> None:
    made, _question = asked(people)
    with pytest.raises(Refused):
        asking.ask(rma_id=made.rma_id, reason="photo_of_fault", by=people["bob"])
    asking.ask(rma_id=made.rma_id, reason="serial_number", text="And the number, please.", by=people["bob"])


def test_an_unknown_reason_is_refused(people: People) -> None:
    made = roads.requested()
    with pytest.raises(Refused) as refused:
        asking.ask(rma_id=made.rma_id, reason="nosiness", by=people["alice"])
    assert refused.value.field == "reason"


def test_one_reminder_by_the_system(people: People) -> None:
    asked(people)
    assert asking.remind_due() == 0
    with later(6):
        assert asking.remind_due() == 1
        assert asking.remind_due() == 0
    assert [row.actor for row in letters("question_reminder")] == ["system"]


def test_no_answer_expires_what_was_only_requested(people: People) -> None:
    made, _question = asked(people)
    other = roads.requested()
    with later(15):
        assert asking.expire_due() == 1
        assert asking.expire_due() == 0
    assert goods.unit(made.unit_ids[0]).stage is Stage.EXPIRED
    assert goods.rma(made.rma_id).status is RmaStatus.EXPIRED
    assert goods.unit(other.unit_ids[0]).stage is Stage.REQUESTED
    assert len(letters("expired")) == 1


def test_a_held_rma_does_not_expire(people: People) -> None:
    made, _question = asked(people)
    holding.hold(rma_id=made.rma_id, reason="lead_decision", by=people["alice"])
    with later(15):
        assert asking.expire_due() == 0
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_several_holds_stand_at_once_and_each_is_released_alone(people: People) -> None:
    made = roads.requested()
    first = holding.hold(rma_id=made.rma_id, reason="fraud_check", by=people["alice"])
    holding.hold(unit_id=made.unit_ids[0], reason="safety", note="smells burnt", by=people["ina"])
    holding.release(hold_id=first, by=people["bob"])
    table = Hold.__table__
    open_ = roads.read_all(sa.select(table.c.reason).where(table.c.released_at.is_(None)))
    assert [row.reason for row in open_] == ["safety"]
    with pytest.raises(AlreadyDone):
        holding.release(hold_id=first, by=people["bob"])


def test_a_hold_is_undone_as_if_it_never_was(people: People) -> None:
    made = roads.requested()
    before = everything()
    holding.hold(unit_id=made.unit_ids[0], reason="safety", by=people["alice"])
    undoing.undo(act_id=acted.get(), by=people["alice"])
    assert everything() == before


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "paul", "mia", "adam"])
def test_who_holds_is_not_who_releases(app: Flask, login: str) -> None:
    made = roads.requested()
    hold_id = holding.hold(rma_id=made.rma_id, reason="safety", by=actor("alice"))
    with pytest.raises(NotAllowed):
        holding.release(hold_id=hold_id, by=actor(login))


def test_a_hold_is_on_one_thing(people: People) -> None:
    made = roads.requested()
    with pytest.raises(Refused):
        holding.hold(rma_id=made.rma_id, unit_id=made.unit_ids[0], reason="safety", by=people["alice"])
    with pytest.raises(Refused):
        holding.hold(reason="safety", by=people["alice"])


def test_the_note_stands_in_no_log(people: People) -> None:
    made = roads.requested()
    holding.hold(unit_id=made.unit_ids[0], reason="safety", note="smells burnt", by=people["alice"])
    row = roads.last_act()
    assert "burnt" not in str(row.data)
    assert roads.log_of(made.unit_ids[0])[-1][0] == "hold.placed"
