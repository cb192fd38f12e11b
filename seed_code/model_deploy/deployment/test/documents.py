"""Rendered templates as tests read them."""

import json
from functools import cache
from typing import Any

import cfn_flip

from deployment.stack_text import HEADER


def loaded(template: str) -> Any:
    """The template as plain values, the caller's own; a text that many tests read is parsed once."""
    return json.loads(_as_json(template.removeprefix(HEADER)))


@cache
def _as_json(text: str) -> str:
    return str(cfn_flip.to_json(text))
