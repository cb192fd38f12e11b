"""Rendered templates as the tests read them."""

from typing import Any

from deployment.real_time import template
from deployment.stack_text import KEY_ARN, KEY_BY_SSM
from deployment.test.documents import loaded

PLAIN = template.render(key_type=KEY_ARN)
FULL = template.render(key_type=KEY_BY_SSM, with_api=True, with_monitoring=True)


def properties(text: str, title: str) -> Any:
    return loaded(text)["Resources"][title]["Properties"]
