"""`flask serve`: web processes, worker and paper in one process group. Why so: docs/decisions/0003."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

import config
from commands.lifeline import SignalledStop
from commands.process import KILL_SECONDS
from commands.sharing_out import OpenConnections
from commands.supervisor import Child, Supervisor
from commands.web_process import serve_web
from commands.worker_process import serve_job
from models.db import db

JOBS = {"worker": "jobs.worker", "paper": "jobs.paper"}
PRINTERS = {"printers": "jobs.printers"}
"""Only where PRINTER_HOSTS lists any."""


@click.command("serve")
@click.option("--jobs/--no-jobs", default=True, help="also run worker and paper; off on a second web machine")
@click.pass_context
def serve(context: click.Context, jobs: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in hand are finished."""
    settings = config.load()
    stop = SignalledStop(hard_seconds=KILL_SECONDS + 0.5)
    listener = listen(settings.host, settings.port)
    app = context.ensure_object(ScriptInfo).load_app()
    _let_go(app)
    modules = {**JOBS, **(PRINTERS if settings.printer_hosts.strip() else {})} if jobs else {}
    supervisor = Supervisor(children(app, listener, settings.web_processes, modules), say=_say)
    for line in where_to_go(address(listener), settings.folder, settings.public_url):
        click.echo(line)
    supervisor.run(stop)
    listener.close()
    supervisor.end(kill_after=KILL_SECONDS)


def _let_go(app: Flask) -> None:
    """Close what loading the application may have opened: two processes on one database connection break it."""
    if "sqlalchemy" in app.extensions:
        with app.app_context():
            db.engine.dispose()


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket; port 0 takes a free one.

    Raises:
        click.ClickException: the address is taken or not ours.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(1024)
    except OSError as error:
        raise click.ClickException(f"{host} port {port}: {error.strerror}. Choose another with PORT=...") from None
    return listener


def address(listener: socket.socket) -> str:
    """The URL under which a browser on this machine reaches `listener`."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (read, not bound)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def children(app: Flask, listener: socket.socket, web_processes: int, jobs: dict[str, str]) -> list[Child]:
    """What runs below `flask serve`."""
    web_processes = max(1, web_processes)
    connections = OpenConnections(web_processes)
    kept = [Child(f"backhaul-web-{place + 1}", partial(serve_web, app, listener, connections, place))
            for place in range(web_processes)]
    for name, module in jobs.items():
        kept.append(Child(f"backhaul-{name}", partial(serve_job, module, app)))
    return kept


def where_to_go(url: str, folder: Path, public_url: str) -> list[str]:
    """The lines that a person needs after the start; demo passwords stand in `folder`."""
    return [f"listening on {url}",
            f"Staff and stations: {url}/sign-in  {_whom(folder / 'demo-passwords.txt')}",
            f"Customers:          {url}/returns",
            f"Letters and codes:  {public_url} (PUBLIC_URL)"]


def _whom(passwords: Path) -> str:
    """Whom to sign in as: the first line of `passwords` (name, password, role) that is no comment."""
    lines = passwords.read_text(encoding="utf-8").splitlines() if passwords.exists() else []
    people = [words for line in lines if len(words := line.split()) > 1 and not line.startswith("#")]
    if not people:
        return "sign in as a person of your own"
    return f"sign in as {people[0][0]} with password {people[0][1]}; all others: {passwords}"


def _say(text: str) -> None:
    click.echo(text, err=True)
