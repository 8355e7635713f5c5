"""The times of the processes below `flask serve`."""

from __future__ import annotations

DRAIN_SECONDS = 7.0
"""Requests in hand get this long to end."""
CHILD_SECONDS = 8.0
"""A child that is told to stop is gone after this, by force if need be."""
KILL_SECONDS = 8.8
"""When the supervisor kills what is still there; the whole must be down in less than 10 s."""
