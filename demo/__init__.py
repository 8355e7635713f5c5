"""A living company for a first look: real orders, and RMAs brought to where they stand by the real steps."""
