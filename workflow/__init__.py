"""WHAT HAPPENS: a file per station, a function per thing a person does."""
