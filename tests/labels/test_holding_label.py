"""The label that says why something is kept: in every language, with the longest that stands on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labels.errors import BadCode
from labels.holding_label import WHY, WHY_UNIT, HoldingLabel, render
from tests.labels.reading import by_zxing, pictures, sizes, text
from tests.labels.samples import PAPERS, PARCEL, RMA, TAG

LONG = "Philips Series 3000 Airfryer XL 6.2 L with Rapid Air schwarz und einem sehr langen Namen dazu"
BOX = replace(PAPERS["holding label of an incomplete box"].value, missing=(LONG,) * 4)
THING = replace(PAPERS["holding label of a thing: serial"].value, item=LONG, serial="SN-" + "4829-" * 8)


@pytest.mark.parametrize("language", ["en", "zh", "de", "fr", "es", "ar"])
def test_every_reason_fits_and_its_code_is_read(language: str) -> None:
    labels = [*(replace(BOX, why=why, missing=BOX.missing if why == "missing" else ()) for why in WHY),
              *(replace(THING, why=why) for why in WHY_UNIT)]
    pages = pictures(render(labels, language))
    assert [by_zxing(page) for page in pages] == [[PARCEL]] * len(WHY) + [[TAG]] * len(WHY_UNIT)


def test_no_two_reasons_have_the_same_words_in_any_language() -> None:
    for language in ("en", "zh", "de", "fr", "es", "ar"):
        labels = [*(replace(BOX, why=why, missing=()) for why in WHY),
                  *(replace(BOX, why=why, missing=(), tag=TAG) for why in WHY_UNIT)]
        first = {text(render(label, language)).split("\n")[0] for label in labels}
        assert len(first) == len(labels), language


def test_what_is_missing_is_named_and_the_rest_counted() -> None:
    words = text(render(PAPERS["holding label of an incomplete box"].value, "en"))
    assert "7 MISSING" in words and "Milk frother" in words and "and 3 more" in words
    assert "The box came damaged." in words


def test_of_another_return_its_own_number_stands_on_it() -> None:
    words = text(render(replace(THING, why="other_rma"), "en")).replace(" ", "")
    assert RMA in words and PARCEL in words and "ANOTHERRETURN" in words.replace("\n", "")


@pytest.mark.parametrize("wrong", [replace(BOX, why="serial"), replace(THING, why="empty")])
def test_a_reason_of_the_other_kind_is_a_mistake(wrong: HoldingLabel) -> None:
    with pytest.raises(ValueError, match="unknown reason"):
        render(wrong, "en")


def test_a_box_has_a_number() -> None:
    with pytest.raises(BadCode):
        render(replace(BOX, parcel=""), "en")


def test_a_thing_that_came_in_no_box() -> None:
    assert len(sizes(render(replace(THING, parcel="", rma=""), "en"))) == 1
