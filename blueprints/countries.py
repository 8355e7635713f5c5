"""Countries to choose from, in the reader's language."""

from __future__ import annotations

from babel import Locale
from flask_babel import get_locale

# Codes of CLDR for groups, pseudo-locales and the unknown.
NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """ISO 3166 codes and names in the reader's language, by name; regions of several countries are left out."""
    found = [(code, name) for code, name in get_locale().territories.items()
             if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY]
    return sorted(found, key=lambda entry: entry[1])


def for_carriers(code: str) -> str:
    """A country as it is written on a parcel, in English, which every post reads; an unknown code stays as it is."""
    return Locale("en").territories.get(code, code)
