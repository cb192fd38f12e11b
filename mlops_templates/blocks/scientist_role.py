"""The role of the people: the execution role of their Studio space, or assumed at a laptop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awacs.aws import Action, Allow, AWSPrincipal, PolicyDocument, Statement
from troposphere import AWSHelperFn, Output, Sub, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Besides, Role, add_trusting_role, trust
from mlops_templates.duties.scientist import SCIENTIST
from mlops_templates.model import Duty


@dataclass(frozen=True)
class ScientistRole:
    """Data scientists of the project."""

    role: Role


def add_scientist_role(template: Template, *, key: Key, policies: Sequence[AWSHelperFn] = ()) -> ScientistRole:
    """They see everything and change nothing but code: CI/CD does (R13)."""
    return add_people(template, key=key, duties=[], policies=policies)


def add_people(
    template: Template, *, key: Key, duties: Sequence[Duty], policies: Sequence[AWSHelperFn]
) -> ScientistRole:
    besides = Besides(duties=duties, policies=policies)
    role = add_trusting_role(template, SCIENTIST, trust=_trust(), key=key, besides=besides)
    template.add_output(Output("ScientistRoleArn", Description="For data scientists", Value=role.arn))
    return ScientistRole(role)


def _trust() -> PolicyDocument:
    document = trust(SCIENTIST.services)
    # Whoever the account's administrators let assume it, by the policy of the person.
    people = AWSPrincipal(Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"))
    document.Statement.append(Statement(Effect=Allow, Principal=people, Action=[Action("sts", "AssumeRole")]))
    return document
