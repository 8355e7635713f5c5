"""A closed box on the scale: its weight stands on the customs papers and on the handover receipt."""

from __future__ import annotations

import pytest

from models.lifecycle import ParcelState
from tests.packing import roads
from tests.papers.making import words
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import DIGITS, Command

pytestmark = pytest.mark.usefixtures("either_app")
DIGIT = {command.digit: command for command in DIGITS}


@pytest.fixture
def road() -> roads.Road:
    return roads.ready()


@pytest.fixture
def packer(road: roads.Road) -> TabletAt:
    tablet = TabletAt("paul")
    roads.pack(tablet, road)
    return tablet


def weight(road: roads.Road) -> int | None:
    return roads.box_of(road).weight_g


@pytest.mark.parametrize(("typed", "grams"), [("2.35 KG", 2350), ("WEIGHT:0,85", 850), ("1 lb", 454)])
def test_it_is_weighed_labelled_and_handed_over(road: roads.Road, packer: TabletAt, typed: str, grams: int) -> None:
    assert packer.scan(Command.WEIGHT).result == "ask"
    weighed = packer.scan(typed)
    assert weighed.result == "ok" and weight(road) == grams
    assert str(weighed.next) == "Stick the carrier label on it and scan that label."
    labelled = packer.scan(roads.UPS)
    assert labelled.result == "ok", labelled.title
    assert Command.WEIGHT not in [choice.code for choice in labelled.choices], "it is weighed"
    assert packer.scan(Command.HANDOVER).result == "ok"
    assert f"{grams / 1000:g} kg" in words("handover", roads.box_of(road).id)


def test_it_is_weighed_after_its_label_too(road: roads.Road, packer: TabletAt) -> None:
    labelled = packer.scan(roads.UPS)
    assert Command.WEIGHT.code in [choice.code for choice in labelled.choices]
    packer.scan(Command.WEIGHT, DIGIT["7"], DIGIT["0"], DIGIT["0"])
    weighed = packer.scan(Command.YES)
    assert weight(road) == 700 and Command.HANDOVER.code in [choice.code for choice in weighed.choices]
    assert ("Weight", "0.7 kg") in [(str(name), str(value)) for name, value in packer.scan(
        roads.box_of(road).number).lines]


def test_no_weight_is_one_that_nobody_asked_for_or_nobody_can_mean(road: roads.Road, packer: TabletAt) -> None:
    assert packer.scan("WEIGHT:12").result == "refused"
    packer.scan(Command.WEIGHT)
    assert packer.scan("900000 KG").result == "refused" and weight(road) is None
    assert packer.scan("1.2").result == "ok" and weight(road) == 1200, "it is still asked for"
    packer.scan(Command.WEIGHT)
    assert packer.scan("1.25").result == "ok" and weight(road) == 1250, "the newer weight counts"


@pytest.mark.parametrize("mistyped", ["weighty", "1.250,5", "1.25.0", "1 kg 250", "abc", "WEIGHT:1.25.0", "WEIGHT:"])
def test_what_is_mistyped_is_no_label(road: roads.Road, packer: TabletAt, mistyped: str) -> None:
    packer.scan(roads.UPS, Command.WEIGHT)
    answer = packer.scan(mistyped)
    assert answer.result == "refused" and "This is no weight" in str(answer.next or answer.title)
    box = roads.box_of(road)
    assert (box.tracking, box.weight_g) == (roads.UPS, None)
    assert packer.scan("1.25").result == "ok" and weight(road) == 1250, "it is still asked for"


def test_a_carriers_label_while_a_weight_is_asked_for_is_its_label(road: roads.Road, packer: TabletAt) -> None:
    packer.scan(Command.WEIGHT)
    assert str(packer.scan(roads.UPS).title) == "Label noted"
    assert roads.box_of(road).tracking == roads.UPS


def test_an_open_box_and_one_that_left_are_not_weighed(road: roads.Road, packer: TabletAt) -> None:
    packer.scan(Command.REOPEN)
    opened = packer.scan(Command.WEIGHT)
    assert opened.result == "refused" and "Close the box first" in str(opened.next or opened.title)
    packer.scan(Command.CLOSE_BOX, Command.YES, roads.UPS, Command.HANDOVER)
    assert packer.scan(Command.WEIGHT).result == "refused", "no box is in hand"


def test_a_box_that_was_opened_again_is_weighed_again(road: roads.Road, packer: TabletAt) -> None:
    packer.scan(Command.WEIGHT, "1.2")
    check_undo(packer, Command.REOPEN)
    assert weight(road) is None, "something may have gone in or out"
    closed = packer.scan(Command.CLOSE_BOX)
    while closed.result == "ask":
        closed = packer.scan(Command.YES)
    assert Command.WEIGHT.code in [choice.code for choice in closed.choices]


def test_undo_takes_the_weight_away(road: roads.Road, packer: TabletAt) -> None:
    packer.scan(Command.WEIGHT)
    check_undo(packer, "1.2")
    assert weight(road) == 1200 and roads.box_of(road).state is ParcelState.CLOSED
