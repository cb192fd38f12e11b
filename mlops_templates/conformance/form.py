"""What a person would fill in where the form of a product has no default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.policy.project_template import PARAMETERS

ACCOUNTS = ("111122223333", "444455556666")
REPOSITORIES = ("conformance/model-build", "conformance/model-deploy")


def filled_in(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str], account: LocalAccount
) -> tuple[dict[str, str], list[str]]:
    """The fields with what was given or fits, and those for which nothing does."""
    fields = {name: given[name] for name in given if name in declared}
    missing = []
    for name, field in declared.items():
        if name in fields or name in PARAMETERS or "Default" in field:
            continue
        fitting = list(_fitting(field, account))
        if not fitting:
            missing.append(name)
            continue
        fields[name] = next((value for value in fitting if value not in fields.values()), fitting[0])
    return fields, missing


def _fitting(field: Mapping[str, Any], account: LocalAccount) -> Iterator[str]:
    """Values that the field takes, other ones for each field. What its pattern does not tell, nobody guesses."""
    if "AllowedValues" in field:
        yield str(field["AllowedValues"][0])
    pattern = str(field.get("AllowedPattern", "(?!)"))
    yield from (value for value in (*ACCOUNTS, *REPOSITORIES) if re.fullmatch(pattern, value))
    if "connection" in pattern and re.fullmatch(pattern, arn := _connection(account)):
        yield arn


def _connection(account: LocalAccount) -> str:
    """A connection to a code provider, made for the first field that asks for one."""
    client = account.client("codeconnections")
    known = client.list_connections()["Connections"]
    if known:
        return str(known[0]["ConnectionArn"])
    tags = [{"Key": "sagemaker", "Value": "true"}]
    made = client.create_connection(ConnectionName="conformance", ProviderType="GitHub", Tags=tags)
    return str(made["ConnectionArn"])
