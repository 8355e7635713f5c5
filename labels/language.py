"""What the paper says, in the reader's language and, for the carrier, in English beside it."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import get_decimal_symbol
from babel.support import NullTranslations, Translations

from reference import money

CATALOGUES = Path(__file__).parent.parent / "translations"
LANGUAGES = ("en", "zh", "de", "fr", "es", "ar")
RIGHT_TO_LEFT = ("ar",)

READING = re.compile(r"([+-]?\d+)(?:[.,](\d+))?\s*([^\W\d_]+|°\s?[CF]|%)?", re.IGNORECASE)
UNITS = {unit.upper(): unit for unit in (
    "min", "s", "h", "V", "mV", "A", "mA", "W", "kW", "Wh", "kWh", "mAh", "Hz", "kHz", "g", "kg", "l", "ml", "mm", "cm",
    "dB", "bar", "rpm", "°C")} | {"OHM": "Ω", "OHMS": "Ω", "KOHM": "kΩ", "C": "°C"}
"""Units of readings, by how a keyboard in capitals gives them. MOHM is none: milli and mega look the same there."""


class Said(str):
    """A sentence in the reader's language that remembers what it is in English."""

    english: str


def known(language: str) -> str:
    """One of our six languages for any language tag: zh-CN is zh, a stranger is en."""
    short = language.replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else "en"


def direction(language: str) -> str:
    """"rtl" or "ltr", as in HTML's dir."""
    return "rtl" if known(language) in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=32)
def catalogue(language: str, folder: Path) -> NullTranslations:
    """The compiled catalogue of a language; English sentences where there is none."""
    return Translations.load(str(folder), [language], "messages")


class Speaker:
    """`_` and its kin for one language, as the templates see them."""

    def __init__(self, language: str) -> None:
        self.language = known(language)
        self.direction = direction(language)
        self._words = catalogue(self.language, CATALOGUES)
        self._locale = Locale.parse(self.language)

    def say(self, message: str, **values: Any) -> Said:
        """The sentence, with named values filled in; `.english` is the same sentence untranslated."""
        return _said(self._words.gettext(message), message, values)

    def count(self, one: str, many: str, num: int, **values: Any) -> Said:
        """The sentence in the plural form that `num` asks for."""
        english = one if num == 1 else many
        return _said(self._words.ngettext(one, many, num), english, {"num": num, **values})

    def day(self, when: date) -> str:
        """22 November 2026, as the language writes it."""
        return format_date(when, "long", locale=self._locale)

    def person(self, code: str) -> str:
        """Who of the house it was, without a name: `staff:3` of the log is No. 3."""
        number = code.removeprefix("staff:")
        return self.say("No. %(number)s", number=number) if number.isdecimal() else code

    def moment(self, when: datetime) -> str:
        """Day and minute, in the zone that the value carries."""
        day = format_date(when, "medium", locale=self._locale)
        return f"{day}, {format_time(when, 'short', tzinfo=when.tzinfo, locale=self._locale)}"

    def reading(self, typed: str) -> str:
        """What a meter showed, as typed or scanned in capitals: 0.08 OHM is 0,08 Ω where the language has a comma.

        A reading that does not begin with a number stands as it is.
        """
        found = READING.fullmatch(typed.strip())
        if found is None:
            return typed
        whole, part, unit = found.groups()
        number = f"{whole}{get_decimal_symbol(self._locale)}{part}" if part else whole
        return f"{number}\N{NO-BREAK SPACE}{UNITS.get(unit.upper(), unit)}" if unit else number

    def money(self, minor: int, currency: str) -> str:
        """An amount in minor units (cents) with its currency (ISO 4217)."""
        return money.written(minor, currency, self._locale)


def _said(text: str, english: str, values: dict[str, Any]) -> Said:
    said = Said(text % values if values else text)
    said.english = english % values if values else english
    return said
