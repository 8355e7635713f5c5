"""What the inspector is asked, per product category, and what the answers make of the grade."""
