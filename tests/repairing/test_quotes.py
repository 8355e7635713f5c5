"""Quotes: typed at the bench, answered by the customer, run out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import JobState, SettlementKind, SettlementState, Stage
from models.log import Act
from models.rma import Link
from models.work import Quote, Settlement
from tests.inspecting.units import Tablet, everything_of, holds, jobs
from tests.repairing.benches import at_bench, part
from tests.support import goods
from workflow import clock, gates, holding, linking, quoting, repairing
from workflow.actors import CUSTOMER
from workflow.errors import AlreadyDone, Gone, NotFound, Refused
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import reading


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def values(card: Answer) -> dict[str, str]:
    return {str(label): str(value) for label, value in card.lines}


def quoted(tom: Tablet) -> tuple[sa.Row, sa.Row]:
    """A unit whose quote waits for the customer; another one stands beside it."""
    row, _beside = at_bench(units=2)
    tom.scan(row.tag, Command.QUOTE, "LABOUR:25", "FREIGHT:6,90", Command.YES)
    return row, everything_of(Quote)[-1]


def test_the_amounts_are_typed_on_the_card(tom: Tablet) -> None:
    row, heater = at_bench()[0], part(2, price_minor=450)
    card = tom.scan(row.tag, heater.code, Command.QUOTE)
    assert values(card)["Parts"] == "4.50 EUR"
    assert [field.prefix for field in card.fields] == ["PARTS:", "LABOUR:", "FREIGHT:"]
    card = tom.scan("LABOUR:25,5")
    assert values(card)["Together"] == "30.00 EUR"
    card = tom.scan("FREIGHT:6.90")
    assert values(card)["Together"] == "36.90 EUR"
    assert everything_of(Quote) == []


def test_sending_it_asks_the_customer(tom: Tablet) -> None:
    row, quote = quoted(tom)
    assert (quote.parts_minor, quote.labour_minor, quote.freight_minor) == (0, 2500, 690)
    assert (quote.currency, quote.state, quote.answered_at) == ("EUR", "open", None)
    assert jobs(row.id)[0].state is JobState.WAITING_CUSTOMER
    (link,) = everything_of(Link)
    assert (link.purpose, link.quote_id, link.rma_id) == ("quote", quote.id, row.rma_id)
    assert linking.open_link(linking.token(link.id), "quote").quote_id == quote.id


def test_the_letter_waits_for_the_undo_minute(tom: Tablet) -> None:
    row, quote = quoted(tom)
    with reading() as connection:
        act = connection.execute(sa.select(Act.__table__).order_by(Act.__table__.c.id.desc()).limit(1)).one()
    assert (act.data["letter"], act.data["rma_id"], act.data["quote_id"]) == ("quote", row.rma_id, quote.id)
    assert act.letters_due_at > act.at


def test_while_it_waits_nobody_takes_it_up(tom: Tablet) -> None:
    row, _quote = quoted(tom)
    card = tom.scan(row.tag)
    assert (card.result, str(card.title)) == ("repeat", "Customer asked")
    assert jobs(row.id)[0].state is JobState.WAITING_CUSTOMER


@pytest.mark.parametrize("typed", ["LABOUR:", "LABOUR:-5", "LABOUR:1.234", "LABOUR:1,2,3", "LABOUR:ABC",
                                   "LABOUR:99999999999"])
def test_no_amount(tom: Tablet, typed: str) -> None:
    tom.scan(at_bench()[0].tag, Command.QUOTE)
    assert tom.scan(typed).result in {"refused", "unknown"}
    assert everything_of(Quote) == []


def test_a_quote_over_nothing(tom: Tablet) -> None:
    card = tom.scan(at_bench()[0].tag, Command.QUOTE)
    assert Command.YES.code not in [choice.code for choice in card.choices]
    assert tom.scan(Command.YES).result == "refused"
    assert everything_of(Quote) == []


def test_accepted(tom: Tablet) -> None:
    row, quote = quoted(tom)
    repairing.accept_quote(quote_id=quote.id, by=CUSTOMER)
    (after,), (job,), (charge,) = everything_of(Quote), jobs(row.id), everything_of(Settlement)
    assert (after.state, after.answered_at is not None) == ("accepted", True)
    assert job.state is JobState.QUEUED
    assert (charge.kind, charge.state, charge.amount_minor) == (SettlementKind.CHARGE, SettlementState.PLANNED, 3190)
    assert (charge.unit_id, charge.rma_id, charge.quote_id, charge.currency) == (row.id, row.rma_id, quote.id, "EUR")
    with reading() as connection:
        assert not gates.holds(gates.check_nothing_unpaid, connection, goods.unit(row.id))
    assert str(tom.scan(row.tag).title) == "Repair it"


def test_declined(tom: Tablet) -> None:
    row, quote = quoted(tom)
    repairing.decline_quote(quote_id=quote.id, by=CUSTOMER)
    assert everything_of(Quote)[0].state == "declined"
    assert jobs(row.id)[0].state is JobState.DECLINED
    assert goods.unit(row.id).stage is Stage.INSPECTED
    assert everything_of(Settlement) == []


@pytest.mark.parametrize("login", ["alice", "lena"])
def test_an_agent_writes_down_what_the_customer_said(tom: Tablet, people, login: str) -> None:
    row, quote = quoted(tom)
    repairing.decline_quote(quote_id=quote.id, by=people[login])
    assert goods.unit(row.id).stage is Stage.INSPECTED


def test_answered_once(tom: Tablet) -> None:
    _row, quote = quoted(tom)
    repairing.accept_quote(quote_id=quote.id, by=CUSTOMER)
    for answer in (repairing.accept_quote, repairing.decline_quote):
        with pytest.raises(AlreadyDone):
            answer(quote_id=quote.id, by=CUSTOMER)
    assert len(everything_of(Settlement)) == 1


def test_no_such_quote(app) -> None:
    with pytest.raises(NotFound):
        repairing.accept_quote(quote_id=999, by=CUSTOMER)


def test_run_out(tom: Tablet) -> None:
    row, quote = quoted(tom)
    with clock.at(quote.expires_at - timedelta(seconds=1)):
        assert repairing.expire_quotes() == 0
    with clock.at(quote.expires_at), pytest.raises(Gone):
        repairing.accept_quote(quote_id=quote.id, by=CUSTOMER)
    with clock.at(quote.expires_at):
        assert repairing.expire_quotes() == 1
        assert repairing.expire_quotes() == 0
    assert everything_of(Quote)[0].state == "expired"
    assert (jobs(row.id)[0].state, goods.unit(row.id).stage) == (JobState.DECLINED, Stage.INSPECTED)


def test_an_accepted_quote_does_not_run_out(tom: Tablet) -> None:
    row, quote = quoted(tom)
    repairing.accept_quote(quote_id=quote.id, by=CUSTOMER)
    with clock.at(quote.expires_at + timedelta(days=1)):
        assert repairing.expire_quotes() == 0
    assert jobs(row.id)[0].state is JobState.QUEUED


def test_no_quote_while_on_hold(tom: Tablet, people) -> None:
    row = at_bench()[0]
    holding.hold(reason="fraud_check", unit_id=row.id, by=people["alice"])
    assert tom.scan(row.tag, Command.QUOTE).result == "refused"
    assert holds(row.id) == ["fraud_check"]


def test_typed_on_a_page(tom: Tablet, people) -> None:
    row = at_bench()[0]
    tom.scan(row.tag)
    job_id = jobs(row.id)[0].id
    with pytest.raises(Refused) as wrong:
        repairing.quote_typed(job_id=job_id, parts="1", labour="ten", freight="", by=people["tom"])
    assert wrong.value.field == "labour"
    repairing.quote_typed(job_id=job_id, parts="1", labour="10,50", freight="", by=people["tom"])
    assert quoting.total(everything_of(Quote)[0]) == 1150


@pytest.mark.parametrize(("typed", "currency", "minor"), [
    ("12.50", "EUR", 1250), ("12,5", "EUR", 1250), (" 7 ", "GBP", 700), ("900", "JPY", 900), ("0", "EUR", 0),
    ("1.234", "KWD", 1234)])
def test_amounts_in_minor_units(typed: str, currency: str, minor: int) -> None:
    assert quoting.in_minor(typed, currency) == minor


@pytest.mark.parametrize(("typed", "currency"), [("900.5", "JPY"), ("1.234", "EUR"), ("", "EUR"), ("1 000", "EUR")])
def test_not_an_amount(typed: str, currency: str) -> None:
    with pytest.raises(Refused):
        quoting.in_minor(typed, currency)
