"""Proofs: a paper with invented values in a template that is not kept yet. They are made as every paper is.

They show what a person would get, and they are how a template is checked before it is kept: whether each text fits,
and whether our fonts have its characters, is known only where paper is set.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models.log import Document
from models.print_templates import PrintTemplate
from reference.paper_templates import LANGUAGES, PAPER_OF
from workflow import clock, paper_samples, print_template_words, print_templates, printing, storage
from workflow.errors import NotFound, Refused
from workflow.print_templates import Template
from workflow.printing import Paper
from workflow.sentences import say
from workflow.transaction import in_transaction, reading

D, T = Document.__table__, PrintTemplate.__table__
SHOWN, TRIED = "proof:", "tried:"
"""Before the kind of a document with invented values: one that every keeper of templates may look at, with a picture;
and one that is only set to see whether it can be.
"""
LONGEST_WAIT, LOOK_EVERY = 20.0, 0.1
KEPT = timedelta(days=1)
pause = time.sleep


@dataclass(frozen=True)
class Wish:
    """Which proof somebody wants to see."""

    kind: str
    language: str
    person: str


def ask_for(template: Template, wish: Wish) -> Paper:
    """A proof of a template as it was typed, with what it inherits. It may be there already.

    Raises:
        NotFound: there is no such kind, language or person.
    """
    if wish.language not in LANGUAGES:
        raise NotFound(say("There is no such preview. Choose one from the list."))
    templates = {**print_templates.everywhere(), template.paper: template}
    return _ask(SHOWN, templates, wish)


def _ask(mark: str, templates: dict[str, Template], wish: Wish) -> Paper:
    sheets = paper_samples.sheets(wish.kind, wish.person)
    sheets = print_templates.wear(sheets, templates, PAPER_OF[wish.kind], wish.language)
    return printing.ask_for_values(f"{mark}{wish.kind}", sheets, wish.language)


def read(paper_id: int) -> Paper:
    """A proof as it stands now. Raises NotFound: there is none of this number, or it is real paper."""
    with reading() as connection:
        kind = connection.execute(sa.select(D.c.kind).where(D.c.id == paper_id)).scalar() or ""
    if not kind.startswith(SHOWN):
        raise NotFound(say("This preview is not there any more. Ask for it again."))
    return printing.again(paper_id)


def picture(paper: Paper) -> bytes | None:
    """The first page of a proof as PNG, once it is made."""
    return storage.get(picture_key(paper.storage_key)) if paper.storage_key else None


def picture_key(storage_key: str) -> str:
    """Where the picture of a proof lies."""
    return f"{storage_key.removesuffix('.pdf')}.png"


def check(template: Template, before: Template) -> None:
    """Set every paper that a change touches, in each language whose texts it changes, and see that it can be set.

    Raises:
        Refused: one cannot: a text is too long for its place, or no font has its characters. It says which and why.
            Or the paper process does not answer.
    """
    if not template.is_changed:
        return
    templates = {**print_templates.everywhere(), template.paper: template}
    wishes = [Wish(kind, language, paper_samples.STRICTEST) for kind in paper_samples.kinds(template.paper)
              for language in _languages(template, before)]
    asked = [_ask(TRIED, templates, wish) for wish in wishes]
    for paper, wish in zip(_made(asked), wishes, strict=True):
        if paper.state == printing.FAILED:
            raise Refused(say("This cannot be printed (%(paper)s, %(language)s). %(why)s",
                              language=print_template_words.LANGUAGES[wish.language],
                              paper=print_template_words.of_kind(wish.kind), why=paper.error or ""))


def _languages(template: Template, before: Template) -> list[str]:
    """Those whose texts differ; what has no words is tried in one."""
    return [language for language in LANGUAGES
            if template.texts.get(language) != before.texts.get(language)] or [LANGUAGES[0]]


def _made(papers: Sequence[Paper]) -> Iterable[Paper]:
    until = time.monotonic() + LONGEST_WAIT
    for paper in papers:
        now = paper
        while now.state in (printing.WAITING, printing.MAKING):
            if time.monotonic() > until:
                raise Refused(say("The papers could not be tried in time, so nothing was kept. Try again in a moment; "
                                  "if it stays so, tell who runs the server that the paper process does not answer."))
            pause(LOOK_EVERY)
            now = printing.again(paper.id)
        yield now


def kind_of(kind: str) -> str:
    """The kind of paper that a document is, invented or real."""
    return kind.removeprefix(SHOWN).removeprefix(TRIED)


def _is_invented() -> sa.ColumnElement[bool]:
    return sa.or_(D.c.kind.startswith(SHOWN), D.c.kind.startswith(TRIED))


def throw_away_old() -> int:
    """Once a day: proofs, their files, and logos that no template names. Returns how many files."""
    limit = clock.now() - KEPT
    with reading() as connection:
        keys = set(connection.execute(sa.select(D.c.storage_key).where(
            _is_invented(), D.c.created_at < limit, D.c.storage_key.is_not(None))).scalars())
        named = set(connection.execute(sa.select(T.c.logo_key)).scalars())
    in_transaction(lambda connection: connection.execute(
        sa.delete(D).where(_is_invented(), D.c.created_at < limit)))
    old = [key for key in storage.older_than("logos", KEPT.total_seconds()) if key not in named]
    files = [*keys, *map(picture_key, keys), *old]
    for key in files:
        storage.delete(key)
    return len(files)
