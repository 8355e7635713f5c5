"""What this installation chose, for the rules that depend on it. Set once at start."""

from __future__ import annotations

from config import Config
from workflow import chain, transaction

chosen: Config | None = None


def apply(config: Config) -> None:
    """Hand the settings to the rules that need them."""
    global chosen
    chosen = config
    chain.undo_seconds = config.undo_seconds
    transaction.lock_seconds = config.lock_seconds


def settings() -> Config:
    if chosen is None:
        raise RuntimeError("create_app was not called")
    return chosen
