"""How far off a moment is, in every language: babel's short forms are not whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from babel import Locale

from blueprints.languages import NAMES
from blueprints.pages import distance

SPANS = [timedelta(seconds=seconds) * sign for seconds in (1, 90, 7200, 86400 * 2, 86400 * 9, 86400 * 40, 86400 * 800)
         for sign in (1, -1)]


@pytest.mark.parametrize("language", NAMES)
def test_every_distance_has_words(language: str) -> None:
    said = [distance(span, Locale.parse(language)) for span in SPANS]
    assert all(said) and len(set(said)) == len(SPANS), said
