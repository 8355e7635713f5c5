"""An application of a few lines, so that the server is tested without the product."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator

from flask import Flask, Response, request

from commands import sharing_out
from commands.serve import serve

OTHERS_SECONDS = "TINY_OTHERS_SECONDS"
"""A longer time in which processes let each other go first, by this variable of the environment."""
MEGABYTE = b"x" * 1_000_000


def create_app() -> Flask:
    app = Flask(__name__)
    sharing_out.OTHERS_SECONDS = float(os.environ.get(OTHERS_SECONDS, sharing_out.OTHERS_SECONDS))
    app.cli.add_command(serve)
    app.add_url_rule("/readyz", view_func=lambda: "ready", endpoint="ready")
    app.add_url_rule("/pid", view_func=lambda: str(os.getpid()), endpoint="pid")
    app.add_url_rule("/slow/<float:seconds>", view_func=_slow)
    app.add_url_rule("/megabytes/<int:count>", view_func=_megabytes)
    app.add_url_rule("/upload", view_func=_upload, methods=["POST"])
    app.add_url_rule("/locked", view_func=_locked)
    app.add_url_rule("/peer", view_func=lambda: request.headers.get("X-Forwarded-For", "none"), endpoint="peer")
    return app


def _slow(seconds: float) -> str:
    time.sleep(seconds)
    return f"slept {seconds}"


def _megabytes(count: int) -> Response:
    def pieces() -> Iterator[bytes]:
        yield from (MEGABYTE for _ in range(count))

    return Response(pieces(), headers={"Content-Length": str(count * len(MEGABYTE))})


def _upload() -> str:
    return str(len(request.get_data()))


def _locked() -> str:
    """Waits 5 s for SQLite's write lock, inside the C library, as a writer behind a slow writer does."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        holder, waiter = sqlite3.connect(file.name), sqlite3.connect(file.name, timeout=5)
        holder.execute("BEGIN EXCLUSIVE")
        try:
            waiter.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            return str(error)
        finally:
            holder.close()
            waiter.close()
    return "not locked"
