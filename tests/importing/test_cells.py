"""One cell to one value, and a sentence for each thing that spreadsheets do to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from channels.csv import cells
from channels.csv.cells import BadCell


@pytest.mark.parametrize(("cell", "currency", "minor"), [
    ("47.11", "EUR", 4711), ("47,11", "EUR", 4711), ("47.1", "EUR", 4710), ("1299", "EUR", 129900), ("0", "EUR", 0),
    ("1200", "JPY", 1200), ("1200.00", "JPY", 1200), ("1.234", "KWD", 1234), ("12.5", "KWD", 12500),
])
def test_amounts(cell: str, currency: str, minor: int) -> None:
    assert cells.amount(cell, "paid", currency) == minor


@pytest.mark.parametrize(("cell", "currency"), [
    ("1,299", "EUR"), ("1.290", "EUR"), ("1,299.00", "EUR"), ("1.299,00", "EUR"), ("-3", "EUR"), ("1e3", "EUR"),
    ("", "EUR"), ("€5", "EUR"), ("1200.50", "JPY"), ("1,200", "JPY"), ("1.000", "JPY"), ("99999999999", "EUR"),
    ("１２", "EUR"),
])
def test_amounts_that_could_be_another_are_refused(cell: str, currency: str) -> None:
    with pytest.raises(BadCell):
        cells.amount(cell, "paid", currency)


@pytest.mark.parametrize(("cell", "moment"), [
    ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
    ("2026-11-20 10:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ("2026-11-20T10:00:00+01:00", datetime(2026, 11, 20, 9, tzinfo=UTC)),
    ("", None),
])
def test_moments(cell: str, moment: datetime | None) -> None:
    assert cells.moment(cell, "placed_at") == moment


@pytest.mark.parametrize(("cell", "words"), [
    ("03/04/2026", "two days"), ("3.4.26", "two days"), ("25/12/2026", "no date"), ("20.11.2026", "no date"),
    ("45981", "no date"), ("20261120", "no date"), ("2026-13-01", "no date"), ("0026-11-20", "no date"),
])
def test_dates_are_never_guessed(cell: str, words: str) -> None:
    with pytest.raises(BadCell, match=words):
        cells.moment(cell, "placed_at")


@pytest.mark.parametrize(("take", "cell", "words"), [
    (cells.gtin, "2.00E+12", "shortened by a spreadsheet"), (cells.gtin, "4,00638E+12", "shortened"),
    (cells.gtin, "36000291452", "lost zeros"), (cells.gtin, "4006381333930", "check digit"),
    (cells.gtin, "abc", "no GTIN"),
])
def test_gtins(take: Callable[..., object], cell: str, words: str) -> None:
    with pytest.raises(BadCell, match=words):
        take(cell, "gtin")


def test_right_gtins_stay_as_they_are() -> None:
    for gtin in ("96385074", "036000291452", "4006381333931", "14006381333938"):
        assert cells.gtin(gtin) == gtin


@pytest.mark.parametrize("cell", ["1.23E+12", "1E+10", "3,40434E+17"])
def test_numbers_that_are_names_are_not_taken_shortened(cell: str) -> None:
    with pytest.raises(BadCell, match="digits are lost"):
        cells.code(cell, "tracking")


@pytest.mark.parametrize("cell", ["12E5", "5E4-X", "00340434200000004170", "1Z999AA10123456784"])
def test_codes_that_only_look_like_it_are_taken(cell: str) -> None:
    assert cells.code(cell, "serial") == cell


@pytest.mark.parametrize(("cell", "country"), [("1067", "DE"), ("2134", "US"), ("501", "US"), ("6000", "FR")])
def test_postcodes_that_lost_their_zeros(cell: str, country: str) -> None:
    with pytest.raises(BadCell, match="lost zeros"):
        cells.postcode(cell, "ship_postcode", country)


@pytest.mark.parametrize(("cell", "country"), [
    ("01067", "DE"), ("SW1A 1AA", "GB"), ("999077", "HK"), ("", "AE"), ("D-01067", "DE"), ("1010", "AT"),
])
def test_other_postcodes_are_left_alone(cell: str, country: str) -> None:
    assert cells.postcode(cell, "ship_postcode", country) == cell


@pytest.mark.parametrize(("take", "cell"), [
    (cells.country, "Germany"), (cells.country, "XX"), (cells.currency, "EURO"), (cells.language, "klingon"),
    (cells.time_zone, "Berlin"), (cells.email, "me at example"), (cells.email, "a@b.example, c@d.example"),
    (cells.yes_no, "perhaps"), (cells.whole, "1.5"), (cells.whole, "-1"), (cells.whole, "٣"),
])
def test_other_nonsense_is_refused(take: Callable[..., object], cell: str) -> None:
    with pytest.raises(BadCell):
        take(cell, "column")
