"""Where people work: a SageMaker domain that reaches AWS through VPC endpoints only, with a profile for each persona.

The domain holds the home directories, so it outlives its stack, and with it the network that it is in.
"""

from __future__ import annotations

from troposphere import And, Condition, Equals, Ref, Template

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.foundation_key import add_foundation_key
from mlops_templates.foundations.private_network import MADE, NetworkPlan, add_private_network
from mlops_templates.foundations.studio_environment.domain import add_domain
from mlops_templates.foundations.studio_environment.facts import add_facts
from mlops_templates.foundations.studio_environment.mlflow import add_mlflow
from mlops_templates.foundations.studio_environment.personas import add_personas
from mlops_templates.naming import REGION

__all__ = ["FILE_NAME", "STACK_NAME", "studio_environment_template"]

STACK_NAME = "mlops-templates-studio"
FILE_NAME = "0-studio-environment.yaml"
CONNECTED = "ReachesCodeConnections"
ENDPOINTS = (
    "sagemaker.api", "sagemaker.runtime", f"aws.sagemaker.{REGION}.notebook", f"aws.sagemaker.{REGION}.studio",
    "codeartifact.api", "codeartifact.repositories", "codecommit", "git-codecommit", "ecr.api", "ecr.dkr", "kms",
    "logs", "monitoring", "servicecatalog", "ssm", "sts",
)  # fmt: skip


def studio_environment_template() -> Template:
    template = Template(Description="SageMaker Studio of mlops-templates: network, domain, a profile for each persona")
    template.set_version("2010-09-09")
    key = add_foundation_key(
        template, alias=STACK_NAME, purpose="Home directories and spaces of SageMaker Studio", logs="/mlops-templates-*"
    )
    plan = NetworkPlan(
        STACK_NAME,
        3,
        ENDPOINTS,
        # Not every region has it, so only who needs it asks for it.
        optional_endpoints=(("codeconnections.api", CONNECTED),),
        kept=True,
    )
    network = add_private_network(template, plan)
    _add_code_host(template)
    roles = add_personas(template, key=key)
    domain = add_domain(template, network=network, key=key, roles=roles)
    mlflow = add_mlflow(template, key=key)
    add_facts(template, domain=domain, network=network, key=key, mlflow=mlflow)
    return template


def _add_code_host(template: Template) -> None:
    add_field(
        template,
        "Network",
        Field(
            "CodeConnectionsEndpoint",
            "Endpoint of CodeConnections",
            "Whether a new network reaches CodeConnections: yes for repositories at GitHub, GitLab or Bitbucket.",
            "must be yes or no",
            choices=("no", "yes"),
            default="no",
        ),
    )
    wanted = Equals(Ref("CodeConnectionsEndpoint"), "yes")
    template.add_condition(CONNECTED, And(Condition(MADE), wanted))
