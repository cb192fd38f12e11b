"""What stays when a project is deleted: kept on purpose, or out of reach in another account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.blocks.development_account import SAME
from mlops_templates.blocks.stage_accounts import PRODUCTION, STAGING
from mlops_templates.naming import project_entity, project_resource
from mlops_templates.projects.stack_template import StackTemplate, read_stack_template
from mlops_templates.projects.trial import TRIAL
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained

TRAINING = {
    "Pipeline": ("pipeline", project_entity("training")),
    "Endpoint": ("endpoint", TRIAL),
    "EndpointConfig": ("endpoint-config", TRIAL),
    "Model": ("model", TRIAL),
}
"""What a project may have in a development account, by type: as the command line calls it, and its name."""

STAGES = {STAGING: "staging", PRODUCTION: "prod"}
"""Stages of the deploy pipeline by the parameter that names their account."""


@dataclass(frozen=True)
class Retained:
    """A resource that outlives its project."""

    resource_type: str
    physical_id: str
    account: str = ""
    """The account that holds it, when it is not that of the project. What it holds there goes on costing."""
    remove: str = ""
    """The command that removes it, for an administrator of that account."""


def retained_resources(stack: str, clients: Clients) -> tuple[Retained, ...]:
    """What deleting the stack would leave, to be asked before: by the policies in its template, whoever wrote it."""
    template = read_stack_template(stack, clients)
    with explained(f"list what stays of stack {stack}"):
        pages = clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    kept = [one for one in resources if _is_there(one) and template.is_kept(str(one["LogicalResourceId"]))]
    own = [
        Retained(one["ResourceType"], template.name_of(one["LogicalResourceId"], one["PhysicalResourceId"]))
        for one in sorted(kept, key=lambda one: str(one["LogicalResourceId"]))
    ]
    besides = [one for one in _stated(template.stated) if one not in own]
    return (*own, *besides, *_stages_elsewhere(template), *_training_elsewhere(template))


def _stated(text: str) -> Iterator[Retained]:
    """Type and name, separated by commas."""
    for entry in filter(None, text.split(", ")):
        kind, _, name = entry.partition(" ")
        yield Retained(kind, name)


def _is_there(resource: Mapping[str, Any]) -> bool:
    """A stack that was rolled back still lists what it made, and removed again."""
    return bool(resource.get("PhysicalResourceId")) and resource["ResourceStatus"] != "DELETE_COMPLETE"


def _stages_elsewhere(template: StackTemplate) -> Iterator[Retained]:
    """Stacks of stages in other accounts, which nobody here may delete."""
    region = template.values["AWS::Region"]
    for parameter, stage in STAGES.items():
        account = template.values.get(parameter, "")
        if account and account != template.values["AWS::AccountId"]:
            name = template.filled(project_resource(f"deploy-{stage}"))
            command = f"aws cloudformation delete-stack --region {region} --stack-name {name}"
            yield Retained("AWS::CloudFormation::Stack", name, account, command)


def _training_elsewhere(template: StackTemplate) -> Iterator[Retained]:
    """The pipeline of main in a development account, and a trial endpoint; what is of branches goes with them."""
    region, account = template.values["AWS::Region"], template.values.get("DevelopmentAccountId", SAME)
    if account not in (SAME, template.values["AWS::AccountId"]):
        for kind, (noun, entity) in TRAINING.items():
            name = template.filled(entity)
            command = f"aws sagemaker delete-{noun} --region {region} --{noun}-name {name}"
            yield Retained(f"AWS::SageMaker::{kind}", name, account, command)
