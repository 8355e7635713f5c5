"""Our own CSV files: orders, products and serials. The columns stand in workflow/importing/columns.py."""
