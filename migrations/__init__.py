"""The schema's history. Run with `flask migrate`."""
