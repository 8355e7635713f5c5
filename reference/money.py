"""Amounts of money as languages write them."""

from __future__ import annotations

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, get_currency_precision

LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


def written(minor: int, currency: str, locale: Locale) -> str:
    """An amount in minor units (cents) with its currency (ISO 4217). Between letters and digits stands a space (CLDR,
    spacing of currencies), which Babel leaves out.
    """
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return LETTER_AND_DIGIT.sub("\N{NO-BREAK SPACE}", format_currency(amount, currency, locale=locale))
