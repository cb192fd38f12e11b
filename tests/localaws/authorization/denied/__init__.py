"""Calls that are denied, each for a reason of its own, with what mends it."""
