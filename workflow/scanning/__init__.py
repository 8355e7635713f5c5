"""The scan: clean, resolve, act, answer. One request, one transaction."""
