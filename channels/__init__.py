"""SHOPS. A folder per marketplace or file format: plain values out of what they send us."""
