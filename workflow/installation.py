"""What this installation chose, for the rules that depend on it. Set once at start."""

from __future__ import annotations

from config import BadSetting, Config
from workflow import chain, printer_hosts, transaction

chosen: Config | None = None


def apply(config: Config) -> None:
    """Hand the settings to the rules that need them.

    Raises:
        BadSetting: one of them cannot be meant.
    """
    global chosen
    try:
        printer_hosts.entries(config.printer_hosts)
    except ValueError as error:
        raise BadSetting(f"PRINTER_HOSTS: “{error}” is no host, address or network. Write 10.0.8.5, 10.0.9.0/24 or "
                         "zebra.lan:9101, with blanks between them.") from None
    chosen = config
    chain.undo_seconds = config.undo_seconds
    transaction.lock_seconds = config.lock_seconds


def settings() -> Config:
    if chosen is None:
        raise RuntimeError("create_app was not called")
    return chosen
