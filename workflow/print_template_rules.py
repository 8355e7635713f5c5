"""What a company may write on its papers: which colours, which placeholders, how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from reference import placeholders
from reference.paper_templates import LANGUAGES, PAPERS, Place
from workflow.errors import NotFound, Refused, all_of
from workflow.sentences import say

COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5
"""To one, with the white of the paper: what WCAG 2.2 (1.4.3) asks of text that is not large."""
STEP = 0.95
"""How much darker a colour is made at a time until it can be read."""
Texts = dict[str, dict[str, str]]


def template_of(paper: str) -> str:
    """The paper, if there is such a one. Raises NotFound."""
    if paper not in PAPERS:
        raise NotFound(say("There is no such print template. Choose one from the list."))
    return paper


def places(paper: str) -> dict[str, Place]:
    """The places for texts of a paper, by name."""
    return PAPERS[paper].places


def colour(typed: str) -> str | None:
    """An accent colour as #rrggbb; None for none.

    Raises:
        Refused: it is no colour, or too light to be read on paper; the sentence names a darker one.
    """
    text = typed.strip().lower()
    if not text:
        return None
    if not COLOUR.fullmatch(text):
        raise Refused(say("Type the colour as # and six digits or letters from a to f, for example #0b5cad."),
                      field="accent")
    found = contrast(text)
    if found < LEAST_CONTRAST:
        raise Refused(say(
            "This colour can hardly be read on white paper: its contrast is %(found)s to 1, and 4.5 to 1 is needed. "
            "Take a darker one, for example %(darker)s.", found=f"{found:.1f}", darker=darker(text)), field="accent")
    return text


def contrast(hexadecimal: str) -> float:
    """Contrast of a colour with white, 1 to 21, as WCAG 2.2 defines it."""
    parts = [int(hexadecimal[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(hexadecimal: str) -> str:
    """The same colour, as much darker as it must be to be read on white."""
    parts = [int(hexadecimal[at:at + 2], 16) for at in (1, 3, 5)]
    while contrast(found := "#" + "".join(f"{round(part):02x}" for part in parts)) < LEAST_CONTRAST:
        parts = [part * STEP for part in parts]
    return found


def texts(paper: str, typed: Mapping[str, Mapping[str, str]]) -> Texts:
    """The texts of a paper by language and place; what is empty is left out, the built-in text stands there.

    Raises:
        Refused, Several: some are too long or have a placeholder that is not known there.
    """
    found: Texts = {}
    checks: list[Callable[[], None]] = []
    for language in LANGUAGES:
        for name, place in PAPERS[paper].places.items():
            words = _words(typed.get(language, {}).get(name, ""))
            if words:
                checks.append(partial(_check, words, place, f"text_{language}_{name}"))
                found.setdefault(language, {})[name] = words
    all_of(checks)
    return found


def hidden(paper: str, shown: Sequence[str]) -> list[str]:
    """The fields of a paper that are not shown, in their own order."""
    return [name for name in PAPERS[paper].fields if name not in shown]


def _words(typed: str) -> str:
    lines = (" ".join(line.split()) for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def _check(words: str, place: Place, field: str) -> None:
    if len(words) > place.longest:
        raise Refused(say("This text has %(count)s characters; there is room for %(most)s. Shorten it.",
                          count=len(words), most=place.longest), field=field)
    for name in placeholders.names(words):
        if name not in place.placeholders:
            raise _unknown(name, place, field)
    if placeholders.stray(words):
        raise Refused(say("Two braces stand alone in this text. A placeholder is a name between double braces, for "
                          "example %(example)s.", example=written("rma")), field=field)


def _unknown(name: str, place: Place, field: str) -> Refused:
    near = placeholders.nearest(name, place.placeholders)
    if near:
        return Refused(say("%(name)s is not known here. Did you mean %(near)s?", name=written(name),
                           near=written(near)), field=field)
    if place.placeholders:
        return Refused(say("%(name)s is not known here. Take one of these: %(known)s.", name=written(name),
                           known=", ".join(map(written, place.placeholders))), field=field)
    return Refused(say("%(name)s is not known here: this text stands on every paper and has no placeholders.",
                       name=written(name)), field=field)


def written(name: str) -> str:
    """A placeholder as people type it, cut where nobody would read on."""
    return "{{" + (name if len(name) <= 40 else name[:39] + "…") + "}}"
