"""What a catalogue lacks is said in English, which on a page from right to left is kept together."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_babel import gettext, lazy_gettext, ngettext

from blueprints import languages
from workflow.sentences import say

UNKNOWN = "Nobody has translated %(what)s."
KNOWN = "NOT ANNOUNCED"


@pytest.mark.parametrize(("language", "around"), [("ar", "\u2066%s\u2069"), ("de", "%s"), ("zh", "%s"), ("en", "%s")])
def test_english_is_isolated_where_one_reads_from_right_to_left(app: Flask, language: str, around: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        wanted = around % "Nobody has translated this."
        assert gettext(UNKNOWN, what="this") == str(lazy_gettext(UNKNOWN, what="this")) == wanted
        assert languages.text(say(UNKNOWN, what="this")) == wanted
        assert render_template_string("{{ _(words, what='this') }}", words=UNKNOWN) == wanted
        assert ngettext("One thing.", "%(num)s things.", 3) == around % "3 things."


def test_what_is_translated_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=ar"):
        assert gettext(KNOWN) == languages.text(say(KNOWN)) == "غير معلن عنه"
