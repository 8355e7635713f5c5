"""The station page that opens without a network: the shell, and the service worker that keeps it on the tablet."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, current_app, render_template

from blueprints import badges, guard, headers, languages, static_files
from blueprints.languages import NAMES
from blueprints.scanning.blueprint import blueprint
from workflow import stations
from workflow.scanning import offline
from workflow.scanning.commands import Command

MODULES = ("awake", "camera", "card", "changing", "fields", "icons", "indexed", "local", "lock", "numbers", "others",
           "photos", "pressing", "queue", "server", "sound", "store", "taking", "ticket", "token", "typing",
           "unanswered", "wedge", "work")
STYLES = ("tokens", "controls", "layouts", "pieces", "station", "tablet")
FILES = ("vendor/tabler.min.css", *(f"css/{name}.css" for name in STYLES), "js/early.js", "js/theme.js",
         "js/tablet.js", "js/elsewhere.js", "js/station/shell.js", *(f"js/station/{name}.js" for name in MODULES),
         "icons/sprite.svg", "img/mark.svg")
# What the camera needs is large: kept as soon as it was fetched once.
USED = (*(f"js/station/{name}.js" for name in ("finder", "reader", "sightings")), *(
    f"vendor/barcode-detector/{name}" for name in ("ponyfill.js", "zxing-exported.js", "zxing_reader.wasm")))
SCOPE = "/stations/"


@blueprint.get("/offline/<language>")
@guard.public
def shell(language: str) -> Response:
    """The page, the same for everybody: it holds no person, no card and no form token."""
    return Response(_shell(_known(language)), mimetype="text/html", headers={
        "Content-Security-Policy": headers.STATION_POLICY})


@blueprint.get("/offline/<language>/worker.js")
@guard.public
def worker(language: str) -> Response:
    """The service worker for readers of `language`. A browser asks for it at every visit and notices a new version."""
    response = Response(_worker(_known(language)), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = SCOPE
    response.headers["Cache-Control"] = "no-cache"
    return response


def _known(language: str) -> str:
    return language if language in NAMES else abort(404)


@lru_cache
def _shell(language: str) -> str:
    with languages.speaking(language):
        return render_template("scanning/offline.html", kept=offline.KEPT, kept_commands=offline.kept_codes(),
                               photo_command=Command.PHOTO.code, lock_command=Command.LOCK.code, modules=MODULES,
                               badge_pattern=stations.badge_pattern(None), pin_keys=list(badges.keys_at(None)))


@lru_cache
def _worker(language: str) -> str:
    """Its settings and its text. The version is a digest of all that it keeps: whatever changes is fetched anew."""
    static = Path(current_app.static_folder or "")
    parts = [_shell(language).encode(), *((static / name).read_bytes() for name in FILES)]
    version = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]
    settings = {"version": version, "shell": f"/offline/{language}",
                **{kind: [f"{static_files.prefix()}/{name}" for name in names]
                   for kind, names in {"files": FILES, "used": USED}.items()}}
    return f"const SETTINGS = {json.dumps(settings)};\n" + (static / "js/station/worker.js").read_text(encoding="utf-8")
