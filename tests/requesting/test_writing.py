"""The thread: both sides write and read, in order, with photos, and only staff's words send a letter."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from models.log import Act
from models.rma import Photo
from tests.requesting import shop
from workflow import photos, writing
from workflow.actors import CUSTOMER, Actor
from workflow.errors import NotFound, Refused


def letters() -> list[str]:
    return [act.data["letter"] for act in shop.rows(Act) if act.letters_due_at and act.kind == "message.written"]


def test_both_sides_are_read_in_order(app: Flask, people: dict[str, Actor]) -> None:
    other, rma_id = shop.ask(shop.buy()), shop.ask(shop.buy())
    writing.write(rma_id=other, text="nicht meins", by=CUSTOMER)
    writing.write(rma_id=rma_id, text=" Wann? ", by=CUSTOMER)
    writing.write(rma_id=rma_id, text="Am Montag.", by=people["alice"])
    assert [(row.author, row.name, row.body) for row in writing.thread(rma_id)] == [
        ("customer", "", "Wann?"), ("staff", "Alice 安然", "Am Montag.")]
    assert letters() == ["message"], "the customer is told of staff's words, not of their own"


def test_photos_hang_on_their_message(app: Flask) -> None:
    rma_id = shop.ask(shop.buy())
    photo_id = photos.take(io.BytesIO(shop.picture()), by=CUSTOMER)
    writing.write(rma_id=rma_id, text="", photo_ids=[photo_id], by=CUSTOMER)
    assert writing.thread(rma_id)[0].photo_ids == (photo_id,)
    with pytest.raises(Refused):
        writing.write(rma_id=rma_id, text="nochmal", photo_ids=[photo_id], by=CUSTOMER)
    assert shop.rows(Photo)[0].rma_id == rma_id


@pytest.mark.parametrize("text", ["", "   \n", "x" * 5001])
def test_empty_and_endless_messages_are_refused(app: Flask, text: str) -> None:
    with pytest.raises(Refused) as refused:
        writing.write(rma_id=shop.ask(shop.buy()), text=text, by=CUSTOMER)
    assert refused.value.field == "text"


def test_to_nothing_nobody_writes(app: Flask) -> None:
    with pytest.raises(NotFound):
        writing.write(rma_id=99, text="Hallo", by=CUSTOMER)


def test_reading_marks_what_the_other_side_wrote(app: Flask, people: dict[str, Actor]) -> None:
    rma_id = shop.ask(shop.buy())
    writing.write(rma_id=rma_id, text="Frage", by=CUSTOMER)
    writing.write(rma_id=rma_id, text="Antwort", by=people["alice"])
    assert [row.rma_id for row in writing.unread_from_customers()] == [rma_id]
    writing.mark_read(rma_id, by=CUSTOMER)
    assert [bool(row.read_at) for row in writing.thread(rma_id)] == [False, True]
    writing.mark_read(rma_id, by=people["bob"])
    assert all(row.read_at for row in writing.thread(rma_id)) and writing.unread_from_customers() == []
