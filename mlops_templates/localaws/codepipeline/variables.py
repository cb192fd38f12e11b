"""Variable references of a pipeline, `#{namespace.name}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"#\{([A-Za-z0-9@_-]+)\.([A-Za-z0-9@_-]+)\}")


class UnresolvedReferenceError(Exception):
    """A reference to a variable that its namespace does not have."""


def references(text: str) -> list[tuple[str, str]]:
    """The (namespace, name) pairs that a configuration value refers to."""
    return _REFERENCE.findall(text)


def resolve(text: str, variables: Mapping[str, Mapping[str, str]]) -> str:
    """The text with each reference replaced by its value.

    Raises:
        UnresolvedReferenceError: naming the reference that has no value.
    """

    def value(match: re.Match[str]) -> str:
        namespace, name = match.groups()
        if name not in variables.get(namespace, {}):
            raise UnresolvedReferenceError(f"The variable reference {match.group(0)} cannot be resolved")
        return variables[namespace][name]

    return _REFERENCE.sub(value, text)
