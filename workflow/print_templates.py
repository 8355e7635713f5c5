"""Print templates: what the company changed on its papers. They are read whenever a paper's values are.

A template is part of the values of a paper, and so of the hash by which a made paper is known: a changed template makes
new files, and files that were handed out stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Role
from models.people import Staff
from models.print_templates import PrintTemplate, PrintTemplateChange
from reference.paper_templates import HOUSE, PAPER_OF, PAPERS
from workflow import print_template_rules as rules
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.sentences import say
from workflow.transaction import act, reading

T, C, S = PrintTemplate.__table__, PrintTemplateChange.__table__, Staff.__table__
KEEPERS = (Role.LEAD, Role.MANAGER, Role.ADMIN)
Sheets = list[dict[str, Any]]
SHOWN = 30


@dataclass(frozen=True)
class Template:
    """One paper's template. Version 0 is as delivered and never changed; `by` and `at` are of the last change."""

    paper: str
    version: int = 0
    accent: str | None = None
    logo_key: str | None = None
    hidden: tuple[str, ...] = ()
    texts: rules.Texts = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None

    @property
    def is_changed(self) -> bool:
        return bool(self.accent or self.logo_key or self.hidden or self.texts)


class ChangedSince(Refused):
    """Somebody else changed the template since it was read; `template` is as it stands now."""

    def __init__(self, template: Template) -> None:
        super().__init__(say(
            "%(name)s changed this template while you had it open. What you typed is still here, nothing was kept. "
            "Look at the other change first, then keep yours, which will replace it.", name=template.by or "?"))
        self.template = template


def read(paper: str) -> Template:
    """A paper's own template, without what it inherits. Raises NotFound."""
    rules.template_of(paper)
    with reading() as connection:
        return _read(connection, [paper])[paper]


def everywhere() -> dict[str, Template]:
    """All templates, the house first."""
    with reading() as connection:
        return _read(connection, list(PAPERS))


def _read(connection: sa.Connection, papers: Sequence[str]) -> dict[str, Template]:
    rows = connection.execute(sa.select(T, S.c.name).outerjoin(S, S.c.id == T.c.staff_id)
                              .where(T.c.paper.in_(papers))).all()
    found = {row.paper: Template(row.paper, row.version, row.accent, row.logo_key, tuple(row.hidden), row.texts,
                                 row.name, row.changed_at) for row in rows}
    return {paper: found.get(paper) or Template(paper) for paper in papers}


def look(own: Template, house: Template, language: str) -> dict[str, Any] | None:
    """What a paper wears in a language, as plain values; None where nothing was changed."""
    logo = None if "logo" in own.hidden else own.logo_key or house.logo_key
    worn = {
        "accent": own.accent or house.accent, "logo": logo,
        "hidden": [name for name in own.hidden if name != "logo"],
        "texts": {**house.texts.get(language, {}), **own.texts.get(language, {})},
    }
    return {name: value for name, value in worn.items() if value} or None


def dressing(kind: str, values: Callable[..., Sheets]) -> Callable[..., Sheets]:
    """The reader of a paper's values, with what the company changed on that paper among them."""
    if kind not in PAPER_OF:
        return values

    def dressed(connection: sa.Connection, thing_id: int, language: str) -> Sheets:
        return dress(connection, kind, values(connection, thing_id, language), language)

    return dressed


def dress(connection: sa.Connection, kind: str, sheets: Sheets, language: str) -> Sheets:
    """The sheets in the look of their paper. The vouchers inside of a repair report wear their own."""
    if not sheets:
        return sheets
    own = PAPER_OF[kind]
    return wear(sheets, _read(connection, dict.fromkeys((HOUSE, own, "warranty_voucher"))), own, language)


def wear(sheets: Sheets, templates: Mapping[str, Template], paper: str, language: str) -> Sheets:
    """The same with templates that are at hand: those that are kept, or one that is only being tried."""
    worn = look(templates[paper], templates[HOUSE], language)
    added = {"look": worn} if worn else {}
    return [{**sheet, **added, **({"voucher": wear(sheet["voucher"], templates, "warranty_voucher", language)}
                                  if sheet.get("voucher") else {})} for sheet in sheets]


def check_keeper(by: Actor) -> None:
    """Who may change papers. Raises NotAllowed."""
    if not by.has(*KEEPERS, Role.SYSTEM):
        raise NotAllowed(say("Only a lead, a manager or an administrator may change print templates. Ask one of them."))


@act("template.changed", undoable=False)
def save(doing: Doing, *, wanted: Template, by: Actor) -> None:
    """Keep a template that was checked (rules.texts, rules.colour). `wanted.version` is the one that was read.

    Raises:
        NotAllowed: not for this person.
        ChangedSince: somebody else was quicker.
    """
    _write(doing, wanted, by)


@act("template.reset", undoable=False)
def reset(doing: Doing, *, paper: str, version: int, by: Actor) -> None:
    """A paper as delivered again. Raises as `save`."""
    _write(doing, Template(rules.template_of(paper), version), by)


@act("template.reset", undoable=False)
def reset_all(doing: Doing, *, by: Actor) -> None:
    """All papers as delivered again, whatever somebody else did meanwhile. Raises NotAllowed."""
    check_keeper(by)
    for template in _read(doing.connection, list(PAPERS)).values():
        if template.is_changed:
            _write(doing, Template(template.paper, template.version), by)


def _write(doing: Doing, wanted: Template, by: Actor) -> None:
    check_keeper(by)
    now = _read(doing.connection, [wanted.paper])[wanted.paper]
    if now.version != wanted.version:
        raise ChangedSince(now)
    changes = _changes(now, wanted)
    if not changes:
        return
    kept = {"accent": wanted.accent, "logo_key": wanted.logo_key, "hidden": list(wanted.hidden), "texts": wanted.texts}
    written = {**kept, "version": now.version + 1, "staff_id": by.staff_id, "changed_at": doing.now}
    row = doing.one(sa.select(T).where(T.c.paper == wanted.paper))
    if row is None:  # where two add it at once, the second begins anew and finds the first
        doing.insert(PrintTemplate, paper=wanted.paper, **written)
    else:
        done = doing.connection.execute(
            sa.update(T).where(T.c.id == row.id, T.c.version == now.version).values(written))
        if done.rowcount != 1:
            raise ChangedSince(_read(doing.connection, [wanted.paper])[wanted.paper])
        doing.remember(T.name, row.id, {name: row._mapping[name] for name in written}, written)
    doing.insert(PrintTemplateChange, paper=wanted.paper, was_reset=not wanted.is_changed, changes=changes, kept=kept,
                 staff_id=by.staff_id, at=doing.now)
    doing.data.setdefault("papers", []).append(wanted.paper)


def _changes(before: Template, after: Template) -> list[str]:
    """What differs, in code: "accent", "logo", "fields", "text de greeting"."""
    named = [name for name, was, now in (("accent", before.accent, after.accent),
                                         ("logo", before.logo_key, after.logo_key),
                                         ("fields", tuple(before.hidden), tuple(after.hidden))) if was != now]
    for language in sorted({*before.texts, *after.texts}):
        was, now = before.texts.get(language, {}), after.texts.get(language, {})
        named += [f"text {language} {place}" for place in sorted({*was, *now}) if was.get(place) != now.get(place)]
    return named


@dataclass(frozen=True)
class Change:
    """One entry of the history: who changed or reset what, and when."""

    by: str | None
    at: datetime
    was_reset: bool
    changes: list[str]


def history(paper: str) -> list[Change]:
    """The last changes of a paper, newest first."""
    with reading() as connection:
        rows = connection.execute(
            sa.select(C.c.was_reset, C.c.changes, C.c.at, S.c.name).outerjoin(S, S.c.id == C.c.staff_id)
            .where(C.c.paper == paper).order_by(C.c.id.desc()).limit(SHOWN))
        return [Change(row.name, row.at, row.was_reset, row.changes) for row in rows]
