"""The extra `local`, without which the server cannot run."""

from __future__ import annotations

import importlib.util

from mlops_templates.errors import MlopsTemplatesError

MODULES = ("flask", "flask_cors", "moto", "werkzeug")
"""What it brings."""


def require() -> None:
    """See that the server can be started.

    Raises:
        MlopsTemplatesError: with the line that installs what is missing.
    """
    missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
    if missing:
        raise MlopsTemplatesError(
            f"the embedded AWS is not installed (no {missing[0]}). Install it: pip install 'mlops-templates[local]'"
        )
