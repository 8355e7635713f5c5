"""Static files at addresses that name their version: scripts of two versions never meet in one page.

`/static/<version>/js/app.js`: what a script imports from beside itself is of the same version. The version is a digest
of all files, so a browser may keep each for ever, and after an upgrade asks for none of the old ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

FOLDER = Path(__file__).resolve().parent.parent / "static"
COMPRESSED = {".gz", ".br"}
ADDRESS = re.compile(r"/static/([0-9a-f]{12})(/.+)")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
Start = Callable[..., Any]


@cache
def version(folder: Path = FOLDER) -> str:
    """A digest of all files and their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in COMPRESSED):
        digest.update(str(path.relative_to(folder)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def prefix() -> str:
    """What the addresses of this version begin with."""
    return f"/static/{version()}"


class StaticFiles:
    """WhiteNoise, for addresses with a version. Another version is that of a page that was opened before an upgrade: it
    gets the files of today, and keeps none.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.inner = WhiteNoise(application, root=FOLDER, prefix="static/", max_age=0)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if not found:
            return self.inner(environ, start_response)
        given, path = found.groups()
        keep = FOR_EVER if given == version() else ASK_FIRST
        return self.inner({**environ, "PATH_INFO": f"/static{path}"}, _keeping(keep, start_response))


def _keeping(how: str, start_response: Start) -> Start:
    """Says how long a file may be kept; of one that is not there, nothing."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        if status[:3] in {"200", "206", "304"}:
            headers = [*((name, value) for name, value in headers if name.lower() != "cache-control"),
                       ("Cache-Control", how)]
        return start_response(status, headers, *more)

    return start
