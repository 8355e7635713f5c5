"""What makes a paper: jobs/paper.py has the makers of all kinds behind one function of this shape."""

from __future__ import annotations

from typing import Any, Protocol


class Made(Protocol):
    """The PDF of some sheets of a kind, in a language; a label's for a printer of so many dots per inch."""

    def __call__(self, kind: str, sheets: list[dict[str, Any]], language: str, dpi: int = ...) -> bytes: ...
