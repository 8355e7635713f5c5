"""The house and its people for a measurement; run as a module before seeding."""

from __future__ import annotations

from app import create_app
from tests.support.people import add_people
from workflow import house

if __name__ == "__main__":
    with create_app().app_context():
        house.build(company="Harbour & Lane")
        add_people()
