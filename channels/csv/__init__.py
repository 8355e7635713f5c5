"""Our own CSV files: orders, products and serials. What their columns mean stands in columns.py."""
