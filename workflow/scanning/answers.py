"""What a scan is answered with: data, not a page. It is stored with the scan and drawn again when repeated.

Names of people never stand in an answer, only their ids (`Person`): they are looked up when it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from workflow.errors import AlreadyDone, Refused
from workflow.scanning.commands import CHOICES, Command, by_code
from workflow.sentences import NOTHING, Sentence, say

ITEMS_SHOWN = 8


@dataclass(frozen=True)
class Person:
    """A member of the staff, by id."""

    staff_id: int | None


@dataclass(frozen=True)
class Moment:
    """A time on a card, drawn relative to now."""

    at: datetime


@dataclass(frozen=True)
class CustomerOf:
    """The customer of an RMA, by the RMA's id: a card that is stored holds no name."""

    rma_id: int


Value = str | int | Sentence | Person | Moment


@dataclass(frozen=True)
class Choice:
    """A big button: it sends `code` as a scan that answers this card. `note` stands small under its label.

    A choice that only offers a command is kept as its code and style: cards offer the same ones all day.
    """

    label: Sentence | str | CustomerOf
    code: str
    icon: str = "chevron-right"
    style: str = "plain"
    note: Sentence | str = ""


class Choices(tuple):
    """Choices that many cards offer: what is kept of them is found by their hash, and that is worked out once."""

    def __hash__(self) -> int:
        held = self.__dict__.get("hash")
        if held is None:
            held = self.__dict__["hash"] = super().__hash__()
        return held


@dataclass(frozen=True)
class Field:
    """Something small to be typed; sent as `prefix` + what was typed."""

    label: Sentence
    prefix: str
    kind: str = "text"


@dataclass(frozen=True)
class Item:
    """One thing of a list on the card: expected, received, packed."""

    name: Sentence | str
    number: str
    state: Sentence
    done: bool


@dataclass(frozen=True)
class Answer:
    """One card. `open_now` is what the tablet has open from now on; None leaves it as it was.

    `opens` is "paper", "photo", "shift" or "decision" (badge and PIN) where the page is to open that at once. `late` is
    how many seconds its scan was on its way: UNDO counts from one scan to the other, not from answer to answer.

    `prints` are papers that are printed by themselves where the station has a printer for them. `printer` is its name,
    where the card's paper goes to it; `print_key` is the scan_id of the scan that sent papers there.
    """

    result: str
    title: Sentence
    thing: str = ""
    next: Sentence = NOTHING
    icon: str = "circle-check"
    lines: tuple[tuple[Sentence, Value], ...] = ()
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    items: tuple[Item, ...] = ()
    more_items: int = 0
    paper: tuple[str, int] | None = None
    photo_of: tuple[str, int] | None = None
    opens: str = ""
    open_now: dict[str, Any] | None = None
    act_id: int | None = None
    meaning: str = ""
    late: float = 0
    prints: tuple[tuple[str, int], ...] = ()
    printer: str = ""
    print_key: str = ""


def ok(title: Sentence, **more: Any) -> Answer:
    return Answer("ok", title, **more)


def repeat(title: Sentence, **more: Any) -> Answer:
    return Answer("repeat", title, **{"icon": "rotate-clockwise", **more})


def ask(title: Sentence, **more: Any) -> Answer:
    return Answer("ask", title, **{"icon": "help-circle", **more})


def unknown(title: Sentence, **more: Any) -> Answer:
    return Answer("unknown", title, **{"icon": "zoom-question", **more})


def refused(error: Refused) -> Answer:
    """A refusal as a card: what is wrong and what to do; "already done" is kind and says who and when."""
    if isinstance(error, AlreadyDone):
        who = ((say("by"), Person(error.by)),) if error.by else ()
        when = ((say("when"), Moment(error.at)),) if error.at else ()
        return repeat(say("Done already"), next=error.sentence, lines=who + when)
    return Answer("refused", say("Stop"), next=error.sentence, icon="hand-stop")


def choices(labels: Iterable[Sentence | str | CustomerOf]) -> tuple[Choice, ...]:
    """Numbered choices; which one was taken comes back as a command CHOICE_n."""
    return tuple(Choice(label, command.code, command.icon) for label, command in zip(labels, CHOICES, strict=False))


def command(which: Command, *, style: str = "plain", label: Sentence | None = None) -> Choice:
    return Choice(label or which.label, which.code, which.icon, style)


def yes_no() -> tuple[Choice, ...]:
    return command(Command.YES, style="primary"), command(Command.NO)


def shown(items: list[Item]) -> dict[str, Any]:
    """The items a card shows: what is still to do first, and how many more there are."""
    ordered = sorted(items, key=lambda item: item.done)
    return {"items": tuple(ordered[:ITEMS_SHOWN]), "more_items": max(0, len(ordered) - ITEMS_SHOWN)}


def changed(answer: Answer, **values: Any) -> Answer:
    """The answer with other values: `dataclasses.replace` reads all its fields, and a scan changes three answers."""
    if not values.keys() <= Answer.__dataclass_fields__.keys():
        raise TypeError(f"no fields of an answer among {', '.join(values)}")
    other = object.__new__(Answer)
    other.__dict__.update(answer.__dict__, **values)
    return other


def as_data(answer: Answer) -> dict[str, Any]:
    """The answer as JSON keeps it."""
    data = {"result": answer.result, "title": _out(answer.title)}
    for name, default in _DEFAULTS.items():
        value = getattr(answer, name)
        if value != default:
            data[name] = _kept(value) if name == "choices" else _out(value)
    return data


@lru_cache(500)
def _kept(choices: tuple[Choice, ...]) -> list[Any]:
    """Cards offer the same choices all day."""
    return _out(choices)


def from_data(data: dict[str, Any]) -> Answer:
    """An answer that was stored."""
    values = {name: _in(value) for name, value in data.items()}
    values["choices"] = tuple(_choice(*choice) for choice in values.get("choices", ()))
    values["fields"] = tuple(Field(*entry) for entry in values.get("fields", ()))
    values["items"] = tuple(Item(*item) for item in values.get("items", ()))
    return replace(Answer("ok", NOTHING), **values)


_DEFAULTS = {"thing": "", "next": NOTHING, "icon": "circle-check", "lines": (), "choices": (), "fields": (),
             "items": (), "more_items": 0, "paper": None, "photo_of": None, "opens": "", "act_id": None, "meaning": "",
             "late": 0, "printer": "", "print_key": ""}


def _out(value: Any) -> Any:
    way = _WAYS_OUT.get(type(value))
    return way(value) if way else value


def _choice_out(choice: Choice) -> list[Any]:
    return [choice.code, choice.style] if choice == _offered(choice.code, choice.style) else _fields_out(choice)


def _fields_out(value: Choice | Field | Item) -> list[Any]:
    return [_out(getattr(value, name)) for name in value.__dataclass_fields__]


def _parts_out(values: tuple | list) -> list[Any]:
    return [_out(part) for part in values]


_WAYS_OUT: dict[type, Callable[[Any], Any]] = {
    Sentence: lambda sentence: {"say": sentence.as_data()}, Person: lambda person: {"person": person.staff_id},
    CustomerOf: lambda customer: {"customer_of": customer.rma_id}, Moment: lambda moment: {"at": moment.at.isoformat()},
    Choice: _choice_out, Field: _fields_out, Item: _fields_out,
    tuple: _parts_out, Choices: _parts_out, list: _parts_out}


def _in(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_in(part) for part in value)
    if not isinstance(value, dict):
        return value
    if "say" in value:
        return _sentence(value["say"])
    if "person" in value:
        return Person(value["person"])
    if "customer_of" in value:
        return CustomerOf(value["customer_of"])
    return Moment(datetime.fromisoformat(value["at"]))


def _choice(*kept: Any) -> Choice:
    code, style = kept if len(kept) == 2 else (None, None)
    return _offered(code, style) if code else Choice(*kept)


@cache
def _offered(code: str, style: str) -> Choice | None:
    """The choice that offers the command of this code; None when it is no command's."""
    which = by_code(code)
    return command(which, style=style) if which else None


def _sentence(data: list) -> Sentence:
    msgid, values = data
    return Sentence(msgid, {name: _sentence(v) if isinstance(v, list) else v for name, v in values.items()})


