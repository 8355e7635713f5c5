"""Sentences with days in them, and what holds for an item, for pages that customers read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from blueprints.languages import text
from models.lifecycle import RmaKind
from workflow.eligibility.judging import Judgement
from workflow.errors import Refused
from workflow.next_steps import Stop
from workflow.sentences import Sentence

Line = tuple[str, str, str]
ICONS = {"refund": "cash", "replacement": "replace", "exchange": "repeat", "repair": "tool",
         "partial_refund_keep": "gift", "store_credit": "credit-card"}


def init(blueprint: Blueprint) -> None:
    blueprint.add_app_template_filter(said, "said")
    blueprint.add_app_template_filter(long_day, "long_day")
    blueprint.add_app_template_global(terms, "terms_of")
    blueprint.add_app_template_global(stops, "stops_of")
    blueprint.add_app_template_global(solutions, "solutions_of")


def language() -> str:
    """The language of this page."""
    return str(get_locale() or "en")


def said(sentence: Sentence | str) -> str:
    """A sentence of workflow in the language of this page, its days written as the reader writes them."""
    if isinstance(sentence, str):
        return sentence
    return text(Sentence(sentence.msgid, {
        name: format_date(value, "long") if isinstance(value, date) else value
        for name, value in sentence.values.items()}))


def keep(form: object, refusal: Refused, *, other: str = "") -> str:
    """Put a refusal under the field that it is about. Returns the sentence when there is no such field."""
    name = (refusal.field or other).rsplit("-", 1)[-1]
    field = getattr(form, name, None) if name else None
    if field is None:
        return said(refusal.sentence)
    field.errors = [*field.errors, said(refusal.sentence)]
    return ""


def long_day(day: date) -> str:
    return format_date(day, "long")


def stops(road: Iterable[Stop]) -> list[dict[str, str]]:
    """The road as the component draws it."""
    return [{"label": text(stop.label), "state": stop.state} for stop in road]


def solutions(offered: Iterable[tuple[str, Sentence, Sentence]]) -> list[dict[str, str]]:
    """What may be wished for, as the choice cards take it."""
    return [{"value": name, "label": text(label), "hint": text(hint), "icon": ICONS.get(name, "")}
            for name, label, hint in offered]


def terms(judged: Judgement, *, never_came: bool = False) -> list[Line]:
    """What holds for an item, before it is sent: status, icon and words. What never came has no way back."""
    if never_came:
        return [_period(judged)]
    lines = [_period(judged), _postage(judged)]
    if judged.fee_percent:
        lines.append(("warn", "receipt-refund", _(
            "If it was used, we keep %(percent)s %% of the price.", percent=judged.fee_percent)))
    return lines


def _period(judged: Judgement) -> Line:
    if judged.kind is RmaKind.WITHDRAWAL:
        return ("ok", "calendar", _until(
            judged.withdrawal_until, _("You withdraw within the time that the law gives you."),
            _("You withdraw within the time that the law gives you, until %(day)s.")))
    if judged.kind is RmaKind.DELIVERY:
        return ("info", "truck", _("This is a problem with the delivery: there is nothing to be late for."))
    if judged.kind is RmaKind.RETURN:
        return ("ok", "calendar", _until(judged.return_until, _("You are inside the return window."),
                                         _("You are inside the return window, until %(day)s.")))
    if judged.in_warranty:
        return ("ok", "shield-check", _until(judged.warranty_until, _("It is under warranty."),
                                             _("The return window is over, but it is under warranty until %(day)s.")))
    if judged.in_guarantee:
        return ("ok", "shield-check", _until(judged.guarantee_until, _("The law protects you."), _(
            "The return window is over, but the law protects you against faults until %(day)s.")))
    return ("warn", "shield-x", _("Neither the return window nor the warranty runs any more."))


def _until(day: date | None, open_ended: str, with_day: str) -> str:
    return with_day % {"day": format_date(day, "long")} if day else open_ended


def _postage(judged: Judgement) -> Line:
    if judged.postage == "seller":
        return ("ok", "truck-return", _("We pay for the way back."))
    return ("info", "truck-return", _("You pay for the way back."))
