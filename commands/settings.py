"""`flask settings`: every setting with its value here and its meaning."""

from __future__ import annotations

import re
from dataclasses import fields

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config

SECRET = {"secret_key"}
PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@\s]*):.*@")


@click.command("settings")
@with_appcontext
def settings() -> None:
    """Print all settings. They are set by environment variables of these names; passwords and secrets are not shown."""
    config: Config = current_app.config["BACKHAUL"]
    for one in fields(Config):
        value = getattr(config, one.name)
        mark = "" if value == one.default else "  (set)"
        click.echo(f"{one.name.upper()}={shown(one.name, value)}{mark}\n    {one.metadata['meaning']}")


def shown(name: str, value: object) -> str:
    """The value as it may be seen over a shoulder."""
    if name in SECRET:
        return "***" if value else ""
    return PASSWORD_IN_URL.sub(r"\1:***@", str(value))
