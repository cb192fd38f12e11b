"""The account where training runs: that of the project, or one of its own (R12, R17, R66).

Code, registry, images and data stay with the project, so they outlive a development account that is removed (R63).
"""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Equals, If, Not, Parameter, Ref, Template

from mlops_templates.blocks.parameter import ACCOUNTS, add_parameter

SAME = "same"
ELSEWHERE = "DevelopsElsewhere"


@dataclass(frozen=True)
class DevelopmentAccount:
    """What the form says, `same` or an account id; and the account that this means."""

    choice: Ref
    identifier: AWSHelperFn


def add_development_account(template: Template) -> DevelopmentAccount:
    choice = add_parameter(
        template,
        Parameter(
            "DevelopmentAccountId",
            Type="String",
            Default=SAME,
            AllowedPattern=f"^({SAME}|[0-9]{{12}})$",
            ConstraintDescription=f"must be {SAME} or 12 digits",
            Description=f"Account where training runs; {SAME}: this one",
        ),
        group=ACCOUNTS,
    )
    template.add_condition(ELSEWHERE, Not(Equals(choice, SAME)))
    return DevelopmentAccount(choice=choice, identifier=If(ELSEWHERE, choice, Ref("AWS::AccountId")))
