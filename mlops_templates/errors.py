"""Errors that are written for a person."""


class MlopsTemplatesError(Exception):
    """Says what is wrong, what is known, and what to do; the command line prints it and exits 2."""
