"""What every template may use: the person, the direction of the script, money, times, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_timedelta
from flask import Flask, g
from flask_babel import format_date, format_datetime, get_locale
from markupsafe import Markup, escape

from blueprints import languages, navigation, static_files
from models.numbers import grouped
from workflow import amounts, clock, installation, words


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.globals["drawn_once"] = drawn_once
    app.jinja_env.globals["pieces_of"] = lru_cache(lambda name: app.jinja_env.get_template(name).module)
    app.jinja_env.globals["sprite"] = f"{static_files.prefix()}/icons/sprite.svg"  # of every icon: not routed each time
    app.jinja_env.filters.update(money=money, ago=ago, moment=moment, day=day, grouped=grouped, when=ago,
                                 datetimeformat=moment, labelled=labelled,
                                 say=languages.text, word=lambda value: languages.text(words.word(value)))


CELL = re.compile(r"(<tr\b)|<td(?=[\s>])")


def labelled(rows: Markup, heads: Sequence[str | Mapping[str, object]]) -> Markup:
    """The rows of a table, each cell with the words of its head: where a row is stacked, the heads are out of sight.

    A cell that names its row (the first) and one whose head is hidden need none.
    """
    number = 0

    def name(found: re.Match[str]) -> str:
        nonlocal number
        if found[1]:
            number = 0
            return found[0]
        head, number = heads[number] if number < len(heads) else "", number + 1
        words_ = "" if number == 1 else head if isinstance(head, str) else "" if head.get("hidden") else head["label"]
        return f'<td data-label="{escape(words_)}"' if words_ else found[0]

    return Markup(CELL.sub(name, rows))  # noqa: S704  the rows are markup already, and the words are escaped


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
    return amounts.written(amount_minor, currency, get_locale())


def ago(at: datetime) -> Markup:
    """A time on a card: "2 min ago", with the absolute time behind it."""
    words_ = distance(at - clock.now(), get_locale())
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), moment(at), escape(words_))


def distance(span: timedelta, locale: Locale) -> str:
    """How far a moment is from now, in short words. Some languages lack a short form ("in 1 Monat"): then in long."""
    with suppress(KeyError):
        return format_timedelta(span, add_direction=True, format="short", locale=locale)
    return format_timedelta(span, add_direction=True, format="long", locale=locale)


def moment(at: datetime | None, style: str = "medium") -> str:
    return format_datetime(at.astimezone(UTC), style) if at else ""


def day(at: datetime | None) -> str:
    return format_date(at, "medium") if at else ""


