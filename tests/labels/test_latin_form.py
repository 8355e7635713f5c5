"""Where a parcel crosses a border, the label shows an address in its own script and in Latin letters."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa
from flask import Flask

from jobs.paper import MAKERS
from labels import return_label
from labels.address import Address
from models.db import db
from models.orders import Order
from tests.labels.reading import pictures, text
from tests.labels.samples import RETURN
from tests.support.goods import announced
from workflow.paper_values import KINDS

LATIN = Address("Ivanov Petr", "Ul. Mira 5", "Moskva", "101000", "RU")
NATIVE = Address("Иванов Пётр", "ул. Мира 5", "Москва", "101000", "RU", latin=LATIN)
BY_HAND = "Please write it here in Latin letters"


def _words(sender: Address, to: Address = RETURN.to, size: return_label.Size = "a6") -> str:
    return text(return_label.render(dataclasses.replace(RETURN, sender=sender, to=to), "en", size))


@pytest.mark.parametrize("size", return_label.PLACES)
def test_both_forms_abroad(size: return_label.Size) -> None:
    words = _words(NATIVE, size=size)
    assert "Иванов Пётр" in words and "Ivanov Petr" in words and BY_HAND not in words


def test_its_own_script_alone_at_home() -> None:
    words = _words(NATIVE, dataclasses.replace(NATIVE, name="Склад", latin=None))
    assert "Иванов Пётр" in words and "Ivanov" not in words and BY_HAND not in words


@pytest.mark.parametrize("size", return_label.PLACES)
def test_lines_to_write_on_where_no_latin_form_is_known(size: return_label.Size) -> None:
    sender = Address("吉田 髙橋", "神宮前1-2-3", "渋谷区", "150-0001", "JP", region="東京都")
    assert BY_HAND in _words(sender, size=size)
    assert BY_HAND not in _words(dataclasses.replace(RETURN.sender))


@pytest.mark.parametrize("size", return_label.PLACES)
def test_the_lines_leave_the_rest_where_it_stands(size: return_label.Size) -> None:
    """Below the addresses two labels are the same, dot for dot."""
    sender = dataclasses.replace(NATIVE, latin=None)
    with_lines, without = (pictures(return_label.render(dataclasses.replace(RETURN, sender=person), "en", size))[0]
                           for person in (sender, RETURN.sender))
    below = (0, int(without.height * (0.37 if size == "a4" else 0.6)), without.width, without.height)
    assert with_lines.crop(below).tobytes() == without.crop(below).tobytes()


@pytest.mark.parametrize(("name", "country", "latin"), [("Иванов Пётр", "RU", "Ivanov Petr"), ("吉田", "JP", None),
                                                        ("Petra", "DE", "")])
def test_the_order_brings_its_latin_form(app: Flask, name: str, country: str, latin: str | None) -> None:
    rma = announced()
    with db.engine.begin() as connection:
        connection.execute(sa.update(Order.__table__).values(
            ship_name=name, ship_street="1", ship_city="1", ship_region="", ship_country=country))
        sheets = KINDS["return_label_a6"](connection, rma.rma_id, "en")
    form = sheets[0]["sender"].get("latin", {"name": ""})
    assert (form["name"] if form else None) == latin
    words = text(MAKERS["return_label_a6"](sheets, "en"))
    assert (BY_HAND in words) == (latin is None) and (not latin or latin in words)
