"""The forms of a page as a browser sees them: where they post, what they would send."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

FREE_TYPES = {"text", "search", "email", "tel", "url", "number", "password", "date", "textarea"}


@dataclass(frozen=True)
class Form:
    """One form: `fixed` would be sent as it stands, `free` is typed by people."""

    action: str
    method: str
    fixed: tuple[tuple[str, str], ...] = ()
    free: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*sorted({name for name, _ in self.fixed}), *self.free, *self.files)


def of_page(html: str, url: str) -> list[Form]:
    """Every form of a page. Boxes are as they are ticked, a group of radio buttons sends its first."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    outside = [one for one in tree.iter() if one.get("form")]
    return [_form(form, url, [one for one in outside if one.get("form") == form.get("id")])
            for form in tree.iter("form")]


def _form(form: Element, url: str, outside: list[Element]) -> Form:
    fixed: list[tuple[str, str]] = []
    free, files = [], []
    for one in [*form.iter(), *outside]:
        name, kind = one.get("name"), one.get("type", "text")
        if not name or one.tag not in {"input", "textarea", "select", "button"}:
            continue
        known = any(name == other for other, _value in fixed)
        if one.tag == "select":
            fixed.append((name, next((value for value in map(_value, one.iter("option")) if value), "")))
        elif kind == "file":
            files.append(name)
        elif one.tag == "textarea" or (one.tag == "input" and kind in FREE_TYPES):
            free.append(name)
        elif kind == "checkbox" and one.get("checked") is not None:
            fixed.append((name, one.get("value") or "on"))
        elif kind != "checkbox" and not known:
            fixed.append((name, one.get("value") or ""))
    return Form(form.get("action") or url, form.get("method", "get").lower(), tuple(fixed),
                tuple(dict.fromkeys(free)), tuple(files))


def _value(option: Element) -> str:
    return option.get("value", option.text or "")
