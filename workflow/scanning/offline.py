"""What may be scanned while the server cannot be reached: things, and the commands that answer no question."""

from __future__ import annotations

from models.lifecycle import StationKind
from workflow.scanning.commands import Command

# Every other command answers a card that nobody saw, or needs the server at once: the tablet refuses it on the spot.
KEPT = (Command.PARK, Command.DAMAGED, Command.DANGER, Command.LOCK)


# At the shelves a count has a beginning and an end that answer no question either.
KEPT_AT = {StationKind.SHELVING: (Command.COUNT, Command.DONE)}


def kept_codes(kind: StationKind | None = None) -> str:
    """Their codes at this kind of station, as the tablet compares them: separated by spaces."""
    return " ".join(command.code for command in (*KEPT, *KEPT_AT.get(kind, ())))
