"""LETTERS: values in, subject, text and HTML out; one module per letter, and the sender."""
