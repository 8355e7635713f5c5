"""Measurements against the budgets of the design. "Bench" is a station; this is not."""
