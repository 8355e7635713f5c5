"""Which language a page is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Domain, force_locale, get_babel, get_domain, get_locale, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from workflow.sentences import Sentence

NAMES = {"en": "English", "zh": "中文", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية"}
RIGHT_TO_LEFT = {"ar"}


class LeftToRight(NullTranslations):
    """English on a page that is read from right to left: isolated, else its full stop stands in front of it."""

    def gettext(self, message: str) -> str:
        return f"\u2066{message}\u2069"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(super().ngettext(one, many, count))

    def upgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)

    def unpgettext(self, _context: str, one: str, many: str, count: int) -> str:
        return self.ngettext(one, many, count)


class Texts(Domain):
    """The catalogues; what one lacks is said in English."""

    def __init__(self) -> None:
        super().__init__()
        self.with_english: set[NullTranslations] = set()

    def get_translations(self) -> NullTranslations:
        texts = super().get_translations()
        if str(get_locale()) in RIGHT_TO_LEFT and texts not in self.with_english:
            texts.add_fallback(LeftToRight())
            self.with_english.add(texts)
        return texts


def init_app(app: Flask) -> None:
    """Templates take their words from the catalogue of the request. After Flask-Babel, which asks anew."""
    get_babel(app).instance.domain_instance = Texts()
    app.jinja_env.install_gettext_callables(
        gettext=lambda words: catalogue().ugettext(words),
        ngettext=lambda one, many, count: catalogue().ungettext(one, many, count),
        pgettext=lambda about, words: catalogue().upgettext(about, words),
        npgettext=lambda about, one, many, count: catalogue().unpgettext(about, one, many, count), newstyle=True)
    app.jinja_env.globals["_"] = _words


@pass_eval_context
def _words(context: EvalContext, words: str, /, **values: object) -> str:
    """What `_` says in a template, as Jinja's own says it in four calls more: a page says it a hundred times."""
    told = catalogue().ugettext(words)
    if context.autoescape:
        told = Markup(told)  # noqa: S704  words of ours; values are escaped as they are put in
    return told % values if values or "%" in told else told


def match(tags: Iterable[str]) -> str | None:
    """The first of our languages among browser tags: `zh-CN`, `zh-Hant-TW` and `zh_CN` are all `zh`."""
    for tag in tags:
        language = tag.strip().replace("_", "-").split("-")[0].lower()
        if language in NAMES:
            return language
    return None


def choose() -> str:
    """Asked for by link, else chosen since signing in, else the person's own, else the browser's, else English."""
    if not has_request_context():
        return "en"
    asked = match([request.args.get("lang", "")]) if request.query_string else None
    if asked:
        session["language"] = asked
        return asked
    me = g.get("me")
    return chosen() or (me.language if me is not None else None) or g.get("language") \
        or match(tag for tag, _ in request.accept_languages) or "en"


def chosen() -> str:
    """The language chosen in the menu since signing in; empty where none was."""
    return match([session.get("language", "")]) or ""


def text(sentence: Sentence | str) -> str:
    """A sentence of workflow in the language of this page."""
    return sentence if isinstance(sentence, str) else said(sentence, catalogue())


def said(sentence: Sentence | str, catalogue: NullTranslations) -> str:
    """A sentence in the words of `catalogue`, for whoever says many: a card has twenty."""
    if isinstance(sentence, str):
        return sentence
    if not sentence.msgid:
        return ""
    translated = catalogue.ugettext(sentence.msgid)
    if not sentence.values:
        return translated
    return translated % {name: said(value, catalogue) if isinstance(value, Sentence) else value
                         for name, value in sentence.values.items()}


def catalogue() -> NullTranslations:
    """The texts of the reader's language, looked up once per request."""
    held = g.get("catalogue")
    if held is None:
        held = g.catalogue = get_domain().get_translations()
    return held


def read_by(language: str) -> None:
    """From here on this request speaks to a reader of `language`."""
    g.language = language
    if "_flask_babel" in g:  # a language was asked for already
        refresh()
    g.catalogue = _texts(choose())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is drawn inside speaks `language`, whoever asks."""
    with force_locale(language):
        before = g.pop("catalogue", None)
        try:
            yield
        finally:
            g.catalogue = before


@lru_cache
def _texts(language: str) -> NullTranslations:
    with force_locale(language):
        return get_domain().get_translations()
