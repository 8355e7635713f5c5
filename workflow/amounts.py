"""How an amount of money is written, for pages."""

from __future__ import annotations

from reference.money import written as written
