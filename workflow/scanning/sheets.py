"""Which commands stand on a station's command sheet: those that mean something there, taken from the steps' table."""

from __future__ import annotations

from models.lifecycle import StationKind
from workflow.scanning import common
from workflow.scanning.commands import DIGITS, Command
from workflow.scanning.steps import STATIONS

COMMON = [command for command in Command if command not in DIGITS
          and (command in common.STEPS or all(command in table for table in STATIONS.values()))]


def own(kind: StationKind) -> list[Command]:
    """The commands that mean something at this kind of station, but not at every one."""
    return [command for command in Command
            if command in STATIONS[kind] and command not in COMMON and command not in DIGITS]
