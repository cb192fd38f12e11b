"""What a person would fill in where the form of a product has no default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.policy.project_template import PARAMETERS


def filled_in(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str], account: LocalAccount
) -> tuple[dict[str, str], list[str]]:
    """The fields with what was given or fits, and those for which nothing does."""
    fields = {name: given[name] for name in given if name in declared}
    missing = []
    for name, field in declared.items():
        if name in fields or name in PARAMETERS or "Default" in field:
            continue
        value = next(_fitting(field, account), None)
        if value is None:
            missing.append(name)
        else:
            fields[name] = value
    return fields, missing


def _fitting(field: Mapping[str, Any], account: LocalAccount) -> Iterator[str]:
    """Values that the field takes. What its pattern does not tell, nobody guesses."""
    if "AllowedValues" in field:
        yield str(field["AllowedValues"][0])
    pattern = field.get("AllowedPattern")
    for candidate in _candidates(account) if pattern else ():
        value = candidate()
        if re.fullmatch(str(pattern), value):
            yield value


def _candidates(account: LocalAccount) -> tuple[Callable[[], str], ...]:
    return (lambda: account.id, lambda: "conformance/model", lambda: _connection(account))


def _connection(account: LocalAccount) -> str:
    """A connection to a code provider, made for the first field that asks for one."""
    client = account.client("codeconnections")
    known = client.list_connections()["Connections"]
    if known:
        return str(known[0]["ConnectionArn"])
    tags = [{"Key": "sagemaker", "Value": "true"}]
    made = client.create_connection(ConnectionName="conformance", ProviderType="GitHub", Tags=tags)
    return str(made["ConnectionArn"])
