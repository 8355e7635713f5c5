"""WHAT IS: a file per group of tables that live and die together."""
