"""Rendered templates as the tests read them."""

from typing import Any

import cfn_flip

from deployment.real_time import template
from deployment.stack_text import HEADER, KEY_ARN, KEY_BY_SSM

PLAIN = template.render(key_type=KEY_ARN)
FULL = template.render(key_type=KEY_BY_SSM, with_api=True, with_monitoring=True)


def loaded(text: str) -> Any:
    return cfn_flip.load_yaml(text.removeprefix(HEADER))


def properties(text: str, title: str) -> Any:
    return loaded(text)["Resources"][title]["Properties"]
