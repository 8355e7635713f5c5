"""The photo that the packing coach asks for reaches paper: what is too much for it is refused with a sentence (F29)."""

from __future__ import annotations

import html
import io

import pytest
from flask import Flask

from models.rma import Photo
from tests.requesting import hostile, shop
from tests.requesting.shop import Shopper
from tests.requesting.test_packing_coach import answer, approved, page_of
from workflow import developing
from workflow.actors import Actor
from workflow.errors import Refused

MUCH = ("png 50,000 x 50,000", "png strip 1,000,000 x 60", "jpeg saying 65,000 x 65,000")
FRAMES = ("animated webp, 600 frames", "animated png, 600 frames")


@pytest.fixture
def coach(app: Flask, people: dict[str, Actor]) -> tuple[Shopper, str]:
    """A customer at the step of the photo, and its address."""
    rma_id = approved(people)
    answer(rma_id, "built_in")
    shopper, here = Shopper(app), f"{page_of(rma_id)}/packing/photo"
    shopper.page(here)
    return shopper, here


def test_pictures_that_would_fill_the_memory_are_refused(coach: tuple[Shopper, str]) -> None:
    shopper, here = coach
    for name in MUCH:
        with pytest.raises(Refused) as refusal:
            developing.develop(hostile.REFUSED[name])
        answered = shopper.send(here, photos=[(io.BytesIO(hostile.REFUSED[name]), "a.png")])
        assert answered.status_code == 422 and str(refusal.value.sentence) in html.unescape(answered.text), name
    assert shop.rows(Photo) == []


def test_six_hundred_frames_are_one_picture(coach: tuple[Shopper, str]) -> None:
    shopper, here = coach
    shopper.go(here, photos=[(io.BytesIO(hostile.HONEST[name]), "a.webp") for name in FRAMES])
    assert len(shop.rows(Photo)) == len(FRAMES)


def test_a_body_too_large_and_too_many_parts_are_no_photo(coach: tuple[Shopper, str]) -> None:
    shopper, here = coach
    assert shopper.send(here, photos=[(io.BytesIO(b"\xff" * 30_000_000), "a.jpg")]).status_code == 413
    many = [(io.BytesIO(b"x"), "a.jpg") for _ in range(1001)]
    assert shopper.send(here, photos=many).status_code in (400, 413)
    assert shop.rows(Photo) == []
