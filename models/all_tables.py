"""Imports every table, so that the metadata is whole for migrations and for undo."""

from models import catalogue, log, orders, parcels, people, places, rma, search, waiting, work  # noqa: F401
from models.db import Base

TABLES = Base.metadata.tables
