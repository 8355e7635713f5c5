"""The sheet with the scanner check: both decoders read it, on any printer and in any language."""

from __future__ import annotations

import pytest

from jobs.paper import MAKERS
from labels import codes
from labels.errors import BadCode
from models.all_tables import TABLES  # noqa: F401  the mappers are whole
from tests.labels.reading import by_zbar, by_zxing, pictures, sizes, text
from tests.labels.test_damaged_codes import LOOKS, WEAR
from workflow.paper_values import KINDS
from workflow.scanning.layouts import CALIBRATION, diagnose

SHEETS = KINDS["scanner_check"](None, 0, "en")


@pytest.mark.parametrize("language", ["en", "zh", "de", "fr", "es", "ar"])
def test_it_is_read_and_is_the_check(language: str) -> None:
    page = pictures(MAKERS["scanner_check"](SHEETS, language))[0]
    assert by_zxing(page) == by_zbar(page) == [CALIBRATION]
    assert diagnose(by_zxing(page)[0]).fine


@pytest.mark.parametrize("how", ["scaled", "blurred", "lost dots"])
def test_it_survives_a_bad_printer(how: str) -> None:
    page = pictures(MAKERS["scanner_check"](SHEETS, "en"))[0]
    assert any(CALIBRATION in by_zxing(WEAR[how](page, 203, look)) for look in LOOKS)


def test_it_says_what_to_do_on_one_label() -> None:
    content = MAKERS["scanner_check"](SHEETS, "en")
    assert len(sizes(content)) == 1 and sizes(content)[0] == pytest.approx((152.4, 101.6), abs=0.2)
    assert "scan this code with its scanner" in text(content)


def test_other_papers_still_refuse_such_signs() -> None:
    with pytest.raises(BadCode):
        codes.code128(CALIBRATION)
