"""Asking for a return: what is made, what is refused, what staff may overrule."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from models.catalogue import DeviceSerial
from models.lifecycle import OutReason, Owner, PlaceKind, Resolution, RmaKind, RmaStatus, Stage
from models.log import Act, Movement
from models.rma import Accessory, Message, Question, Unit, UnitNote
from reference import policies
from tests.requesting import shop
from tests.requesting.replaced import replaced
from tests.support import goods
from tests.support.people import actor
from workflow import asking, clock, deciding, following, linking, photos, public_parcels, purchases, requesting, writing
from workflow.actors import CUSTOMER, Actor
from workflow.errors import NotFound, Refused
from workflow.requesting import Wish, request_return

SITE_ZONE = ZoneInfo("Europe/Berlin")  # days are counted where the parcel arrives


def test_what_a_request_makes(app: Flask) -> None:
    shop.ask(shop.buy())
    bought = shop.buy(quantities=(1, 2), category="phone", accessories=["charger", "Blue ribbon"])
    rma_id = request_return(order_id=bought.id, language="zh", by=CUSTOMER, wishes=[
        Wish(bought.lines[0], "changed_mind", "refund", "  Zu groß  "),
        Wish(bought.lines[1], "ordered_by_mistake", "exchange")])
    rma, units = shop.rma(rma_id), shop.units(rma_id)
    assert (rma.status, rma.kind, rma.language, rma.currency, rma.opened_through, rma.postage_paid_by) == (
        RmaStatus.REQUESTED, RmaKind.RETURN, "zh", "EUR", "portal", "buyer")
    assert [(unit.order_line_id, unit.stage, unit.place_kind, unit.owner, unit.wanted, unit.price_minor)
            for unit in units] == [
        (bought.lines[0], Stage.REQUESTED, PlaceKind.CUSTOMER, Owner.CUSTOMER, Resolution.REFUND, 4999),
        (bought.lines[1], Stage.REQUESTED, PlaceKind.CUSTOMER, Owner.CUSTOMER, Resolution.EXCHANGE, 4999)]
    assert [note.text for note in shop.rows(UnitNote)] == ["Zu groß"]
    assert len(shop.rows(Accessory, Accessory.unit_id == units[0].id)) == 2
    assert "Blue ribbon" in {row.name for row in shop.rows(Accessory, Accessory.unit_id == units[0].id)}
    act = shop.rows(Act)[-1]
    assert act.data == {"letter": "request_received", "rma_id": rma_id} and act.letters_due_at is not None


def test_the_log_holds_codes_and_no_words(app: Flask) -> None:
    rma_id = shop.ask(shop.buy(), reason="stopped_working", wanted="repair", description="geheimes Wort hier")
    moved = shop.rows(Movement, Movement.rma_id == rma_id)
    assert [row.what for row in moved] == ["unit.requested"]
    assert moved[0].codes == "reason:stopped_working wanted:repair"


def test_goods_without_a_list_of_their_own_have_the_usual_one(app: Flask) -> None:
    rma_id = shop.ask(shop.buy(category="phone"))
    assert shop.rows(Accessory, Accessory.unit_id == shop.units(rma_id)[0].id)


def test_the_policy_is_copied_and_stays_as_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bought = shop.buy(delivered_days_ago=10)
    before = shop.rma(shop.ask(bought)).policy
    assert before["policies"]["eu"]["return_days"] == 30 and before["law"]["withdrawal_days"] == 14
    (unit,) = before["units"]
    assert (unit["kind"], unit["postage"], unit["in_return_window"], unit["counts_as_defect"]) == (
        "return", "buyer", True, False)
    assert unit["return_until"] == (clock.now() + timedelta(days=20)).astimezone(SITE_ZONE).date().isoformat()
    shorter = [policies._policy(dict(row, return_days=1)) for row in policies._data()["policies"]]
    monkeypatch.setattr(policies, "policies", lambda: tuple(shorter))
    with pytest.raises(Refused):
        shop.ask(shop.buy(delivered_days_ago=20))
    assert shop.rma(1).policy == before


@pytest.mark.parametrize(("reason", "counts"), [("changed_mind", False), ("not_as_described", True)])
def test_whether_a_reason_counts_against_the_seller_is_on_the_rma(app: Flask, reason: str, counts: bool,
                                                                  people: dict[str, Actor]) -> None:
    bought = shop.buy(channel="ebay")
    rma_id = request_return(order_id=bought.id, wishes=[Wish(bought.lines[0], reason)], language="en",
                            by=people["alice"], opened_through="marketplace", override_reason="goodwill")
    assert shop.rma(rma_id).policy["units"][0]["counts_as_defect"] is counts


def test_no_more_units_than_were_bought(app: Flask) -> None:
    bought = shop.buy(quantities=(3,))
    shop.ask(bought, count=2)
    assert [line.left for line in requesting.returnable(bought.id)] == [1]
    with pytest.raises(Refused, match="in a return already"):
        shop.ask(bought, count=2)
    shop.ask(bought)
    assert requesting.returnable(bought.id) == []


def test_a_cancelled_unit_can_be_asked_for_again(app: Flask, people: dict[str, Actor]) -> None:
    bought = shop.buy()
    requesting.cancel(rma_id=shop.ask(bought), by=CUSTOMER)
    rma_id = shop.ask(bought)
    deciding.decline(unit_id=shop.units(rma_id)[0].id, reason="outside_window", by=people["alice"])
    assert [line.left for line in requesting.returnable(bought.id)] == [1]


def test_a_line_of_another_order_is_not_found(app: Flask) -> None:
    mine, theirs = shop.buy(), shop.buy()
    with pytest.raises(NotFound):
        request_return(order_id=mine.id, wishes=[Wish(theirs.lines[0], "changed_mind")], language="en", by=CUSTOMER)
    assert shop.rows(Unit) == []


@pytest.mark.parametrize(("wish", "field"), [
    ({"reason": "nonsense"}, "reason"), ({"wanted": "a pony"}, "wanted"), ({"wanted": "repair"}, "0-wanted"),
    ({"reason": "stopped_working", "wanted": "repair"}, "0-description"), ({"reason": "damaged_box"}, "0-photos"),
    ({"reason": "unwanted"}, "0-reason"),
])
def test_what_is_missing_is_named(app: Flask, wish: dict, field: str) -> None:
    with pytest.raises(Refused) as refused:
        shop.ask(shop.buy(), **wish)
    assert refused.value.field == field
    assert shop.rows(Unit) == []


def test_nothing_and_far_too_much_are_refused(app: Flask) -> None:
    bought = shop.buy(quantities=(60,))
    for count in (0, 51):
        with pytest.raises(Refused):
            shop.ask(bought, count=count)


class TestOverruling:
    def test_staff_are_told_and_need_a_reason(self, app: Flask, people: dict[str, Actor]) -> None:
        bought = shop.buy(delivered_days_ago=90)
        wishes = [Wish(bought.lines[0], "changed_mind")]
        with pytest.raises(Refused) as refused:
            request_return(order_id=bought.id, wishes=wishes, language="en", by=people["alice"], opened_through="phone")
        assert refused.value.field == "override_reason"
        rma_id = request_return(order_id=bought.id, wishes=wishes, language="en", by=people["alice"],
                                opened_through="phone", override_reason="goodwill")
        assert shop.rows(Act)[-1].reason == "goodwill"
        assert shop.rma(rma_id).policy["units"][0]["objections"] == ["in_time"]

    def test_a_made_up_reason_is_none(self, app: Flask, people: dict[str, Actor]) -> None:
        bought = shop.buy(delivered_days_ago=90)
        with pytest.raises(Refused):
            request_return(order_id=bought.id, wishes=[Wish(bought.lines[0], "changed_mind")], language="en",
                           by=people["alice"], override_reason="because")

    def test_customers_cannot(self, app: Flask) -> None:
        bought = shop.buy(delivered_days_ago=90)
        with pytest.raises(Refused):
            request_return(order_id=bought.id, wishes=[Wish(bought.lines[0], "changed_mind")], language="en",
                           by=CUSTOMER, override_reason="goodwill")

    def test_within_the_rules_no_reason_is_needed(self, app: Flask, people: dict[str, Actor]) -> None:
        rma_id = shop.ask(shop.buy(), by=people["alice"])
        assert shop.rma(rma_id).status is RmaStatus.REQUESTED


class TestSerials:
    def test_the_device_is_known_by_its_serial(self, app: Flask) -> None:
        bought = shop.buy(quantities=(2,), serials=True)
        (unit,) = shop.units(shop.ask(bought, serial=f" {bought.serials[1].lower()} "))
        serial = shop.rows(DeviceSerial, DeviceSerial.serial == bought.serials[1])[0]
        assert (unit.serial_stated, unit.device_id) == (bought.serials[1], serial.device_id)

    def test_the_only_device_of_a_line_needs_no_serial(self, app: Flask) -> None:
        assert shop.units(shop.ask(shop.buy(serials=True)))[0].device_id is not None

    def test_a_serial_of_another_order_is_refused(self, app: Flask) -> None:
        mine, theirs = shop.buy(serials=True), shop.buy(serials=True)
        with pytest.raises(Refused) as refused:
            shop.ask(mine, serial=theirs.serials[0])
        assert refused.value.field == "serial"

    def test_one_device_is_in_one_return_only(self, app: Flask) -> None:
        bought = shop.buy(quantities=(2,), serials=True)
        shop.ask(bought, serial=bought.serials[0])
        with pytest.raises(Refused, match="in a return already"):
            shop.ask(bought, serial=bought.serials[0])

    def test_where_no_serials_are_on_file_any_is_noted(self, app: Flask) -> None:
        assert shop.units(shop.ask(shop.buy(), serial="ab 12"))[0].serial_stated == "AB12"


class TestDays:
    def test_the_last_day_is_counted_at_the_site(self, app: Flask) -> None:
        """Delivered on 1 May at 23:30 in Leipzig, which is 21:30 UTC: 31 May is the thirtieth day, to its end."""
        with clock.at(datetime(2026, 5, 1, 21, 30, tzinfo=UTC)):
            bought = shop.buy(delivered_days_ago=0)
        with clock.at(datetime(2026, 5, 31, 21, 59, tzinfo=UTC)):
            assert purchases.purchase(bought.id).lines[0].options()[0].judgement.allowed
        with clock.at(datetime(2026, 5, 31, 22, 1, tzinfo=UTC)):
            assert not purchases.purchase(bought.id).lines[0].options()[0].judgement.allowed

    @pytest.mark.parametrize(("asked", "due"), [("2026-11-20", "2026-11-24"), ("2026-11-21", "2026-11-24"),
                                                ("2026-11-23", "2026-11-25")])
    def test_weekends_are_no_working_days(self, asked: str, due: str) -> None:
        moment = datetime.fromisoformat(asked).replace(hour=9, tzinfo=UTC)
        assert requesting.answer_due(moment).date().isoformat() == due


def test_a_replacement_that_was_delivered_can_come_back_too(app: Flask) -> None:
    bought = shop.buy()
    rma_id = shop.ask(bought)
    assert requesting.returnable(bought.id) == []
    new = replaced(rma_id, shop.units(rma_id)[0])
    assert goods.unit(new).out_reason is OutReason.REPLACEMENT
    assert [line.left for line in requesting.returnable(bought.id)] == [1]


class TestAnswering:
    def test_the_answer_ends_the_question_and_stands_in_the_thread(self, app: Flask, people: dict[str, Actor]) -> None:
        rma_id = shop.ask(shop.buy())
        asking.ask(rma_id=rma_id, reason="symptom", by=people["alice"])
        requesting.answer_question(rma_id=rma_id, text="Seit Montag", by=CUSTOMER)
        assert all(question.answered_at for question in shop.rows(Question))
        assert [row.author for row in shop.rows(Message)] == ["staff", "customer"]

    def test_an_empty_answer_is_none(self, app: Flask, people: dict[str, Actor]) -> None:
        rma_id = shop.ask(shop.buy())
        asking.ask(rma_id=rma_id, reason="symptom", by=people["alice"])
        with pytest.raises(Refused):
            requesting.answer_question(rma_id=rma_id, text="  ", by=CUSTOMER)
        assert shop.rows(Question)[0].answered_at is None

    def test_nothing_asked_nothing_to_answer(self, app: Flask) -> None:
        with pytest.raises(Refused):
            requesting.answer_question(rma_id=shop.ask(shop.buy()), text="Hallo", by=CUSTOMER)


def test_it_works_on_both_engines(either_app: Flask) -> None:
    bought = shop.buy(quantities=(2,), serials=True)
    rma_id = shop.ask(bought, serial=bought.serials[0])
    assert [line.left for line in requesting.returnable(bought.id)] == [1]
    assert requesting.find_order(bought.number, bought.postcode) == bought.id
    writing.write(rma_id=rma_id, text="Wann? \x00", by=CUSTOMER)
    asking.ask(rma_id=rma_id, reason="symptom", by=actor("alice"))
    followed = following.follow(rma_id)
    assert (len(followed.questions), len(followed.thread), followed.can_cancel) == (1, 2, True)
    assert [row.number for row in following.of_order(bought.id)] == [followed.rma.number]
    deciding.approve(rma_id=rma_id, unit_ids=[followed.units[0].unit.id], by=actor("alice"))
    (box,) = following.follow(rma_id).to_send
    assert public_parcels.open_by_proof(box.parcel.id, bought.email) == linking.token(linking.newest(rma_id))
    with pytest.raises(NotFound):
        photos.content(10**30)
    requesting.cancel(rma_id=rma_id, by=CUSTOMER)
    assert shop.rma(rma_id).status is not RmaStatus.APPROVED and photos.throw_away_old_drafts() == 0


def test_asked_for_by_four_at_once_it_is_one_return(either_app: Flask) -> None:
    bought, made, refused = shop.buy(serials=True), [], []

    def ask() -> None:
        with either_app.app_context():
            try:
                made.append(shop.ask(bought, serial=bought.serials[0]))
            except Refused as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 3)
    assert len(shop.rows(Unit)) == 1
