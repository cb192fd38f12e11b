"""A development account: where builds of the tooling account run their training pipelines (R12, R17).

It holds pipelines, jobs and trial endpoints. What they make lies in the tooling account, in the bucket and the registry
of the project: what is registered must outlive an account that is given up (R63).
"""

from __future__ import annotations

from troposphere import AWSHelperFn, Equals, Not, Output, Ref, Template

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.target_account.build_roles import add_build_roles
from mlops_templates.foundations.target_account.names import DEVELOPMENT
from mlops_templates.foundations.target_account.training_roles import add_training_roles
from mlops_templates.foundations.target_account.trial_role import add_trial_role


def add_development(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> None:
    """The roles, only where the form asks for them: no account of a stage lets builds in."""
    _add_form(template)
    training = add_training_roles(template, key=key, ceiling=ceiling)
    builds = add_build_roles(template, training=training, ceiling=ceiling)
    trial = add_trial_role(template, training=training, ceiling=ceiling)
    roles = {
        "Training": training.of_main,
        "BranchTraining": training.of_branches,
        "Build": builds.of_main,
        "Branch": builds.of_branches,
        "Trial": trial,
    }
    for name, role in roles.items():
        template.add_output(
            Output(f"{name}RoleArn", Condition=DEVELOPMENT, Value=role, Description=f"{name} role of this account")
        )


def _add_form(template: Template) -> None:
    add_field(
        template,
        "Accounts",
        Field(
            "Development",
            "Development account",
            "Whether projects train here: builds of the tooling account run their pipelines in this account.",
            "must be no or yes",
            choices=("no", "yes"),
            default="no",
        ),
    )
    chosen = Equals(Ref("Development"), "yes")
    template.add_condition(DEVELOPMENT, chosen)
    # Outside of any VPC jobs would reach the internet (R14).
    networked = {
        "Assert": Not(Equals(Ref("Network"), "none")),
        "AssertDescription": "Development is yes: its jobs need a private network, so Network is create or import",
    }
    template.add_rule("DevelopmentIsPrivate", {"RuleCondition": chosen, "Assertions": [networked]})
