"""Raw material for a demo company: goods, people, faults, and orders made from them."""
