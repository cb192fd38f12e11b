"""The account set of a team: one stack in the governance account that reaches into all accounts of the set.

Offered by Service Catalog (`governance/`), so that one action gives a team its accounts and another takes them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from troposphere import (
    And,
    AWSHelperFn,
    Condition,
    Equals,
    If,
    Not,
    NoValue,
    Output,
    Ref,
    Sub,
    Tags,
    Template,
)
from troposphere.cloudformation import (
    DeploymentTargets,
    ManagedExecution,
    OperationPreferences,
    StackInstances,
    StackSet,
)
from troposphere.cloudformation import Parameter as StackSetParameter

from mlops_templates.foundations.form import ACCOUNT_ID, Field, add_field
from mlops_templates.foundations.undelivered import TOPIC
from mlops_templates.naming import ACCOUNT, PARTITION, REGION

FILE_NAME = "0-team-accounts.yaml"
SERVICE_MANAGED, HAS_DEVELOPMENT = "IsServiceManaged", "HasDevelopmentAccount"
HAS_STUDIO, HAS_TRAINING = "HasStudio", "HasTraining"
TEMPLATES = "/mlops-templates/governance"
ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole"
OPTIONAL_ACCOUNT = f"{ACCOUNT_ID}|"
FIELDS = (
    ("Team", Field("TeamName", "Team", "Name of the team; its key in the catalogue and in bills.",
                   "must be 2 to 32 lower-case letters, digits and single hyphens, beginning with a letter",
                   pattern="[a-z](-?[a-z0-9]){1,31}", longest=32)),
    ("Team", Field("CostCenter", "Cost centre", "What pays for the accounts: a tag on everything that is made there.",
                   "must be 1 to 64 letters, digits, spaces and . _ / = + - @", pattern="[A-Za-z0-9 ._/=+@-]{1,64}",
                   longest=64)),
    ("Accounts", Field("ToolingAccountId", "Tooling account", "Account of repositories, pipelines and registry.",
                       "must be an account id of 12 digits", pattern=ACCOUNT_ID, longest=12)),
    ("Accounts", Field("StagingAccountId", "Staging account", "Account of the team for tests before production.",
                       "must be an account id of 12 digits", pattern=ACCOUNT_ID, longest=12)),
    ("Accounts", Field("ProductionAccountId", "Production account", "Account of the team that serves; another one "
                       "than that of staging.", "must be an account id of 12 digits", pattern=ACCOUNT_ID, longest=12)),
    ("Accounts", Field("DevelopmentAccountId", "Development account", "Account in which the team works; another "
                       "one than those of the stages. Empty: none.", "must be an account id of 12 digits, or empty",
                       pattern=OPTIONAL_ACCOUNT, default="", longest=12)),
    ("Accounts", Field("DevelopmentUse", "Use of the development account", "What the development account is for: "
                       "projects train in it (training), people have a SageMaker Studio in it (studio), or both.",
                       "must be both, studio or training", choices=("both", "studio", "training"), default="both")),
    ("Accounts", Field("OrganizationalUnitId", "Organizational unit", "Unit or root that all these accounts are in: "
                       "stack sets then use the trust of AWS Organizations. Empty: they use roles of each account.",
                       "must be such as ou-ab12-c3d4e5f6, or empty", default="", longest=68,
                       pattern="ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}|")),
    ("Accounts", Field("StageNetwork", "Network of the stages", "Whether staging and production get a private network "
                       "or run outside of any VPC.", "must be create or none", choices=("create", "none"),
                       default="create")),
    ("Notices", TOPIC),
)  # fmt: skip


def team_accounts_template() -> Template:
    template = Template(Description="Account set of mlops-templates for a team: staging, production, maybe development")
    template.set_version("2010-09-09")
    for group, field in FIELDS:
        add_field(template, group, field)
    _add_rules(template)
    template.add_condition(SERVICE_MANAGED, Not(Equals(Ref("OrganizationalUnitId"), "")))
    stages = (Ref("StagingAccountId"), Ref("ProductionAccountId"))
    given = {
        "ToolingAccountId": Ref("ToolingAccountId"),
        "Network": Ref("StageNetwork"),
        TOPIC.name: Ref(TOPIC.name),
    }
    template.add_resource(_stack_set("Stages", "target", stages, given))
    _add_development(template)
    template.add_output(Output("Team", Value=Ref("TeamName"), Description="Key of the entry in the catalogue"))
    return template


def _add_development(template: Template) -> None:
    """Where people work and where their projects train: two stacks, so that either can be had alone."""
    template.add_condition(HAS_DEVELOPMENT, Not(Equals(Ref("DevelopmentAccountId"), "")))
    account = (Ref("DevelopmentAccountId"),)
    # Jobs outside of a VPC would reach the internet, so this network is not for the form to leave out.
    training: dict[str, AWSHelperFn | str] = {
        "ToolingAccountId": Ref("ToolingAccountId"),
        "Development": "yes",
        "Network": "create",
        TOPIC.name: Ref(TOPIC.name),
    }
    sets = (
        (HAS_STUDIO, "training", _stack_set("Development", "studio", account, {})),
        (HAS_TRAINING, "studio", _stack_set("Training", "training", account, training, template="target")),
    )
    for condition, other, stack_set in sets:
        wanted = Not(Equals(Ref("DevelopmentUse"), other))
        template.add_condition(condition, And(Condition(HAS_DEVELOPMENT), wanted))
        stack_set.Condition = condition
        template.add_resource(stack_set)


def _add_rules(template: Template) -> None:
    names = ("StagingAccountId", "ProductionAccountId", "ToolingAccountId", "DevelopmentAccountId")
    pairs = combinations(names, 2)
    template.add_rule(
        "AccountsDiffer",
        {
            "Assertions": [
                {"Assert": Not(Equals(Ref(one), Ref(other))), "AssertDescription": f"{one} and {other} must differ"}
                for one, other in pairs
            ]
        },
    )


def _stack_set(
    title: str,
    part: str,
    accounts: tuple[AWSHelperFn, ...],
    given: Mapping[str, AWSHelperFn | str],
    *,
    template: str = "",
) -> StackSet:
    """For these accounts, from the template of that name, which is that of the part unless it says so."""
    unit: dict[str, Any] = {"OrganizationalUnitIds": [Ref("OrganizationalUnitId")], "AccountFilterType": "INTERSECTION"}
    targets = If(
        SERVICE_MANAGED,
        DeploymentTargets(Accounts=list(accounts), **unit),
        DeploymentTargets(Accounts=list(accounts)),
    )
    administration = Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:role/{ADMINISTRATION_ROLE}")
    return StackSet(
        title,
        StackSetName=Sub(f"mlops-templates-{part}-${{TeamName}}"),
        Description=Sub(f"The {part} accounts of team ${{TeamName}}"),
        PermissionModel=If(SERVICE_MANAGED, "SERVICE_MANAGED", "SELF_MANAGED"),
        AdministrationRoleARN=If(SERVICE_MANAGED, NoValue, administration),
        # Of a stated version: a digest is part of the address.
        TemplateURL=f"{{{{resolve:ssm:{TEMPLATES}/{template or part}-template-url}}}}",
        Capabilities=["CAPABILITY_NAMED_IAM"],
        ManagedExecution=ManagedExecution(Active=True),
        OperationPreferences=OperationPreferences(
            FailureToleranceCount=0, MaxConcurrentPercentage=100, RegionConcurrencyType="PARALLEL"
        ),
        Parameters=[StackSetParameter(ParameterKey=key, ParameterValue=value) for key, value in given.items()],
        StackInstancesGroup=[StackInstances(DeploymentTargets=targets, Regions=[Sub(REGION)])],
        Tags=Tags({"mlops:team": Ref("TeamName"), "mlops:cost-center": Ref("CostCenter")}),
    )
