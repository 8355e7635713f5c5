"""Imports every table, so that the metadata is whole for migrations and for undo."""

from models import (  # noqa: F401
    catalogue,
    exceptions,
    log,
    orders,
    parcels,
    people,
    places,
    print_templates,
    printers,
    printing,
    rma,
    search,
    shelving,
    statements,
    waiting,
    work,
)
from models.db import Base

TABLES = Base.metadata.tables
