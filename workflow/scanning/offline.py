"""What may be scanned while the server cannot be reached: things, and the commands that answer no question."""

from __future__ import annotations

from workflow.scanning.commands import Command

# Every other command answers a card that nobody saw, or needs the server at once: the tablet refuses it on the spot.
KEPT = (Command.PARK, Command.CANCEL, Command.DAMAGED, Command.DANGER)


def kept_codes() -> str:
    """Their codes, as the tablet compares them: separated by spaces."""
    return " ".join(command.code for command in KEPT)
