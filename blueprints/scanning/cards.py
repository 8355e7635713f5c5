"""Draws an answer as a card in the reader's language: the same for a fresh scan, a repeat and a reload."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

from babel.support import NullTranslations
from flask import url_for

from blueprints import languages
from blueprints.languages import text
from blueprints.pages import ago
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Value
from workflow.scanning.commands import KEYS, Command
from workflow.scanning.protocol import Taken

# Pages that ask for a badge and its PIN: the card opens them by itself and hands the badge on.
BADGE_PAGES = {"shift": "signing_in.shift", "decision": "packing.decision"}
SOUNDS = {"ok": "good", "repeat": "again", "ask": "ask", "refused": "bad", "unknown": "bad"}


@dataclass(frozen=True)
class Choice:
    label: str
    code: str
    icon: str
    style: str
    note: str
    key: str = ""


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    type: str
    code_prefix: str


@dataclass(frozen=True)
class Item:
    name: str
    tag: str
    state: str
    icon: str
    done: bool


@dataclass(slots=True)
class Card:
    """What templates/scanning/_card.html draws."""

    scan_id: str
    result: str
    title: str
    thing: str
    next: str
    icon: str
    sound: str
    lines: list[tuple[str, object]]
    choices: tuple[Choice, ...]
    names_somebody: bool
    fields: list[Field]
    items: list[Item]
    more_items: int
    print_url: str
    photo_url: str
    badge_url: str
    opens: str
    printer: str = ""
    print_key: str = ""
    print_code: str = ""


def draw(taken: Taken, names: dict[int, str], customers: dict[int, str]) -> Card:
    """The card of a scan that was taken. `names` are those of `people(taken.answer)`, `customers` those of `rmas`."""
    answer, texts = taken.answer, languages.catalogue()
    names_somebody = any(choice.note or isinstance(choice.label, answers.CustomerOf) for choice in answer.choices)
    text = partial(languages.said, catalogue=texts)
    return Card(
        scan_id=taken.scan_id, result=answer.result, title=text(answer.title), thing=answer.thing,
        next=text(answer.next), icon=answer.icon, sound=SOUNDS[answer.result],
        lines=[(text(label), _value(value, names)) for label, value in answer.lines],
        names_somebody=names_somebody,
        choices=(tuple(_choice(choice, texts, customers) for choice in answer.choices) if names_somebody
                 else _choices_in(answer.choices, texts)),
        fields=[Field(f"field-{number}", text(f.label), f.kind, f.prefix) for number, f in enumerate(answer.fields)],
        items=[Item(text(i.name), i.number, text(i.state), "circle-check" if i.done else "circle-dashed", i.done)
               for i in answer.items],
        more_items=answer.more_items, print_url=_url("papers", answer.paper), printer=answer.printer,
        print_key=answer.print_key, print_code=Command.PRINT.code if answer.printer and answer.paper else "",
        photo_url=_url("photos/of", answer.photo_of), opens=answer.opens,
        badge_url=url_for(BADGE_PAGES[answer.opens], name=taken.station) if answer.opens in BADGE_PAGES else "")


def people(answer: Answer) -> set[int]:
    """The ids of staff whose names the card needs."""
    return {value.staff_id for _label, value in answer.lines if isinstance(value, answers.Person) and value.staff_id}


def rmas(answer: Answer) -> set[int]:
    """The ids of RMAs whose customers' names the card needs."""
    return {choice.label.rma_id for choice in answer.choices if isinstance(choice.label, answers.CustomerOf)}


@lru_cache(2000)
def _choices_in(given: tuple[answers.Choice, ...], texts: NullTranslations) -> tuple[Choice, ...]:
    """Choices that name no customer are the same all day."""
    return answers.Choices(_choice(choice, texts, {}) for choice in given)


def _choice(given: answers.Choice, texts: NullTranslations, customers: dict[int, str]) -> Choice:
    label = (customers.get(given.label.rma_id, "–") if isinstance(given.label, answers.CustomerOf)
             else languages.said(given.label, texts))
    return Choice(label, given.code, given.icon, given.style, languages.said(given.note, texts),
                  KEYS.get(given.code, ""))


def _value(value: Value, names: dict[int, str]) -> object:
    if isinstance(value, answers.Person):
        return names.get(value.staff_id or 0, "–")
    if isinstance(value, answers.Moment):
        return ago(value.at)
    return text(value) if not isinstance(value, int) else value


def _url(pages: str, thing: tuple[str, int] | None) -> str:
    return f"/{pages}/{thing[0]}/{thing[1]}" if thing else ""
