"""Data in: orders, products and serial numbers out of files and shops."""

from workflow.importing.running import run_waiting as run_waiting
from workflow.importing.taking import take_order as take_order
