"""Who does something: a person of the staff, the customer, the system, a partner."""

from __future__ import annotations

from dataclasses import dataclass

from models.lifecycle import Role


@dataclass(frozen=True)
class Actor:
    """Who acts, with what roles, and where. `staff_id` is None for actors that are nobody's person."""

    kind: str
    roles: frozenset[Role]
    staff_id: int | None = None
    name: str = ""
    language: str = "en"
    station_id: int | None = None
    station: str | None = None
    tablet_id: int | None = None
    site_id: int | None = None
    scan_id: str | None = None
    delivered_by_id: int | None = None

    @property
    def code(self) -> str:
        """How the movement log names the actor: never by name."""
        return f"staff:{self.staff_id}" if self.staff_id else self.kind

    def has(self, *roles: Role) -> bool:
        return bool(self.roles & set(roles))


CUSTOMER = Actor("customer", frozenset({Role.CUSTOMER}))
SYSTEM = Actor("system", frozenset({Role.SYSTEM}))
