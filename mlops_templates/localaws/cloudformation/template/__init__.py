"""A template as a value: reading, declarations, references, conditions, functions."""
