"""A role that a workflow of GitHub takes on by its identity token: one repository, no stored key (R65)."""

from __future__ import annotations

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals, StringLike
from troposphere import Output, Sub, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Besides, Role, add_trusting_role
from mlops_templates.model import Duty, SourceRepository
from mlops_templates.naming import ACCOUNT, PARTITION, logical_id

ISSUER = "token.actions.githubusercontent.com"
PROVIDER = f"arn:{PARTITION}:iam::{ACCOUNT}:oidc-provider/{ISSUER}"


def add_workflow_role(
    template: Template,
    duty: Duty,
    *,
    key: Key,
    source: SourceRepository,
    claim: str,
    besides: Besides | None = None,
) -> Role:
    """The role of that duty; `claim` is the end of the token's subject, after the repository."""
    role = add_trusting_role(template, duty, trust=_trust(source, claim), key=key, besides=besides)
    identifier = logical_id(duty.name, "role")
    template.add_output(Output(f"{identifier}Arn", Description=f"Role of the workflow: {duty.purpose}", Value=role.arn))
    return role


def _trust(source: SourceRepository, claim: str) -> PolicyDocument:
    audience = {f"{ISSUER}:aud": "sts.amazonaws.com"}
    subject = {f"{ISSUER}:sub": Sub(f"repo:${{{source.full_name}}}:{claim}")}
    exact, alike = (audience, [StringLike(subject)]) if "*" in claim else (audience | subject, [])
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Effect=Allow,
                Principal=Principal("Federated", Sub(PROVIDER)),
                Action=[Action("sts", "AssumeRoleWithWebIdentity")],
                Condition=Condition([StringEquals(exact), *alike]),
            )
        ],
    )
