"""Names of what belongs to the project of the role that asks.

A shared policy names no project. Its resources are written with the tags of the role (`aws:PrincipalTag`), which the
product sets and no role of a project may change.
"""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.naming import (
    KEY_ID_TAG,
    PROJECT_ID,
    PROJECT_ID_TAG,
    PROJECT_NAME,
    PROJECT_NAME_TAG,
    REPOSITORY_TAG,
    SEEDED_TAGS,
    STAGE_ACCOUNT_TAG,
    arn,
)

# Fn::Sub writes `${!x}` as `${x}`, which IAM then resolves for each request.
OWN_NAME = f"${{!aws:PrincipalTag/{PROJECT_NAME_TAG}}}"
OWN_ID = f"${{!aws:PrincipalTag/{PROJECT_ID_TAG}}}"
# Alone, they need no Fn::Sub.
OWN_REPOSITORY = f"${{aws:PrincipalTag/{REPOSITORY_TAG}}}"
OWN_REPOSITORIES = tuple(f"${{aws:PrincipalTag/{tag}}}" for tag in SEEDED_TAGS)
OWN_STAGE_ACCOUNT = f"${{aws:PrincipalTag/{STAGE_ACCOUNT_TAG}}}"
OWN_KEY_ID = f"${{!aws:PrincipalTag/{KEY_ID_TAG}}}"


def own(text: str) -> Sub:
    """The text, made for one project, for the project of whoever asks."""
    return Sub(text.replace(PROJECT_NAME, OWN_NAME).replace(PROJECT_ID, OWN_ID))


def own_arn(service: str, resource: str) -> Sub:
    return own(arn(service, resource))


def own_key() -> Sub:
    return Sub(arn("kms", f"key/{OWN_KEY_ID}"))
