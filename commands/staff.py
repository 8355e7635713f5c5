"""`flask staff`: the first people, before anybody can sign in to add others."""

from __future__ import annotations

import secrets
import sys

import click
from flask.cli import with_appcontext

from models.lifecycle import STAFF_ROLES, Role
from workflow import staffing
from workflow.actors import SYSTEM
from workflow.errors import Refused

LANGUAGES = ("en", "zh", "de", "fr", "es", "ar")


@click.group("staff")
def staff() -> None:
    """Add and list people."""


def _roles(_context: click.Context, _parameter: click.Parameter, value: str) -> list[Role]:
    words = [word.strip() for word in value.split(",") if word.strip()]
    wrong = [word for word in words if word not in {role.value for role in STAFF_ROLES}]
    if wrong or not words:
        raise click.BadParameter(f"choose from {', '.join(role.value for role in STAFF_ROLES)}")
    return [Role(word) for word in words]


@staff.command("add")
@click.argument("login")
@click.option("--name", required=True, help="as shown to colleagues")
@click.option("--roles", required=True, callback=_roles, help="one or more, with commas: agent,dock")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--password-stdin", is_flag=True, help="read the password from the first line of standard input")
@click.option("--pin", help="four to six digits, for badge and PIN at a station")
@with_appcontext
def add(login: str, name: str, roles: list[Role], language: str, password_stdin: bool, pin: str | None) -> None:
    """Add a person. Without --password-stdin a password is made up and printed once."""
    if pin is not None and not (pin.isdigit() and 4 <= len(pin) <= 6):
        raise click.BadParameter("four to six digits", param_hint="--pin")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    try:
        staff_id = staffing.add(login=login, name=name, roles=roles, password=password, pin=pin, language=language,
                                by=SYSTEM)
    except Refused as refusal:
        raise click.ClickException(str(refusal.sentence)) from None
    badge = next(row.badge for row in staffing.everybody() if row.id == staff_id)
    click.echo(f"{login.strip().lower()} may sign in now. Badge {badge}.")
    if not password_stdin:
        click.echo(f"Password, shown this once: {password}")


@staff.command("list")
@with_appcontext
def list_people() -> None:
    """Everybody, with roles."""
    for row in staffing.everybody():
        click.echo(f"{row.login:<20} {row.name:<30} {row.roles.replace(' ', ',')}{'' if row.active else '  (off)'}")
