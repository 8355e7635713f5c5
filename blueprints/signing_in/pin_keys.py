"""The codes that stand for the keys of a PIN: the shift's page takes them, the stations never keep them."""

from __future__ import annotations

from workflow import stations
from workflow.scanning.commands import DIGITS, Command


def pin_keys(tablet_token: str | None) -> dict[str, str]:
    """What each code of the sheet's digits, YES and NO is for the PIN, in all ways in which this tablet may get it."""
    meanings = {command: command.digit or command.name.lower() for command in (*DIGITS, Command.YES, Command.NO)}
    arrivals = stations.as_they_may_arrive([command.code for command in meanings], tablet_token)
    return {arrival: meaning for meaning, ways in zip(meanings.values(), arrivals, strict=True) for arrival in ways}
