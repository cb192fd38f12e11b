"""A staging or production account: what deployments stand on there. One template for both, so they differ in nothing.

With one answer more in its form it is a development account, where projects train.

The deploy pipelines of the tooling account become the deploy role; CloudFormation makes the stacks of projects as the
stack role; containers, tests and monitors have a role each.
"""

from __future__ import annotations

from troposphere import Equals, Not, Output, Ref, Sub, Template

from mlops_templates.foundations.boundary import add_boundary
from mlops_templates.foundations.form import ACCOUNT_ID, Field, add_field
from mlops_templates.foundations.foundation_key import add_foundation_key
from mlops_templates.foundations.private_network import NetworkPlan, add_private_network
from mlops_templates.foundations.target_account.bucket import add_target_bucket
from mlops_templates.foundations.target_account.ceiling import add_ceiling
from mlops_templates.foundations.target_account.deploy_role import add_deploy_role
from mlops_templates.foundations.target_account.development import add_development
from mlops_templates.foundations.target_account.facts import add_facts
from mlops_templates.foundations.target_account.forwarding import add_forwarding
from mlops_templates.foundations.target_account.gateway_logs import add_gateway_logs
from mlops_templates.foundations.target_account.model_role import add_model_role
from mlops_templates.foundations.target_account.monitor_role import add_monitor_role
from mlops_templates.foundations.target_account.names import KEY_ALIAS, OTHER_ACCOUNT
from mlops_templates.foundations.target_account.stack_role import add_stack_role
from mlops_templates.foundations.target_account.test_role import add_test_role
from mlops_templates.foundations.target_account.watch_role import add_watch_role
from mlops_templates.naming import ACCOUNT

__all__ = ["FILE_NAME", "STACK_NAME", "target_account_template"]

STACK_NAME = "mlops-templates-target"
FILE_NAME = "0-target-account.yaml"
ENDPOINTS = (
    "sagemaker.api", "sagemaker.runtime", "ecr.api", "ecr.dkr", "execute-api", "kms", "logs", "monitoring", "ssm",
    "sts",
)  # fmt: skip


def target_account_template() -> Template:
    template = Template(
        Description="Staging, production or development account of mlops-templates: network, key, bucket, roles"
    )
    template.set_version("2010-09-09")
    _add_form(template)
    ceiling = Ref(add_ceiling(template))
    boundary = add_boundary(template)
    # In the tooling account the assets stack has made it.
    boundary.Condition = OTHER_ACCOUNT
    key = add_foundation_key(template, alias=KEY_ALIAS, purpose="Data of deployed models", logs="*")
    network = add_private_network(
        template,
        NetworkPlan(
            "mlops-templates-target", 2, ENDPOINTS, choices=("create", "import", "none"), asks_for_vpc=False
        ),
        boundary=ceiling,
    )  # fmt: skip
    bucket = Ref(add_target_bucket(template, key=key))
    model = add_model_role(template, key=key, ceiling=ceiling)
    monitor = add_monitor_role(template, key=key, ceiling=ceiling)
    stack = add_stack_role(template, key=key, passes=(model, monitor), ceiling=ceiling)
    deploy = add_deploy_role(template, stack_role=stack, ceiling=ceiling)
    test = add_test_role(template, key=key, ceiling=ceiling)
    watch = add_watch_role(template, ceiling=ceiling)
    add_development(template, key=key, ceiling=ceiling)
    add_gateway_logs(template)
    add_forwarding(template, key=key, ceiling=ceiling)
    add_facts(template, network=network, key=key, bucket=bucket)
    for name, role in (("Deploy", deploy), ("Stack", stack), ("Model", model), ("Test", test), ("Monitor", monitor),
                       ("Watch", watch)):  # fmt: skip
        template.add_output(Output(f"{name}RoleArn", Value=role, Description=f"{name} role of this account"))
    return template


def _add_form(template: Template) -> None:
    add_field(
        template,
        "Accounts",
        Field(
            "ToolingAccountId",
            "Tooling account",
            "Account of repositories, pipelines and registry. This account's own id: single-account mode.",
            "must be an account id of 12 digits",
            pattern=ACCOUNT_ID,
            longest=12,
        ),
    )
    add_field(
        template,
        "Accounts",
        Field(
            "OrganizationId",
            "Organization",
            "Organization that roles of the tooling account must belong to. Empty: not asked for.",
            "must be an organization id such as o-a1b2c3d4e5, or empty",
            pattern=r"o-[a-z0-9]{10,32}|",
            default="",
            longest=34,
        ),
    )
    template.add_condition(OTHER_ACCOUNT, Not(Equals(Ref("ToolingAccountId"), Sub(ACCOUNT))))
    template.add_condition("HasOrganization", Not(Equals(Ref("OrganizationId"), "")))
