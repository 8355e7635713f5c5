"""What does not fit is refused with the millimetres that are missing; what can give way gives way first."""

from __future__ import annotations

import dataclasses
import re

import pytest

from labels import codes, part_label, return_label, shelf_label, unit_tag
from labels.errors import DoesNotFit
from labels.fitting import POINT, fit, tall
from tests.labels.reading import by_zbar, by_zxing, pictures, sizes, text
from tests.labels.samples import PARCEL, PART, RETURN, SHELF, TAG

WORDS = "Maria del Carmen "


def test_the_sentence_says_by_how_much() -> None:
    """Ten lines of the smallest type, five points, are 22 mm high: 12 more than there are."""
    lines = ["x"] * 10
    assert tall(lines, 50, 5) == pytest.approx(10 * 5 * POINT * 1.25)
    with pytest.raises(DoesNotFit, match="13 mm too high"):
        fit(lines, 50, 10, sizes=range(9, 4, -1))


@pytest.mark.parametrize("size", return_label.PLACES)
def test_an_address_too_long(size: return_label.Size) -> None:
    long = dataclasses.replace(RETURN, sender=dataclasses.replace(RETURN.sender, street=WORDS * 200))
    with pytest.raises(DoesNotFit, match=r"[1-9]\d* mm too high for its place"):
        return_label.render(long, "en", size)


@pytest.mark.parametrize(("render", "value"), [
    (part_label.render, part_label.PartLabel(PART, WORDS * 60)),
    (shelf_label.render, shelf_label.ShelfLabel(SHELF, WORDS * 200))])
def test_a_name_too_long(render, value) -> None:
    with pytest.raises(DoesNotFit, match=r"[1-9]\d* mm too high for its place"):
        render(value, "en")


def test_on_the_endless_roll_a_long_name_makes_a_longer_tag() -> None:
    names = "Kettle", WORDS * 6, "Kettle"
    content = unit_tag.render([unit_tag.UnitTag(TAG, name) for name in names], "ar", "62")
    heights = [height for _width, height in sizes(content)]
    assert heights[0] == heights[2] == pytest.approx(29, abs=0.1) and 32 < heights[1] < 42
    assert text(content).count("Carmen") == 6
    assert all(set(by_zxing(page)) == set(by_zbar(page)) == {TAG} for page in pictures(content))
    with pytest.raises(DoesNotFit, match=r"[1-9]\d* mm too long"):
        unit_tag.render(unit_tag.UnitTag(TAG, WORDS * 40), "en", "62")


@pytest.mark.parametrize("size", return_label.PLACES)
def test_a_long_public_address_makes_a_finer_code(size: return_label.Size) -> None:
    url = "https://returns." + "very-long-name." * 7 + "example.com"
    picture = pictures(return_label.render(dataclasses.replace(RETURN, public_url=url), "en", size))[0]
    assert f"{url}/P/{PARCEL}" in by_zxing(picture) and f"{url}/P/{PARCEL}" in by_zbar(picture)


def test_a_code_too_wide_is_refused() -> None:
    with pytest.raises(DoesNotFit) as refused:
        codes.qr("x" * 400, 5, room=29.4)
    over = re.search(r"([\d.]+) mm too wide", str(refused.value))
    assert over and float(over[1]) == pytest.approx(codes.millimetres((77 + 8) * 3) - 29.4, abs=0.06)
