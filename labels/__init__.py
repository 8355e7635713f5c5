"""Paper: plain values in, PDF bytes out. No database, no request; the language is a value."""
