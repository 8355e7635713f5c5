"""What every template may use: the person, the direction of the script, money, times, numbers, words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from babel.dates import format_timedelta
from babel.numbers import format_currency, get_currency_precision
from flask import Flask, g
from flask_babel import format_date, format_datetime, get_locale
from markupsafe import Markup, escape

from blueprints import languages, navigation
from models.numbers import grouped
from workflow import clock, installation, words


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.globals["drawn_once"] = drawn_once
    app.jinja_env.globals["sprite"] = "/static/icons/sprite.svg"  # asked for by every icon: not worth routing each time
    app.jinja_env.filters.update(money=money, ago=ago, moment=moment, day=day, grouped=grouped, when=ago,
                                 datetimeformat=moment,
                                 say=languages.text, word=lambda value: languages.text(words.word(value)))


def drawn_once(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro whose pieces are kept: the same arguments give the same piece. A card has a dozen icons."""
    return lru_cache(maxsize=2000)(macro)


def _context() -> dict[str, object]:
    locale = str(get_locale() or "en")
    return {"locale_code": locale, "text_direction": "rtl" if locale in languages.RIGHT_TO_LEFT else "ltr",
            "languages": languages.NAMES, "me": g.get("me"), "nav_items": navigation.items(),
            "company": installation.settings().company, "clock_now": clock.now()}


def money(amount_minor: int | None, currency: str) -> str:
    """An amount in minor units in the reader's way of writing: 1299, EUR is €12.99 or 12,99 €."""
    if amount_minor is None:
        return ""
    return format_currency(amount_minor / 10 ** get_currency_precision(currency), currency, locale=get_locale())


def ago(at: datetime) -> Markup:
    """A time on a card: "2 min ago", with the absolute time behind it."""
    words_ = format_timedelta(at - clock.now(), add_direction=True, format="short", locale=get_locale())
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), moment(at), escape(words_))


def moment(at: datetime | None, style: str = "medium") -> str:
    return format_datetime(at.astimezone(UTC), style) if at else ""


def day(at: datetime | None) -> str:
    return format_date(at, "medium") if at else ""


