"""Readings and amounts on paper: the language's decimal sign, units as they are written, spaces."""

from __future__ import annotations

import pytest

from labels.language import Speaker

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(("language", "typed", "printed"), [
    ("en", "0.08 OHM", f"0.08{NO_BREAK}Ω"), ("de", "0.08 OHM", f"0,08{NO_BREAK}Ω"), ("de", "5 %", f"5{NO_BREAK}%"),
    ("es", "230.5V", f"230,5{NO_BREAK}V"), ("de", "30 MIN", f"30{NO_BREAK}min"),
    ("en", "1,5 kwh", f"1.5{NO_BREAK}kWh"), ("fr", "-5", "-5"),
    ("de", " 12.0 ", "12,0"), ("en", "21 °c", f"21{NO_BREAK}°C"), ("zh", "2 MOHM", f"2{NO_BREAK}MOHM"),
])
def test_a_reading_is_written_as_the_language_writes_it(language: str, typed: str, printed: str) -> None:
    assert Speaker(language).reading(typed) == printed


@pytest.mark.parametrize("typed", ["", "OK", "CLASS II", "> 5", "1.2.3", "10 - 12 V", "1/2", "<script>"])
def test_what_is_no_number_with_a_unit_stands_as_it_was_typed(typed: str) -> None:
    assert Speaker("de").reading(typed) == typed


@pytest.mark.parametrize(("language", "currency", "written"), [
    ("en", "SAR", f"SAR{NO_BREAK}12.34"), ("en", "CHF", f"CHF{NO_BREAK}12.34"), ("en", "GBP", "£12.34"),
    ("de", "CHF", f"12,34{NO_BREAK}CHF"), ("zh", "JPY", "JP¥1,234"), ("en", "JPY", "¥1,234")])
def test_letters_and_digits_of_an_amount_stand_apart(language: str, currency: str, written: str) -> None:
    assert Speaker(language).money(1234, currency) == written
