"""What every letter is made of, and how it becomes text and HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from labels.language import Speaker


@dataclass(frozen=True)
class Values:
    """What letters may name. Amounts are minor units of `currency`; urls are absolute.

    `by_carrier` are those of the products that a carrier brings back by itself; `nothing_to_send`: these are all, or
    the customer never got any.
    """

    rma: str
    name: str
    company: str
    status_url: str
    products: tuple[str, ...] = ()
    by_carrier: tuple[str, ...] = ()
    nothing_to_send: bool = False
    reason: str = ""
    text: str = ""
    amount_minor: int | None = None
    currency: str = ""
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    quote_url: str = ""
    packing_url: str = ""
    days: int = 0
    reference: str = ""


@dataclass(frozen=True)
class Content:
    """A letter before it is laid out: paragraphs, and one thing to do."""

    subject: str
    paragraphs: tuple[str, ...]
    action: str = ""
    action_url: str = ""
    quote: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), undefined=StrictUndefined,
                       autoescape=select_autoescape(["html"]), trim_blocks=True, lstrip_blocks=True)


def lay_out(content: Content, values: Values, language: str) -> Letter:
    """The letter as text and as HTML with its styles in place. A subject is one line, whatever a name contains."""
    speaker = Speaker(language)
    names = {"content": content, "values": values, "_": speaker.say, "direction": speaker.direction,
             "language": speaker.language}
    text = _templates().get_template("letter.txt").render(names)
    html = _templates().get_template("letter.html").render(names)
    return Letter(" ".join(content.subject.split()), text, html)
