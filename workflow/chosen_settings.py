"""The settings of this installation for the page of settings: each with its meaning, secrets without their value."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from config import Config
from workflow import installation

SECRET = {"secret_key"}
WITH_PASSWORD = {"database_url", "smtp_url"}


@dataclass(frozen=True)
class Shown:
    name: str
    value: str
    meaning: str
    is_default: bool


def shown() -> list[Shown]:
    """Every setting, in the order of config.py."""
    chosen = installation.settings()
    return [Shown(field.name.upper(), _value(field.name, getattr(chosen, field.name)), field.metadata["meaning"],
                  getattr(chosen, field.name) == field.default) for field in fields(Config)]


def _value(name: str, value: object) -> str:
    if name in SECRET:
        return "•••" if value else ""
    if name in WITH_PASSWORD and value:
        parts = urlsplit(str(value))
        return f"{parts.scheme}://•••@{parts.hostname or ''}"
    return str(value)
