"""The forms of a page as a browser sees them: where they post, what they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import html5lib

FREE_TYPES = {"text", "search", "email", "tel", "url", "number", "password", "date", "textarea"}


@dataclass(frozen=True)
class Form:
    """One form: `fixed` would be sent as it stands, `free` is typed by people."""

    action: str
    method: str
    multipart: bool
    fixed: tuple[tuple[str, str], ...] = ()
    free: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        return (*sorted({name for name, _ in self.fixed}), *self.free, *self.files)


def of_page(html: str, url: str) -> list[Form]:
    """Every form of a page. A group of radio buttons sends its first, a list its first choice."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    outside = [one for one in tree.iter() if one.get("form")]
    return [_form(form, url, [one for one in outside if one.get("form") == form.get("id")])
            for form in tree.iter("form")]


def _form(form: Element, url: str, outside: list[Element]) -> Form:
    fixed: dict[str, str] = {}
    free, files = [], []
    for one in [*form.iter(), *outside]:
        name, kind = one.get("name"), one.get("type", "text")
        if not name or one.tag not in {"input", "textarea", "select", "button"}:
            continue
        if one.tag == "select":
            options = [option.get("value", option.text or "") for option in one.iter("option")]
            fixed.setdefault(name, next((option for option in options if option), ""))
        elif kind == "file":
            files.append(name)
        elif one.tag == "textarea" or (one.tag == "input" and kind in FREE_TYPES):
            free.append(name)
        else:
            fixed.setdefault(name, one.get("value") or "")
    return Form(form.get("action") or url, form.get("method", "get").lower(),
                form.get("enctype") == "multipart/form-data", tuple(fixed.items()), tuple(dict.fromkeys(free)),
                tuple(files))
